"""The Chicago Manual of Style, 17th edition, notes and bibliography: unpublished documents (14.221-14.231)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.citing.dates import cited_date
from bisearch.citing.parts import surname_first, title_of

if TYPE_CHECKING:
    from bisearch.citing.parts import Cited


def chicago(cited: Cited) -> str:
    """Return the note and the bibliography entry, in two paragraphs."""
    return f"{chicago_note(cited)}\n\n{chicago_bibliography(cited)}"


def chicago_note(cited: Cited) -> str:
    """Return the note."""
    document = cited.document
    translator = f"trans. {document.translator}" if document.translator else ""
    shelfmark = document.reference.text if document.reference is not None else ""
    rest = [cited_date(document, "en"), shelfmark, translator, document.publisher, cited.place, document.url]
    after = ", ".join(filter(None, rest))
    author = f"{document.author}, " if document.author else ""
    title = _quoted(title_of(document), "," if after else ".")
    return f"{author}{title} {after.rstrip('.')}." if after else f"{author}{title}"


def chicago_bibliography(cited: Cited) -> str:
    """Return the entry of the bibliography, which names the whole document."""
    document = cited.document
    parts = [
        surname_first(document.author),
        _quoted(title_of(document), "."),
        _capitalized(cited_date(document, "en")),
        document.reference.text if document.reference is not None else "",
        f"Translated by {document.translator}" if document.translator else "",
        document.publisher,
        document.url,
    ]
    return " ".join(part if part.endswith((".", ".”", "?”", "!”")) else f"{part}." for part in parts if part)


def _capitalized(text: str) -> str:
    return text[:1].upper() + text[1:]


def _quoted(title: str, stop: str) -> str:
    """Return a title in quotation marks, with the punctuation that follows it inside."""
    inner = title.translate({ord("“"): "‘", ord("”"): "’"})
    while '"' in inner:
        inner = inner.replace('"', "‘", 1).replace('"', "’", 1)
    return f"“{inner}”" if inner.endswith(("?", "!", stop)) else f"“{inner}{stop}”"
