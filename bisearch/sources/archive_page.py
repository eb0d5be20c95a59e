"""An archive's web page saved as Markdown or plain text: metadata, then the text in one language and its translation.

`page_metadata` separates the metadata from the body, and `page_sides` divides the body between the languages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from bisearch.errors import SourceError
from bisearch.places import DocumentPlaces, move_places
from bisearch.sources.accounting import Account, Notice
from bisearch.sources.beside import read_metadata_beside
from bisearch.sources.document_values import describe, written
from bisearch.sources.file_texts import FileText, read_file_text, read_file_texts
from bisearch.sources.limits import check_document
from bisearch.sources.page_folders import stem_of
from bisearch.sources.page_metadata import PageMetadata, split_page
from bisearch.sources.page_sides import MAX_MISFIT, Sides, divide

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bisearch.places import Piece, TextPlaces
    from bisearch.sources.accounting import PassedOver

from bisearch.model import Document


class OneLanguagePage(NamedTuple):
    """One file of a pair.

    Attributes:
        values: the metadata at its head and its tail, as `describe` takes it.
        text: its body.
        passed_over: its text that is in neither.
        places: the pages of its body and the places of its words; None if its form has no pages.
        notices: what the owner of the file should know, and an error for each page that could not be read.
    """

    values: dict[str, Any]
    text: str
    passed_over: list[PassedOver]
    places: TextPlaces | None = None
    notices: tuple[Notice | SourceError, ...] = ()


def read_page(path: Path, encoding: str | None = None) -> Iterator[Document | Notice | PassedOver | SourceError]:
    """Yield the document of a page, or each document of a file that holds several.

    Args:
        path: the file, or a folder of pages; its name without suffix becomes the document's id. NAME.json, if present,
            holds metadata that replaces that of the page.
        encoding: its encoding; None detects it.

    Raises:
        SourceError: the file cannot be read or has no text in either language.
    """
    beside = read_metadata_beside(path)
    for file_text in read_file_texts(path, encoding):
        yield from _page(file_text, path, beside)


def _page(
    file_text: FileText, path: Path, beside: dict[str, Any]
) -> Iterator[Document | Notice | PassedOver | SourceError]:
    text = file_text.text
    account = Account(text, str(path))
    found, body = split_page(text, account)
    sides = divide(body, text, account)
    if sides.ru is None and sides.en is None:
        raise SourceError(str(path), "no text in Russian or English")
    if sides.misplaced > MAX_MISFIT:
        share = f"{sides.misplaced:.0%} of the letters are in the script of the other language"
        yield Notice(str(path), f"the two languages could not be separated: {share}; save each in its own file")
    id_ = f"{stem_of(path)}-{file_text.name}" if file_text.name else stem_of(path)
    values = {"id": id_, **_with_fields(file_text.values, found), **beside}
    metadata = describe(values, path, is_citation_read=True)
    passed_over = list(account.close())
    yield check_document(Document(metadata, sides.ru, sides.en, places=_places(file_text, sides)))
    yield from file_text.notices
    yield from passed_over
    yield from file_text.left_out


def read_one_language_page(path: Path, encoding: str | None = None) -> OneLanguagePage:
    """Read a Markdown page, or a form such as DOCX, that is one file of a pair, e.g. NAME.ru.md.

    Raises:
        SourceError: the file cannot be read.
    """
    file_text = read_file_text(path, encoding)
    account = Account(file_text.text, str(path))
    found, body = split_page(file_text.text, account)
    for block in body:
        for span in block.excerpt.spans():
            account.take(*span)
    pieces: list[Piece] = []
    offset = 0
    for block in body:
        pieces += block.excerpt.pieces(offset)
        offset += len(block.text) + 2
    page = _one_language(file_text, found, "\n\n".join(block.text for block in body), account)
    places = move_places(file_text.places, pieces) if file_text.places is not None else None
    return page._replace(places=places, notices=file_text.notices)


def read_one_language_text(path: Path, encoding: str | None = None) -> OneLanguagePage:
    """Read a text that is one file of a pair, e.g. NAME.ru.txt; its body is kept as it is.

    Raises:
        SourceError: the file cannot be read.
    """
    file_text = read_file_text(path, encoding)
    text = file_text.text
    account = Account(text, str(path))
    found, body = split_page(text, account)
    if not found.values and not found.fields:
        return OneLanguagePage({}, text, [])
    lines = [line for block in body for line in block.lines]
    start, end = (lines[0][0], lines[-1][1]) if lines else (0, 0)
    if body:
        start = next(body[0].excerpt.spans())[0]
    account.take(start, end)
    return _one_language(file_text, found, text[start:end], account)


def _places(file_text: FileText, sides: Sides) -> DocumentPlaces | None:
    if file_text.places is None:
        return None
    ru, en = (move_places(file_text.places, pieces) for pieces in (sides.pieces_ru, sides.pieces_en))
    return DocumentPlaces(ru if sides.ru is not None else None, en if sides.en is not None else None)


def _one_language(file_text: FileText, found: PageMetadata, text: str, account: Account) -> OneLanguagePage:
    passed_over = [*account.close(), *file_text.left_out]
    return OneLanguagePage(_with_fields(file_text.values, found), text, passed_over)


def _with_fields(values: dict[str, Any], found: PageMetadata) -> dict[str, Any]:
    """Return the metadata of a file, replaced by what its page says; a replaced value becomes a custom field."""
    replaced = {
        f"{name} of the file": text
        for name, text in ((name, written(value)) for name, value in values.items())
        if isinstance(text, str) and name in found.values and not _is_in(text, found.values[name])
    }
    return {**values, **found.values, "fields": {**values.get("fields", {}), **replaced, **found.fields}}


def _is_in(value: str, other: str) -> bool:
    """Return whether a value is in another one, whatever their letter case and whitespace."""
    value, other = (" ".join(each.lower().split()) for each in (value, other))
    return value in other
