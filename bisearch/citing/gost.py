"""GOST R 7.0.5-2008, bibliographic references: archival documents and electronic resources, in Russian."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.citing.dates import cited_date
from bisearch.notation.shelfmarks import archive_in_cyrillic

if TYPE_CHECKING:
    from bisearch.citing.parts import Cited
    from bisearch.model import Reference

# The abbreviations of the parts of a shelfmark, in the order in which they are written.
_PARTS = {"fond": "Ф.", "opis": "Оп.", "folder": "П.", "delo": "Д.", "document": "Док.", "list": "Л."}


def gost(cited: Cited) -> str:
    """Return the reference: title, translator, date, shelfmark, passage and address, as far as they are known."""
    document = cited.document
    title = document.title_ru or document.title or document.id
    author = f"{document.author.rstrip('.')}. " if document.author else ""
    translator = f" / пер. {document.translator}" if document.translator else ""
    head = f"{author}{title}{translator}"
    if date := cited_date(document, "ru"):
        head = f"{_stopped(head)} {date}"
    shelfmark = _shelfmark(document.reference) if document.reference is not None else ""
    source = " ".join(map(_stopped, filter(None, [document.publisher, shelfmark])))
    parts = [f"{head} // {source}" if source else _stopped(head)]
    if cited.passage is not None:
        parts.append(f"Фрагмент {cited.passage.number} ({cited.reference}).")
    if document.url:
        parts.append(f"URL: {document.url}")
    return " ".join(parts)


def _shelfmark(reference: Reference) -> str:
    """Return a shelfmark with Russian abbreviations and its numbers as written, or as written if it was not parsed."""
    numbers = [f"{word} {value}" for part, word in _PARTS.items() if (value := getattr(reference, part))]
    if not numbers or not reference.archive:
        return reference.text
    return ". ".join([archive_in_cyrillic(reference.archive), *numbers])


def _stopped(text: str) -> str:
    return text if not text or text.endswith((".", "?", "!")) else f"{text}."
