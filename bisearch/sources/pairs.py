"""Pairs of files, one per language: plain texts, and Moses files with one sentence per line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bisearch.errors import SourceError
from bisearch.model import other
from bisearch.sources.archive_page import read_page
from bisearch.sources.decoding import read_text
from bisearch.sources.document_values import make_document, parse_record
from bisearch.sources.limits import replace_undecodable
from bisearch.sources.translation_units import join_units

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bisearch.model import Document

# A file of a pair: the name that both share, a separator, the language, and the suffix.
_NAME = re.compile(r"(?P<stem>.+)(?P<separator>[._-])(?P<side>ru|en)(?P<suffix>\.txt|(?<=\.ru|\.en))", re.IGNORECASE)


def read_text_pair(path: Path, encoding: str | None = None) -> Iterator[Document]:
    """Yield the single document of NAME.ru.txt and NAME.en.txt.

    Args:
        path: either of the two files; the other may be missing. NAME.json, if present, holds the metadata.
        encoding: the encoding of both texts; None detects each.

    Raises:
        SourceError: a file cannot be read or is in the other language.
    """
    ru, en, stem = _pair(path)
    text_ru, text_en = (read_text(file, encoding) if file is not None else None for file in (ru, en))
    values: dict[str, Any] = {"id": replace_undecodable(stem)}
    metadata_file = path.with_name(f"{stem}.json")
    if metadata_file.exists():
        values |= parse_record(read_text(metadata_file, "utf-8-sig"), metadata_file)
    yield make_document(values, text_ru, text_en, path)


def read_loose_pair(path: Path, encoding: str | None = None) -> Iterator[Document]:
    """Yield the single document of NAME_ru.txt and NAME_en.txt, or of one of them alone, read as an archive page.

    Arguments and errors as in `read_text_pair` and `read_page`.
    """
    return read_page(path, encoding) if counterpart(path) is None else read_text_pair(path, encoding)


def read_line_pair(path: Path, encoding: str | None = None) -> Iterator[Document]:
    """Yield the single document of NAME.ru and NAME.en, whose lines translate each other.

    Args:
        path: either of the two files; the other may be missing.
        encoding: the encoding of both files; None detects each.

    Raises:
        SourceError: a file cannot be read, is in the other language, or the numbers of lines differ.
    """
    ru, en, stem = _pair(path)
    lines_ru, lines_en = (
        read_text(file, encoding).removesuffix("\n").split("\n") if file is not None else None for file in (ru, en)
    )
    if lines_ru is not None and lines_en is not None and en is not None and len(lines_ru) != len(lines_en):
        line = min(len(lines_ru), len(lines_en)) + 1
        raise SourceError(str(path), f"{len(lines_ru):,} lines, but {en.name} has {len(lines_en):,}", line)
    count = len(lines_ru or lines_en or ())
    text_ru, text_en, alignment = join_units(list(zip(lines_ru or [""] * count, lines_en or [""] * count, strict=True)))
    yield make_document({"id": replace_undecodable(stem)}, text_ru, text_en, path, alignment=alignment)


def pair_name(name: str) -> str:
    """Return the name that both files of a pair share; empty if the file name is not that of a pair."""
    match = _NAME.fullmatch(name)
    return match["stem"] if match else ""


def counterpart(path: Path) -> Path | None:
    """Return the other file of a pair, its language code in either case; None if it does not exist."""
    match = _NAME.fullmatch(path.name)
    if match is None:
        return None
    ending = match["separator"] + _other_code(match["side"]) + match["suffix"]
    names = (match["stem"] + each for each in (ending, ending.lower(), ending.upper()))
    return next((file for file in map(path.with_name, names) if file.exists()), None)


def first_of_pair(path: Path) -> Path:
    """Return the Russian file of a pair if it exists, else the file itself."""
    second = counterpart(path)
    return path if second is None or _is_russian(path) else second


def _pair(path: Path) -> tuple[Path | None, Path | None, str]:
    second = counterpart(path)
    ru, en = (path, second) if _is_russian(path) else (second, path)
    return ru, en, pair_name(path.name)


def _is_russian(path: Path) -> bool:
    match = _NAME.fullmatch(path.name)
    return match is not None and match["side"].lower() == "ru"


def _other_code(side: str) -> str:
    """Return the code of the other language, in upper case if this one is."""
    code = other(side.lower())  # type: ignore[arg-type]  # the pattern allows only "ru" and "en"
    return code.upper() if side.isupper() else code
