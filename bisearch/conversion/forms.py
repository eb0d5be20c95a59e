"""The table of forms, and the conversion of a file by its suffix, checked against its content."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from bisearch.conversion.content import content_of
from bisearch.conversion.remedies import remedy_for
from bisearch.errors import SourceError
from bisearch.regular_files import open_regular

if TYPE_CHECKING:
    from pathlib import Path

    from bisearch.conversion.converted import ConvertedText

TO_INSTALL = "pip install 'bisearch-archive[documents]'"


@dataclass(frozen=True, slots=True)
class Form:
    """A form of file and its converter.

    Attributes:
        name: the form's name, as `content.content_of` gives it.
        suffixes: the ends of its files' names in lower case, the usual one first.
        module: the module of this room with the function ``convert(path, encoding)``, which returns a list of
            `ConvertedText` and raises `SourceError` if the file cannot be read. It is imported for the first file of
            the form, because it needs the extra ``documents``.
        kept: what is kept of the form, in one line, for documentation.
    """

    name: str
    suffixes: tuple[str, ...]
    module: str
    kept: str


_WORD_PROCESSOR = (
    "paragraphs, headings, list numbers, tables, text boxes, inserted text; footnotes and endnotes follow their"
    " paragraph; title, subject, keywords, added properties; headers, footers, comments, deleted and hidden text are"
    " reported"
)
_BOOK = "chapters in reading order, headings, tables; notes follow their paragraph; the book's description"
_SCAN = "lines in the order of reading; page numbers, names of images and the place of each word"

FORMS: tuple[Form, ...] = (
    Form("DOCX", (".docx", ".docm"), "docx", _WORD_PROCESSOR),
    Form("ODT", (".odt", ".fodt"), "odt", _WORD_PROCESSOR),
    Form("RTF", (".rtf",), "rtf", _WORD_PROCESSOR),
    Form(
        "HTML", (".html", ".htm", ".xhtml"), "html",
        "paragraphs, headings, list numbers, tables; notes that a link leads to follow their paragraph; title and"
        " `meta` elements; scripts, forms, hidden and deleted text are reported",
    ),
    Form("EPUB", (".epub",), "epub", _BOOK),
    Form(
        "TEI", (".xml", ".tei"), "tei",
        "a volume with divisions of the type `document`: one document for each, with title, date, place and source, its"
        " section and its volume; a corpus: one for each text; any other file: one document; a `sourceDoc` is the"
        " text if there is no `text`; notes follow their"
        " paragraph; the header",
    ),
    Form("FB2", (".fb2", ".fb2.zip"), "fb2", _BOOK),
    Form("SRT", (".srt",), "srt", "the text of each cue as a paragraph, without numbers, times and styles"),
    Form(
        "PDF", (".pdf",), "pdf",
        "the text layer, page by page; page numbers and the place of each word; title, subject, keywords; pages without"
        " text are reported",
    ),
    Form("hOCR", (".hocr", ".html", ".htm"), "hocr", _SCAN),
    Form("ALTO", (".xml", ".alto"), "alto", _SCAN),
    Form("PAGE XML", (".xml", ".page"), "page_xml", f"{_SCAN}; the text of lines is taken before that of words"),
    Form("FineReader XML", (".xml",), "abbyy", _SCAN),
)  # fmt: skip


def form_of(path: Path) -> Form | None:
    """Return the form of a file; None for other files, plain text included.

    It is found by the file's name; among several forms with that suffix, and for XML, by the file's content.
    """
    found = [form for form in FORMS if path.name.lower().endswith(form.suffixes)]
    if len(found) < 2 and path.suffix.lower() != ".xml":
        return found[0] if found else None
    content = content_of(path) if path.exists() else None
    if content is None and path.suffix.lower() != ".xml":
        return found[0]
    return next((form for form in found if content is not None and form.name == content.name), None)


def convert(path: Path, encoding: str | None = None) -> list[ConvertedText]:
    """Return the documents of a file.

    Args:
        path: a file for which `form_of` returns a form.
        encoding: its encoding, for forms that do not name their own; None detects it.

    Raises:
        SourceError: the file cannot be read, is another form than its name says, or the extra ``documents`` is not
            installed.
    """
    form = form_of(path)
    if form is None:
        raise SourceError(str(path), unsupported_reason(path))
    with open_regular(path) as file:
        if not file.read(1):
            raise SourceError(str(path), "empty")
    check_content(path, form)
    try:
        module = import_module(f"bisearch.conversion.{form.module}")
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("bisearch"):
            raise
        raise SourceError(str(path), f"{form.name} files need {error.name}; install it: {TO_INSTALL}") from error
    texts: list[ConvertedText] = module.convert(path, encoding)
    return texts


def check_content(path: Path, form: Form | None) -> None:
    """Raise `SourceError` if a file's content is of another form than its name says.

    Args:
        path: the file.
        form: the form by its name; None for plain text.
    """
    found = content_of(path)
    if found is None or (form is not None and found.name == form.name):
        return
    raise SourceError(str(path), f"{path.name} is {found.described}; {found.remedy(path)}")


def unsupported_reason(path: Path) -> str:
    """Return why a file of a form that is not read is left out, and what to do with it."""
    found = content_of(path)
    if found is not None and found.suffix != path.suffix.lower():
        return f"{path.name} is {found.described}; {found.remedy(path)}"
    kind = f"{found.name} files are" if found is not None else "this file format is"
    return f"{kind} not supported; {remedy_for(path) or 'save it as text'}"
