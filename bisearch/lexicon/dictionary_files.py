"""Reading dictd and StarDict dictionaries as headwords with articles.

dictd (RFC 2229; dictfmt(1)): NAME.index holds ``headword TAB offset TAB length`` with numbers in base 64; NAME.dict or
NAME.dict.dz holds the articles. StarDict: NAME.ifo holds the sizes, NAME.idx the headwords with big-endian offsets;
NAME.dict or NAME.dict.dz holds the articles. Compressed files are read up to a limit.
"""

from __future__ import annotations

import gzip
import re
import struct
import zlib
from typing import TYPE_CHECKING, NamedTuple

from bisearch.errors import SourceError
from bisearch.regular_files import open_regular

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# The largest free dictionaries of Russian and English have some 30 million bytes; a larger file is a mistake or a zip
# bomb.
MAX_BYTES = 256 * 1024 * 1024
# Characters of one article: Mueller's longest has 12,007. Longer articles are skipped.
MAX_ARTICLE_LENGTH = 100_000
# Characters of all articles together; several headwords may share an article, so the file size is no limit.
MAX_TOTAL_LENGTH = 64_000_000
_DIGITS = {
    digit: value for value, digit in enumerate(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
}
# An offset or length has at most 64 bits.
_MAX_DIGITS = 11
_SUFFIXES = (".index", ".ifo", ".idx.gz", ".idx", ".dict.dz", ".dict")
_MARKUP = re.compile(r"<[^<>]{0,200}>|&[a-z]+;")
# The StarDict types whose data is text: plain, locale, Pango, phonetic-free HTML and XDXF.
_TEXT_TYPES = "mlghx"


class Article(NamedTuple):
    """A headword and the text of its article."""

    headword: str
    text: str


def is_dictionary(path: Path) -> bool:
    """Return whether a file name belongs to a dictd or StarDict dictionary."""
    return path.name.endswith(_SUFFIXES)


def dictionary_name(path: Path) -> str:
    """Return the name of a dictionary: its file name without the suffixes of the format."""
    suffix = next((suffix for suffix in _SUFFIXES if path.name.endswith(suffix)), path.suffix)
    return path.name.removesuffix(suffix)


def read_articles(path: Path) -> Iterator[Article]:
    """Yield the articles of a dictionary, except those longer than `MAX_ARTICLE_LENGTH`.

    Args:
        path: any file of the dictionary.

    Raises:
        SourceError: a file is missing, damaged or too large, or the articles are too long in total.
    """
    left = MAX_TOTAL_LENGTH
    for article in _articles(path):
        if len(article.text) <= MAX_ARTICLE_LENGTH:
            left -= len(article.text)
            if left < 0:
                raise SourceError(str(path), f"the articles have more than {MAX_TOTAL_LENGTH:,} characters in total")
            yield article


def _articles(path: Path) -> Iterator[Article]:
    stem = dictionary_name(path)
    base = path.with_name(stem)
    data = _first_of(base, (".dict.dz", ".dict"))
    information = base.with_name(f"{stem}.ifo")
    if information.exists():
        yield from _stardict(base, data, _information(information))
    else:
        yield from _dictd(base.with_name(f"{stem}.index"), data)


def _dictd(index: Path, data: bytes) -> Iterator[Article]:
    for number, line in enumerate(read_bounded(index).splitlines(), 1):
        headword, *numbers = line.split(b"\t")
        try:
            offset, length = (_number(each) for each in numbers[:2])
            text = _slice(data, offset, length).decode("utf-8")
            name = headword.decode("utf-8")
        except (ValueError, KeyError) as error:
            reason = "not a line of a dictd index, or points outside its articles"
            raise SourceError(str(index), reason, number) from error
        # dictfmt repeats the headword as the article's first line, and keeps notes on the dictionary in 00-entries.
        if not name.startswith("00"):
            yield Article(name, text.removeprefix(name))


def _number(digits: bytes) -> int:
    if len(digits) > _MAX_DIGITS:
        raise ValueError("larger than any file")
    value = 0
    for digit in digits:
        value = value * 64 + _DIGITS[digit]
    return value


def _stardict(base: Path, data: bytes, information: dict[str, str]) -> Iterator[Article]:
    types = information.get("sametypesequence", "")
    wide = information.get("idxoffsetbits") == "64"
    index = _first_of(base, (".idx", ".idx.gz"))
    shape = struct.Struct(">QI" if wide else ">II")
    place = 0
    while place < len(index):
        try:
            end = index.index(b"\0", place)
            offset, length = shape.unpack_from(index, end + 1)
            text = _text(_slice(data, offset, length), types)
            headword = index[place:end].decode("utf-8")
        except (ValueError, struct.error) as error:
            reason = f"not a StarDict index, or points outside its articles, at byte {place}"
            raise SourceError(f"{base}.idx", reason) from error
        place = end + 1 + shape.size
        yield Article(headword, text)


def _information(path: Path) -> dict[str, str]:
    first, *lines = read_bounded(path).decode("utf-8", "replace").splitlines() or [""]
    if not first.startswith("StarDict"):
        raise SourceError(str(path), "not the description of a StarDict dictionary", 1)
    return {key.strip(): value.strip() for key, _, value in (line.partition("=") for line in lines)}


def _text(data: bytes, types: str) -> str:
    """Return the text of a StarDict article, joining the textual parts of an article with several parts."""
    texts: list[str] = []
    place = 0
    while place < len(data):
        kind = types[len(texts)] if types else chr(data[place])
        place += not types
        is_last = bool(types) and len(texts) + 1 == len(types)
        end = len(data) if is_last else data.find(b"\0", place)
        end = len(data) if end < 0 else end
        texts.append(data[place:end].decode("utf-8") if kind in _TEXT_TYPES else "")
        place = end + 1
        if is_last:
            break
    return _MARKUP.sub(" ", "\n".join(texts))


def _slice(data: bytes, offset: int, length: int) -> bytes:
    if offset + length > len(data):
        raise ValueError("outside the data")
    return data[offset : offset + length]


def _first_of(base: Path, suffixes: tuple[str, ...]) -> bytes:
    paths = [base.with_name(base.name + suffix) for suffix in suffixes]
    for path in paths:
        if path.exists():
            return read_bounded(path)
    raise SourceError(str(paths[0]), f"no such file, and no {paths[1].name} instead")


def read_bounded(path: Path) -> bytes:
    """Return the bytes of a file, decompressed if it is gzip or dictzip.

    Raises:
        SourceError: the file cannot be read, or has more than `MAX_BYTES` bytes.
    """
    try:
        with open_regular(path) as raw:
            file = gzip.GzipFile(fileobj=raw) if path.suffix in {".dz", ".gz"} else raw
            data = file.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SourceError(str(path), reason.lower()) from error
    if len(data) > MAX_BYTES:
        raise SourceError(str(path), f"larger than {MAX_BYTES:,} bytes, the limit for a dictionary")
    return data
