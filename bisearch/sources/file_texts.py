"""The text of a file: decoded if it is plain text, converted if it is a form such as DOCX."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bisearch.conversion.forms import check_content, convert, form_of
from bisearch.decoding import read_document_text
from bisearch.errors import SourceError
from bisearch.sources.accounting import Notice, PassedOver
from bisearch.sources.page_folders import read_pages

if TYPE_CHECKING:
    from pathlib import Path

    from bisearch.places import TextPlaces


@dataclass(frozen=True, slots=True)
class FileText:
    """The text of one document of a file.

    Attributes:
        text: plain text, or Markdown if the file was converted.
        is_markdown: whether the file was converted, so that the text is Markdown whatever the file's name.
        values: metadata that the file has outside its text.
        left_out: text of the file that is not in `text`.
        name: distinguishes the document from the others in its file; empty if the file is one document.
        places: the pages of the text and the places of its words; None if the form has no pages.
        notices: what the owner of the file should know, and an error for each page that could not be read.
    """

    text: str
    is_markdown: bool = False
    values: dict[str, Any] = field(default_factory=dict)
    left_out: tuple[PassedOver, ...] = ()
    name: str = ""
    places: TextPlaces | None = None
    notices: tuple[Notice | SourceError, ...] = ()


def read_file_texts(path: Path, encoding: str | None = None) -> list[FileText]:
    """Return the texts of the documents of a file.

    Args:
        path: plain text, any form that `bisearch.conversion` reads, or a folder of pages.
        encoding: its encoding; None detects it.

    Raises:
        SourceError: the file cannot be read, or is of another form than its name says.
        OSError: the file cannot be opened.
    """
    if path.is_dir():
        texts = [_text_of_pages(path, encoding)]
    elif form_of(path) is None:
        check_content(path, None)
        return [FileText(read_document_text(path, encoding))]
    else:
        texts = [
            FileText(
                each.text,
                is_markdown=True,
                values=each.values,
                left_out=tuple(PassedOver(str(path), 0, 0, 0, reason, text) for reason, text in each.left_out),
                name=each.name,
                places=each.places,
                notices=tuple(Notice(str(path), text) for text in each.notices),
            )
            for each in convert(path, encoding)
        ]
    if not any(text.text.strip() for text in texts):
        raise SourceError(str(path), "no text; if it holds pictures of pages, recognize their text first (OCR)")
    return texts


def read_file_text(path: Path, encoding: str | None = None) -> FileText:
    """Return the text of a file that holds one document; arguments and errors as in `read_file_texts`."""
    texts = read_file_texts(path, encoding)
    if len(texts) > 1:
        raise SourceError(str(path), f"it holds {len(texts):,} documents, so it cannot be one text of a pair")
    return texts[0]


def _text_of_pages(folder: Path, encoding: str | None) -> FileText:
    pages = read_pages(folder, encoding)
    notices = tuple(Notice(str(file), text) for file, text in pages.notices)
    left_out = tuple(PassedOver(str(file), 0, 0, 0, reason, text) for file, (reason, text) in pages.left_out)
    return FileText(
        pages.text, is_markdown=True, left_out=left_out, places=pages.places, notices=(*notices, *pages.errors)
    )
