"""Detecting encodings and decoding files to text."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING

from bisearch.errors import SourceError
from bisearch.regular_files import open_regular, read_regular

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader
    from pathlib import Path

MAX_FILE_BYTES = 512 * 1024 * 1024
# The greatest size of a file that is one text, and of a line that is one record; longer texts are refused anyway.
MAX_DOCUMENT_BYTES = 64 * 1024 * 1024
# The single-byte encodings of Russian archives, by charset-normalizer's names.
CYRILLIC_ENCODINGS = ("cp1251", "koi8_r", "cp866")
# The encoding of English text with curly quotation marks or a French word.
WESTERN_ENCODING = "cp1252"
# A non-ASCII byte next to an ASCII letter: at least half of all non-ASCII bytes in Western texts, few in Russian ones.
_NEXT_TO_LATIN = re.compile(rb"(?<=[A-Za-z])[\x80-\xff]|[\x80-\xff](?=[A-Za-z])")
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE_BYTES = 1 << 16
_CHUNK_BYTES = 1 << 20
# With fewer letters, charset-normalizer often confuses the Cyrillic encodings; letter frequencies do better.
_MIN_LETTERS_TO_DETECT = 400
# Frequencies of Russian letters in per mille, the commonest first.
_LETTER_FREQUENCY = dict(
    zip(
        "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
        (110, 85, 80, 74, 67, 63, 55, 47, 45, 44, 35, 32, 30, 28, 26, 20,
         19, 17, 17, 16, 16, 14, 12, 10, 9, 7, 6, 5, 4, 3, 3, 1, 1),
        strict=True,
    )
)  # fmt: skip
# The frequency of any other character, and the lowest score of a plausible Russian text.
_OTHER_FREQUENCY = 0.1
_MIN_SCORE = 2.0
# For a capital after a capital; more would mistake headings in capitals.
_CAPITAL_PENALTY = 0.3


def read_text(path: Path, encoding: str | None = None, limit: int | None = None) -> str:
    """Return a file's text with line feeds as line ends and no byte order mark.

    Args:
        path: the file.
        encoding: its encoding; None detects it.
        limit: the greatest number of bytes that it may have; None takes `MAX_FILE_BYTES`.

    Raises:
        SourceError: the file cannot be read, is empty, too large or binary, or is not in this encoding.
    """
    limit = MAX_FILE_BYTES if limit is None else limit
    try:
        check_size(path, limit)
        data = read_regular(path, limit + 1)
    except OSError as error:
        raise SourceError(str(path), (error.strerror or str(error)).lower()) from error
    if len(data) > limit:  # the system gives a size of 0 for some of its files
        raise SourceError(str(path), f"larger than {limit:,} bytes, the limit")
    return decode(data, str(path), encoding)


def read_lines(path: Path, encoding: str | None = None) -> Iterator[str]:
    """Yield a file's lines without their line ends; arguments and errors as in `read_text`.

    A large UTF-8 file is read line by line; any other file is read whole.
    """
    try:
        check_size(path)
        is_plain = encoding is None and path.stat().st_size > _SAMPLE_BYTES and _is_plain_utf8(path)
    except OSError:
        is_plain = False  # `read_text` reports the error
    if not is_plain:
        yield from read_text(path, encoding).split("\n")
        return
    try:
        with open_regular(path) as file:
            yield from _utf8_lines(file, str(path))
    except OSError as error:
        raise SourceError(str(path), (error.strerror or str(error)).lower()) from error


def _utf8_lines(file: BufferedReader, path: str) -> Iterator[str]:
    """Yield the lines of a UTF-8 file, whichever line ends it has."""
    number, size = 0, 0
    while data := file.readline(MAX_DOCUMENT_BYTES + 1):
        number, size = number + 1, size + len(data)
        if size > MAX_FILE_BYTES:
            raise SourceError(path, f"larger than {MAX_FILE_BYTES:,} bytes, the limit", number)
        if len(data) > MAX_DOCUMENT_BYTES:
            raise SourceError(path, f"the line has more than {MAX_DOCUMENT_BYTES:,} bytes, the limit", number)
        try:
            line = data.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            raise SourceError(path, "changed while it was read; index it again", number) from error
        del data
        line = line.removesuffix("\n").removesuffix("\r")
        yield from line.replace("\r\n", "\n").replace("\r", "\n").split("\n") if "\r" in line else (line,)


def _is_plain_utf8(path: Path) -> bool:
    """Read the whole file and return whether it is UTF-8 text."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with open_regular(path) as file:
        try:
            while chunk := file.read(_CHUNK_BYTES):
                if b"\0" in chunk:
                    return False
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def check_size(path: Path, limit: int | None = None) -> None:
    """Raise `SourceError` for a file larger than the limit or `MAX_FILE_BYTES`, `OSError` for a missing one."""
    limit = MAX_FILE_BYTES if limit is None else limit
    size = path.stat().st_size
    if size > limit:
        raise SourceError(str(path), f"{size:,} bytes; the limit is {limit:,}")


def decode(data: bytes, path: str, encoding: str | None = None) -> str:
    """Return the text that bytes encode; arguments and errors as in `read_text`."""
    if not data.strip():
        raise SourceError(path, "empty")
    name = encoding or _detect(data, path)
    try:
        text = data.decode(name)
    except LookupError as error:
        raise SourceError(path, f"unknown encoding {name!r}") from error
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SourceError(path, f"not {name}: byte {data[error.start]:#04x} at offset {error.start}", line) from error
    if "\0" in text:
        raise SourceError(path, "binary, not text", text.count("\n", 0, text.index("\0")) + 1)
    if not text.strip("\ufeff \t\r\n"):
        raise SourceError(path, "empty")
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _detect(data: bytes, path: str) -> str:
    for mark, name in _BYTE_ORDER_MARKS:
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
    """Return the byte order of UTF-16 without a byte order mark: the one that gives European characters."""
    for name in ("utf-16-le", "utf-16-be"):
        text = data[:_SAMPLE_BYTES].decode(name, "replace")
        plain = sum(character < "\u0530" or "\u2000" <= character < "\u2200" for character in text) - text.count("\0")
        if len(data) % 2 == 0 and plain > 0.95 * len(text):
            return name
    raise SourceError(path, "binary, not text", data.count(b"\n", 0, data.index(b"\0")) + 1)


def _single_byte(data: bytes, path: str) -> str:
    sample = data[:_SAMPLE_BYTES]
    if 0 < sum(byte >= 0x80 for byte in sample) <= 2 * len(_NEXT_TO_LATIN.findall(sample)):
        with suppress(UnicodeDecodeError):  # some bytes are undefined in it
            data.decode(WESTERN_ENCODING)
            return WESTERN_ENCODING
    scores = {name: _russian_score(sample.decode(name, "replace")) for name in CYRILLIC_ENCODINGS}
    best = max(scores, key=scores.__getitem__)
    if sum(byte >= 0x80 for byte in sample) >= _MIN_LETTERS_TO_DETECT:
        from charset_normalizer import from_bytes  # noqa: PLC0415 -- most files are UTF-8

        match = from_bytes(sample, cp_isolation=list(CYRILLIC_ENCODINGS), enable_fallback=False).best()
        if match is not None and scores[match.encoding] > _MIN_SCORE:
            best = match.encoding
    if scores[best] < _MIN_SCORE:
        raise SourceError(path, "unknown encoding; specify it with --encoding")
    return best


def _russian_score(text: str) -> float:
    """Return how much a text looks like Russian: the mean log frequency of its letters, minus unusual capitals.

    The encodings swap small letters and capitals, and a few words in small letters are likelier than in capitals.
    """
    non_ascii = [character for character in text if ord(character) >= 0x80]
    likely = sum(log(_LETTER_FREQUENCY.get(character.lower(), _OTHER_FREQUENCY)) for character in non_ascii)
    mixed = sum(first.islower() and second.isupper() for first, second in pairwise(text))
    capitals = sum(first.isupper() and second.isupper() for first, second in pairwise(text))
    return (likely - mixed - _CAPITAL_PENALTY * capitals) / len(non_ascii) if non_ascii else 0.0
