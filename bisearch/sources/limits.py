"""How much is taken of a document, and what it may hold, whatever file it is from."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bisearch.errors import SourceError

if TYPE_CHECKING:
    from bisearch.model import Document

# Of a text, in code points: half as much again as War and Peace.
MAX_TEXT = 5_000_000
# Of full stops and the like and of line ends in a text that is to be split and aligned.
MAX_STOPS = 300_000
# Of an id and of any other metadata, in code points.
MAX_ID = 500
MAX_METADATA = 100_000
_STOPS = ".!?…\n"
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_HALF_PAIR = re.compile("[\ud800-\udfff]")
_TEXTS = ("id", "title", "date", "url", "citation", "summary", "credits", "language")


def checked(document: Document, line: int | None = None) -> Document:
    """Return a document that keeps within the limits, its file's name in characters that can be stored.

    Args:
        document: as a reader made it.
        line: of its file, for messages.

    Raises:
        SourceError: it does not.
    """
    metadata = document.metadata
    fault = _fault(document)
    if fault is not None:
        raise SourceError(metadata.path, fault, line)
    return replace(document, metadata=replace(metadata, path=readable(metadata.path)))


def readable(name: str) -> str:
    """Return a file's name with replacement characters for the bytes that are no text."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _fault(document: Document) -> str | None:
    metadata = document.metadata
    if len(metadata.id) > MAX_ID:
        return f"an id of {len(metadata.id):,} characters, and it may have at most {MAX_ID:,}"
    if _CONTROL.search(metadata.id):
        return "the id holds a control character"
    values = {name: getattr(metadata, name) for name in _TEXTS}
    if metadata.reference is not None:
        values |= {f"reference {name}": getattr(metadata.reference, name) for name in metadata.reference.__slots__}
    for name, value in values.items():
        if len(value) > MAX_METADATA:
            return f"{name} has {len(value):,} characters, and it may have at most {MAX_METADATA:,}"
    texts = {"Russian text": document.text_ru or "", "English text": document.text_en or ""}
    for name, text in texts.items():
        if len(text) > MAX_TEXT:
            return f"the {name} has {len(text):,} characters, and it may have at most {MAX_TEXT:,}; divide it"
        if document.alignment is None and sum(map(text.count, _STOPS)) > MAX_STOPS:
            return f"the {name} has more than {MAX_STOPS:,} stops and line ends; divide it"
    broken = next((name for name, text in {**values, **texts}.items() if _HALF_PAIR.search(text)), None)
    return f"{broken} holds half a surrogate pair, which is no character" if broken else None
