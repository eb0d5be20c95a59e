"""The table of forms, and the conversion of a file by its suffix, checked against its content."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from bisearch.conversion.content import content_of
from bisearch.errors import SourceError

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


FORMS: tuple[Form, ...] = (
    Form(
        "HTML", (".html", ".htm", ".xhtml"), "html",
        "paragraphs, headings, lists, tables; notes that a link leads to follow the paragraph; title, author, date;"
        " scripts, hidden and deleted text are reported",
    ),
)  # fmt: skip


def form_of(path: Path) -> Form | None:
    """Return the form of a file, by its name; None for other files, plain text included."""
    name = path.name.lower()
    return next((form for form in FORMS if name.endswith(form.suffixes)), None)


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
        raise SourceError(str(path), "unsupported file format")
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
