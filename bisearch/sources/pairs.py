"""Documents from two files, one per language: plain texts, and Moses files with one sentence per line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bisearch.conversion.forms import form_of
from bisearch.decoding import read_document_text
from bisearch.errors import SourceError
from bisearch.notation.scripts import cyrillic_share
from bisearch.places import DocumentPlaces
from bisearch.sources.archive_page import OneLanguagePage, read_one_language_page, read_one_language_text, read_page
from bisearch.sources.beside import read_metadata_beside
from bisearch.sources.document_values import make_document, written
from bisearch.sources.grouping import LINE_SUFFIXES, FileGroup, TextPair
from bisearch.sources.page_folders import page_files, stem_of
from bisearch.sources.translation_units import join_units

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from bisearch.model import Document
    from bisearch.sources.accounting import Notice, PassedOver

# A text in a marked folder belongs to a pair if at least this share of its letters is of the right script.
MIN_PURITY = 0.8


def is_text(path: Path) -> bool:
    """Return whether a file, or a folder of pages, can be one text of a pair."""
    if path.is_dir():
        return bool(page_files(path))
    return path.suffix.lower() in {".txt", ".md"} or form_of(path) is not None


def read_text_of_pair(path: Path, encoding: str | None = None) -> OneLanguagePage:
    """Read one text of a pair; see `read_one_language_text` and `read_one_language_page`."""
    read = read_one_language_text if path.suffix.lower() == ".txt" else read_one_language_page
    return read(path, encoding)


def read_plain_text(path: Path, encoding: str | None = None) -> str:
    """Return the text of a file in one language: plain text as it is, a form such as DOCX without its markup.

    Raises:
        SourceError: the file cannot be read.
    """
    return read_document_text(path, encoding) if form_of(path) is None else read_text_of_pair(path, encoding).text


def read_group(group: FileGroup, encoding: str | None = None) -> Iterator[Document | Notice | PassedOver | SourceError]:
    """Yield the documents of a group of at least one pair.

    Args:
        group: several pairs are documents with one original; each takes the metadata of the first for what its own
            lacks.
        encoding: the encoding of all files; None detects that of each.

    Raises:
        SourceError: a file cannot be read or is not in the language that its name says.
    """
    shared: dict[str, Any] = {}
    alone: dict[Path, None] = {}
    for pair in group.pairs:
        if pair.first.suffix.lower() in LINE_SUFFIXES and not pair.first.is_dir():
            yield _line_document(pair.first, pair.second, pair.stem, pair.path, encoding)
            continue
        pages = [read_text_of_pair(file, encoding) for file in pair[:2]]
        texts = [page.text for page in pages]
        shares = [cyrillic_share(text) for text in texts]
        if not _are_two_languages(pair, *shares):
            alone |= dict.fromkeys(pair[:2])
            continue
        if not (pair.are_languages_known or shares[0] > shares[1]):
            pages.reverse()
        own = {**_joined(page.values for page in pages), **_metadata(pair)}
        for page in pages:
            yield from page.passed_over
            yield from page.notices
        places = DocumentPlaces(pages[0].places, pages[1].places)
        yield make_document({**shared, "id": pair.stem, **own}, pages[0].text, pages[1].text, pair.path, places=places)
        shared = shared or {name: value for name, value in own.items() if name != "id"}
    for file in alone:
        yield from read_page(file, encoding)


def read_marked_text(path: Path, encoding: str | None = None) -> Iterator[Document | Notice | PassedOver | SourceError]:
    """Yield the document of NAME.ru.txt, NAME.en.docx or the like without the other.

    Args:
        path: the file. NAME.json, if present, holds the metadata.
        encoding: its encoding; None detects it.

    Raises:
        SourceError: the file cannot be read or is in the other language.
    """
    name, _, side = stem_of(path).rpartition(".")
    page = read_text_of_pair(path, encoding)
    values = {"id": name, **page.values, **read_metadata_beside(path, name)}
    if side.lower() == "ru":
        yield make_document(values, page.text, None, path, places=DocumentPlaces(ru=page.places))
    else:
        yield make_document(values, None, page.text, path, places=DocumentPlaces(en=page.places))
    yield from page.notices
    yield from page.passed_over


def read_line_file(path: Path, encoding: str | None = None) -> Iterator[Document]:
    """Yield the document of NAME.ru or NAME.en without the other.

    Args:
        path: the file.
        encoding: its encoding; None detects it.

    Raises:
        SourceError: the file cannot be read or is in the other language.
    """
    ru, en = (path, None) if LINE_SUFFIXES[path.suffix.lower()] == "ru" else (None, path)
    yield _line_document(ru, en, path.stem, path, encoding)


def metadata_files(group: FileGroup) -> set[Path]:
    """Return the files that hold the metadata of a group's documents, whether or not they exist."""
    if group.path.suffix.lower() == ".json":
        return set()
    found = set() if group.pairs else {group.path.with_name(f"{stem_of(group.path)}.json")}
    found |= {file.with_name(f"{pair.stem}.json") for pair in group.pairs for file in pair[:2]}
    name, _, side = stem_of(group.path).rpartition(".")
    return found | ({group.path.with_name(f"{name}.json")} if side.lower() in {"ru", "en"} else set())


def _are_two_languages(pair: TextPair, first: float, second: float) -> bool:
    """Return whether two texts with these shares of Cyrillic letters can be one document.

    Marked folders may also hold complete documents, and an original and its translation may both be in one language. A
    file whose own name has the wrong language is an error, which `make_document` reports.
    """
    if pair.is_marked_by_folder and not (min(first, second) < 1 - MIN_PURITY and max(first, second) > MIN_PURITY):
        return False
    if pair.are_languages_known:
        return not pair.is_marked_by_folder or first > second
    return (first > 0.5) != (second > 0.5)


def _joined(values: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Return the values of an original and its translation; of two different ones, the second is a custom field."""
    joined: dict[str, Any] = {"fields": {}}
    for each in values:
        for name, value in each.items():
            if name == "fields":
                joined["fields"] |= {
                    f"{key} 2" if key in joined["fields"] else key: text for key, text in value.items()
                }
            elif name == "title" and joined.get("title", value) != value:
                is_russian = cyrillic_share(joined["title"]) > 0.5
                joined |= {"title": value, "title_ru": joined["title"]} if is_russian else {"title_ru": value}
            elif joined.setdefault(name, value) != value:
                joined["fields"][f"{name} 2"] = written(value)
    return joined


def _metadata(pair: TextPair) -> dict[str, Any]:
    """Return the metadata beside the files of a pair; that beside the first file comes first."""
    return {
        **read_metadata_beside(pair.second, pair.stem),
        **read_metadata_beside(pair.first, pair.stem),
    }


def _line_document(ru: Path | None, en: Path | None, stem: str, path: Path, encoding: str | None) -> Document:
    lines_ru, lines_en = (
        read_document_text(file, encoding).removesuffix("\n").split("\n") if file is not None else None
        for file in (ru, en)
    )
    if lines_ru is not None and lines_en is not None and en is not None and len(lines_ru) != len(lines_en):
        line = min(len(lines_ru), len(lines_en)) + 1
        raise SourceError(str(path), f"{len(lines_ru):,} lines, but {en.name} has {len(lines_en):,}", line)
    count = len(lines_ru or lines_en or ())
    text_ru, text_en, alignment = join_units(list(zip(lines_ru or [""] * count, lines_en or [""] * count, strict=True)))
    values = {"id": stem, **read_metadata_beside(path, stem)}
    return make_document(values, text_ru, text_en, path, alignment=alignment)
