"""Bytes to text: which encoding a file is in, and that it is text at all."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING

from bisearch.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_FILE_BYTES = 512 * 1024 * 1024
# The single-byte encodings that Russian archives have, as charset-normalizer names them.
CYRILLIC = ("cp1251", "koi8_r", "cp866")
# That of English with a word of French in it, or with quotation marks.
WESTERN = "cp1252"
# A byte that is no ASCII, beside an ASCII letter: at least half of them stand so in Western texts, few in Russian ones.
_AMONG_LATIN = re.compile(rb"(?<=[A-Za-z])[\x80-\xff]|[\x80-\xff](?=[A-Za-z])")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 1 << 16
_CHUNK = 1 << 20
# With fewer letters than this the library often cannot tell the Cyrillic encodings apart; their frequencies can.
_ENOUGH = 400
# Frequencies of Russian letters in per mille, from the commonest down.
_FREQUENCY = dict(
    zip(
        "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
        (110, 85, 80, 74, 67, 63, 55, 47, 45, 44, 35, 32, 30, 28, 26, 20,
         19, 17, 17, 16, 16, 14, 12, 10, 9, 7, 6, 5, 4, 3, 3, 1, 1),
        strict=True,
    )
)  # fmt: skip
_RARE = 0.1
_PLAUSIBLE = 2.0


def read_text(path: Path, encoding: str | None = None) -> str:
    """Return a file's text, its line ends as line feeds and without a byte order mark.

    Args:
        path: the file.
        encoding: its encoding; None detects it.

    Raises:
        SourceError: the file cannot be read, is empty, too large or binary, or is not in that encoding.
    """
    try:
        check_size(path)
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise SourceError(str(path), (error.strerror or str(error)).lower()) from error
    if len(data) > MAX_FILE_BYTES:  # it has grown, or is a pipe, which has no size
        raise SourceError(str(path), f"at most {MAX_FILE_BYTES:,} bytes of a file are read")
    return decode(data, str(path), encoding)


def read_lines(path: Path, encoding: str | None = None) -> Iterator[str]:
    """Yield a file's lines without their ends; of UTF-8, which most large files are in, one after another is held.

    Args and errors are those of `read_text`.
    """
    try:
        check_size(path)
        is_plain = encoding is None and path.stat().st_size > _SAMPLE and _is_plain_utf8(path)
    except OSError:
        is_plain = False  # which `read_text` tells
    if not is_plain:
        yield from read_text(path, encoding).split("\n")
        return
    with path.open(encoding="utf-8-sig") as file:
        for line in file:
            yield line.removesuffix("\n")


def _is_plain_utf8(path: Path) -> bool:
    """Read a file once; tell whether it is UTF-8 and text."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while chunk := file.read(_CHUNK):
                if b"\0" in chunk:
                    return False
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def check_size(path: Path) -> None:
    """Raise `SourceError` where a file is larger than `MAX_FILE_BYTES`, `OSError` where there is none."""
    size = path.stat().st_size
    if size > MAX_FILE_BYTES:
        raise SourceError(str(path), f"{size:,} bytes, and at most {MAX_FILE_BYTES:,} are read")


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
    if not text.strip("\ufeff \t\r\n"):
        raise SourceError(path, "empty")
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
        return _utf16(data, path) if b"\0" in data else "utf-8"
    if b"\0" in data:
        return _utf16(data, path)
    return _single_byte(data, path)


def _utf16(data: bytes, path: str) -> str:
    """Tell UTF-16 without a mark: one of the two byte orders gives characters of European text."""
    for name in ("utf-16-le", "utf-16-be"):
        text = data[:_SAMPLE].decode(name, "replace")
        plain = sum(character < "\u0530" or "\u2000" <= character < "\u2200" for character in text) - text.count("\0")
        if len(data) % 2 == 0 and plain > 0.95 * len(text):
            return name
    raise SourceError(path, "binary, not text", data.count(b"\n", 0, data.index(b"\0")) + 1)


def _single_byte(data: bytes, path: str) -> str:
    sample = data[:_SAMPLE]
    if 0 < sum(byte >= 0x80 for byte in sample) <= 2 * len(_AMONG_LATIN.findall(sample)):
        with suppress(UnicodeDecodeError):  # not all bytes are characters there
            data.decode(WESTERN)
            return WESTERN
    scores = {name: _russian(sample.decode(name, "replace")) for name in CYRILLIC}
    best = max(scores, key=scores.__getitem__)
    if sum(byte >= 0x80 for byte in sample) >= _ENOUGH:
        from charset_normalizer import from_bytes  # noqa: PLC0415 -- most files are UTF-8

        match = from_bytes(sample, cp_isolation=list(CYRILLIC), enable_fallback=False).best()
        if match is not None and scores[match.encoding] > _PLAUSIBLE:
            best = match.encoding
    if scores[best] < _PLAUSIBLE:
        raise SourceError(path, "in no encoding that is known here; name it with --encoding")
    return best


def _russian(text: str) -> float:
    """Return how like Russian a text is: its letters' mean log frequency, lower where case is mixed up."""
    beyond = [character for character in text if ord(character) >= 0x80]
    likely = sum(log(_FREQUENCY.get(character.lower(), _RARE)) for character in beyond)
    mixed = sum(first.islower() and second.isupper() for first, second in pairwise(text))
    return (likely - mixed) / len(beyond) if beyond else 0.0
