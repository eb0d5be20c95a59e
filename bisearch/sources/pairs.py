"""Pairs of files, one for each language: plain texts, and Moses files with one sentence a line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bisearch.errors import SourceError
from bisearch.model import other
from bisearch.sources.archive_page import read_page
from bisearch.sources.decoding import read_text
from bisearch.sources.document_values import make_document
from bisearch.sources.limits import readable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bisearch.model import Document
from bisearch.sources.document_values import parse_record
from bisearch.sources.translation_units import join_units

# The name of one file of a pair: whose it is, in which language, and how that is marked.
_NAME = re.compile(r"(?P<stem>.+)(?P<joint>[._-])(?P<side>ru|en)(?P<suffix>\.txt|(?<=\.ru|\.en))", re.IGNORECASE)


def read_text_pair(path: Path, encoding: str | None = None) -> Iterator[Document]:
    """Yield the one document of NAME.ru.txt and NAME.en.txt.

    Args:
        path: either of the two; the other may be missing. NAME.json, where there is one, holds the metadata.
        encoding: of both texts; None detects each one's.

    Raises:
        SourceError: a file cannot be read, or holds the other language.
    """
    ru, en, stem = _pair(path)
    text_ru, text_en = (read_text(file, encoding) if file is not None else None for file in (ru, en))
    values: dict[str, Any] = {"id": readable(stem)}
    about = path.with_name(f"{stem}.json")
    if about.exists():
        values |= parse_record(read_text(about, "utf-8-sig"), about)
    yield make_document(values, text_ru, text_en, path)


def read_loose_pair(path: Path, encoding: str | None = None) -> Iterator[Document]:
    """Yield the one document of NAME_ru.txt and NAME_en.txt, or of the one of them that is there, an archive's page.

    Args and errors are those of `read_text_pair` and `read_page`.
    """
    return read_page(path, encoding) if counterpart(path) is None else read_text_pair(path, encoding)


def read_line_pair(path: Path, encoding: str | None = None) -> Iterator[Document]:
    """Yield the one document of NAME.ru and NAME.en, whose lines translate each other.

    Args:
        path: either of the two; the other may be missing.
        encoding: of both files; None detects each one's.

    Raises:
        SourceError: a file cannot be read, holds the other language, or has more lines than the other.
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
    yield make_document({"id": readable(stem)}, text_ru, text_en, path, alignment=alignment)


def stem_of(name: str) -> str:
    """Return what the names of both files of a pair begin with; empty for a name that is of none."""
    match = _NAME.fullmatch(name)
    return match["stem"] if match else ""


def counterpart(path: Path) -> Path | None:
    """Return the other file of a pair, its mark in the case of this one's, or small or capital; None if not there."""
    match = _NAME.fullmatch(path.name)
    if match is None:
        return None
    mark = match["joint"] + _swapped(match["side"]) + match["suffix"]
    names = (match["stem"] + each for each in (mark, mark.lower(), mark.upper()))
    return next((file for file in map(path.with_name, names) if file.exists()), None)


def first_of_pair(path: Path) -> Path:
    """Return the Russian file of a pair where it is there, or else the file itself."""
    second = counterpart(path)
    return path if second is None or _is_russian(path) else second


def _pair(path: Path) -> tuple[Path | None, Path | None, str]:
    second = counterpart(path)
    ru, en = (path, second) if _is_russian(path) else (second, path)
    return ru, en, stem_of(path.name)


def _is_russian(path: Path) -> bool:
    match = _NAME.fullmatch(path.name)
    return match is not None and match["side"].lower() == "ru"


def _swapped(side: str) -> str:
    """Return the mark of the other language, in capitals where this one is."""
    swapped = other(side.lower())  # type: ignore[arg-type]  # one of both, as the pattern says
    return swapped.upper() if side.isupper() else swapped
