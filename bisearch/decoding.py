"""Detecting encodings and decoding files to text."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING

from bisearch.errors import SourceError
from bisearch.regular_files import CHANGED, check_size_of, open_regular, read_regular

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from io import BufferedReader
    from pathlib import Path

MAX_FILE_BYTES = 512 * 1024 * 1024
# The greatest size of a file that is one text, and of a line that is one record; longer texts are refused anyway.
MAX_DOCUMENT_BYTES = 64 * 1024 * 1024
# The greatest size of a file of plain text, and its characters: two texts of the greatest length, and metadata.
MAX_PLAIN_BYTES, MAX_PLAIN_LENGTH = 32 * 1024 * 1024, 10_500_000
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
# Encodings of Python's own that no file is written in; some of them fail in ways of their own.
_NOT_OF_FILES = frozenset({"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape"})
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
        limit: the greatest number of bytes that it may have; None takes `MAX_DOCUMENT_BYTES`.

    Raises:
        SourceError: the file cannot be read, is empty, too large or binary, or is not in this encoding.
    """
    return decode(read_bytes(path, limit), str(path), encoding)


def read_document_text(path: Path, encoding: str | None = None) -> str:
    """Return the text of a file of plain text that holds one document; arguments and errors as in `read_text`."""
    return decode(read_bytes(path, MAX_PLAIN_BYTES), str(path), encoding, MAX_PLAIN_LENGTH)


def read_bytes(path: Path, limit: int | None = None) -> bytes:
    """Return the bytes of a file that is one document.

    Args:
        path: the file.
        limit: the greatest number of bytes that it may have; None takes `MAX_DOCUMENT_BYTES`.

    Raises:
        SourceError: the file cannot be read or is too large.
    """
    try:
        return read_regular(path, MAX_DOCUMENT_BYTES if limit is None else limit)
    except OSError as error:
        raise unreadable(path, error) from error


def unreadable(path: Path, error: OSError) -> SourceError:
    """Return the error for a file that the system cannot read."""
    return SourceError(str(path), (error.strerror or str(error)).lower())


def read_lines(path: Path, encoding: str | None = None) -> Iterator[str]:
    """Yield a file's lines without their line ends, whichever line ends it has; arguments and errors as in `read_text`.

    A large file is read line by line, once for its encoding and once for its text, so that it may have up to
    `MAX_FILE_BYTES`.
    """
    try:
        with open_regular(path) as file:
            size = check_size_of(file, path, MAX_FILE_BYTES)
            name = _encoding_of_large(file, str(path), encoding) if size > _SAMPLE_BYTES else None
            if name is None:
                yield from decode(read_regular(path, MAX_DOCUMENT_BYTES), str(path), encoding).split("\n")
            else:
                file.seek(0)
                yield from _lines(file, str(path), name, is_given=encoding is not None)
    except OSError as error:
        raise unreadable(path, error) from error


def _lines(file: BufferedReader, path: str, encoding: str, *, is_given: bool) -> Iterator[str]:
    """Yield the lines of a file in an encoding that is compatible with ASCII."""
    number = size = 0
    is_blank = True
    while data := file.readline(MAX_DOCUMENT_BYTES + 1):
        number, offset, size = number + 1, size, size + len(data)
        if size > MAX_FILE_BYTES:
            raise SourceError(path, f"larger than {MAX_FILE_BYTES:,} bytes, the limit", number)
        if len(data) > MAX_DOCUMENT_BYTES:
            raise SourceError(path, f"the line has more than {MAX_DOCUMENT_BYTES:,} bytes, the limit", number)
        try:
            line = data.decode(encoding)
        except UnicodeDecodeError as error:
            place = f"byte {data[error.start]:#04x} at offset {offset + error.start}"
            raise SourceError(path, f"not {encoding}: {place}" if is_given else CHANGED, number) from error
        if b"\0" in data:
            raise SourceError(path, "binary, not text", number)
        del data
        line = line.removesuffix("\n").removesuffix("\r")
        if number == 1:
            line = line.removeprefix("\ufeff")
        is_blank = is_blank and not line.strip("\ufeff \t\r")
        yield from line.replace("\r\n", "\n").replace("\r", "\n").split("\n") if "\r" in line else (line,)
    if is_blank:
        raise SourceError(path, "empty")


def _encoding_of_large(file: BufferedReader, path: str, given: str | None) -> str | None:
    """Return the encoding of a file, which is read in chunks; None if it is not compatible with ASCII, or unknown."""
    if given is not None:
        check_encoding(path, given)
        return given if _is_ascii_compatible(given) else None
    decoders = {name: codecs.getincrementaldecoder(name)() for name in ("utf-8", WESTERN_ENCODING)}
    sample = file.read(_SAMPLE_BYTES)
    chunk = sample
    while chunk:
        if b"\0" in chunk:
            return None
        for name, decoder in list(decoders.items()):
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                del decoders[name]
        chunk = file.read(_CHUNK_BYTES)
    with suppress(KeyError, UnicodeDecodeError):
        decoders["utf-8"].decode(b"", final=True)
        return "utf-8"
    return _single_byte(sample, path, lambda: WESTERN_ENCODING in decoders)


def is_encoding(name: str) -> bool:
    """Return whether a name is that of an encoding that files are written in."""
    try:
        b"a".decode(name, "replace")
        return codecs.lookup(name).name not in _NOT_OF_FILES
    except (LookupError, ValueError):  # a name with a null character is a ValueError
        return False


def check_encoding(path: str, name: str) -> None:
    """Raise `SourceError` if a name is not that of an encoding that files are written in."""
    if not is_encoding(name):
        raise SourceError(path, f"unknown encoding {name!r}")


def _is_ascii_compatible(encoding: str) -> bool:
    """Return whether each ASCII byte in an encoding is an ASCII character, as in UTF-8 and the Cyrillic encodings."""
    try:
        return bytes(range(128)).decode(encoding) == "".join(map(chr, range(128)))
    except (LookupError, ValueError):
        return False


def decode(data: bytes, path: str, encoding: str | None = None, most: int | None = None) -> str:
    """Return the text that bytes encode; errors as in `read_text`.

    Args:
        data: the bytes.
        path: the file, for messages.
        encoding: their encoding; None detects it.
        most: the greatest number of characters that they may have; None for any number.
    """
    if not data.strip():
        raise SourceError(path, "empty")
    name = encoding or _detect(data, path)
    check_encoding(path, name)
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SourceError(path, f"not {name}: byte {data[error.start]:#04x} at offset {error.start}", line) from error
    if most is not None and len(text) > most:
        raise SourceError(path, f"{len(text):,} characters; the limit of a file is {most:,}; split it")
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
    return _single_byte(data[:_SAMPLE_BYTES], path, lambda: _is_western(data))


def _utf16(data: bytes, path: str) -> str:
    """Return the byte order of UTF-16 without a byte order mark: the one that gives European characters."""
    for name in ("utf-16-le", "utf-16-be"):
        text = data[:_SAMPLE_BYTES].decode(name, "replace")
        plain = sum(character < "\u0530" or "\u2000" <= character < "\u2200" for character in text) - text.count("\0")
        if len(data) % 2 == 0 and plain > 0.95 * len(text):
            return name
    raise SourceError(path, "binary, not text", data.count(b"\n", 0, data.index(b"\0")) + 1)


def _single_byte(sample: bytes, path: str, is_western: Callable[[], bool]) -> str:
    if 0 < sum(byte >= 0x80 for byte in sample) <= 2 * len(_NEXT_TO_LATIN.findall(sample)) and is_western():
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


def _is_western(data: bytes) -> bool:
    try:
        data.decode(WESTERN_ENCODING)
    except UnicodeDecodeError:  # some bytes are undefined in it
        return False
    return True


def _russian_score(text: str) -> float:
    """Return how much a text looks like Russian: the mean log frequency of its letters, minus unusual capitals.

    The encodings swap small letters and capitals, and a few words in small letters are likelier than in capitals.
    """
    non_ascii = [character for character in text if ord(character) >= 0x80]
    likely = sum(log(_LETTER_FREQUENCY.get(character.lower(), _OTHER_FREQUENCY)) for character in non_ascii)
    mixed = sum(first.islower() and second.isupper() for first, second in pairwise(text))
    capitals = sum(first.isupper() and second.isupper() for first, second in pairwise(text))
    return (likely - mixed - _CAPITAL_PENALTY * capitals) / len(non_ascii) if non_ascii else 0.0
