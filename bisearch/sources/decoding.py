"""Bytes to text: which encoding a file is in, and that it is text at all."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from bisearch.errors import SourceError

if TYPE_CHECKING:
    from pathlib import Path

MAX_FILE_BYTES = 512 * 1024 * 1024
# The single-byte encodings that Russian archives have, as charset-normalizer names them.
CYRILLIC = ("cp1251", "koi8_r", "cp866")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 1 << 16
_COMMON = frozenset("оеаинтсрвлкмдпу")


def read_text(path: Path, encoding: str | None = None) -> str:
    """Return a file's text with line ends as ``\\n`` and no byte order mark.

    Args:
        path: the file.
        encoding: its encoding; None detects it.

    Raises:
        SourceError: the file cannot be read, is empty, too large or binary, or is not in that encoding.
    """
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise SourceError(str(path), f"{size:,} bytes, and at most {MAX_FILE_BYTES:,} are read")
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(str(path), (error.strerror or str(error)).lower()) from error
    return decode(data, str(path), encoding)


def decode(data: bytes, path: str, encoding: str | None = None) -> str:
    """Return the text of some bytes; as `read_text`."""
    if not data.strip():
        raise SourceError(path, "empty")
    name = encoding or _detect(data, path)
    try:
        text = data.decode(name)
    except LookupError as error:
        raise SourceError(path, f"there is no encoding {name!r}") from error
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SourceError(path, f"not {name}: byte {data[error.start]:#04x} at offset {error.start}", line) from error
    if "\0" in text:
        raise SourceError(path, "binary, not text", text.count("\n", 0, text.index("\0")) + 1)
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _detect(data: bytes, path: str) -> str:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return _utf16(data) if b"\0" in data else "utf-8"
    if b"\0" in data:
        return _utf16(data)
    return _single_byte(data, path)


def _utf16(data: bytes) -> str:
    """Tell UTF-16 without a mark by where the zero bytes of its blanks and line ends stand."""
    sample = data[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    little = sum(sample.count(pair) for pair in (b" \0", b"\n\0"))
    big = sum(sample.count(pair) for pair in (b"\0 ", b"\0\n"))
    if len(data) % 2 or not (little or big) or min(even, odd) > max(even, odd) // 4:
        return "utf-8"  # the zero bytes are then found to be binary
    return "utf-16-le" if odd > even else "utf-16-be"


def _single_byte(data: bytes, path: str) -> str:
    from charset_normalizer import from_bytes  # noqa: PLC0415 -- most files are UTF-8

    matches = from_bytes(data[:_SAMPLE], cp_isolation=list(CYRILLIC), enable_fallback=False)
    candidates = [match.encoding for match in matches] or list(CYRILLIC)
    # In a short text the library often cannot tell them apart; Russian's commonest letters, in lower case, can.
    best = max(candidates, key=lambda name: _russian(data[:_SAMPLE].decode(name, "replace")))
    if _russian(data[:_SAMPLE].decode(best, "replace")) < 0.2:
        raise SourceError(path, "in no encoding that is known here; name it with --encoding")
    return best


def _russian(text: str) -> float:
    beyond = [character for character in text if ord(character) >= 0x80]
    return sum(character in _COMMON for character in beyond) / len(beyond) if beyond else 0.0
