"""Limits on documents from files of any format: sizes and permitted characters."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bisearch.errors import SourceError
from bisearch.model import MAX_METADATA

if TYPE_CHECKING:
    from bisearch.model import Document

# Longest text, in code points: one and a half times War and Peace.
MAX_TEXT = 5_000_000
# Most sentence-ending characters, line ends included, in a text without a given alignment.
MAX_STOPS = 300_000
# Longest id, in code points.
MAX_ID = 500
_STOPS = ".!?…\n"
_CONTROL_CHARACTER = re.compile("[\x00-\x1f\x7f-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_METADATA_TEXTS = (
    "id", "title", "title_ru", "date", "date_text", "place", "author", "recipient", "translator", "contributor",
    "publisher", "url", "citation", "summary", "credits", "language",
)  # fmt: skip


def check_document(document: Document, line: int | None = None) -> Document:
    """Check a document against the limits and return it with a path that can be stored.

    Args:
        document: a reader's result.
        line: its line in the file, for messages.

    Raises:
        SourceError: it exceeds a limit or holds a character that is not permitted.
    """
    metadata = document.metadata
    reason = _violation(document)
    if reason is not None:
        raise SourceError(metadata.path, reason, line)
    return replace(document, metadata=replace(metadata, path=replace_undecodable(metadata.path)))


def replace_undecodable(name: str) -> str:
    """Return a file name with U+FFFD in place of bytes that are not text."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _violation(document: Document) -> str | None:
    """Return the reason why a document is refused; None if it is accepted."""
    metadata = document.metadata
    if len(metadata.id) > MAX_ID:
        return f"the id has {len(metadata.id):,} characters; the limit is {MAX_ID:,}"
    if _CONTROL_CHARACTER.search(metadata.id):
        return "the id contains a control character"
    values = {name: getattr(metadata, name) for name in _METADATA_TEXTS}
    values |= metadata.fields
    if metadata.reference is not None:
        values |= {f"reference {name}": getattr(metadata.reference, name) for name in metadata.reference.__slots__}
    for name, value in values.items():
        if len(value) > MAX_METADATA:
            return f"{name} has {len(value):,} characters; the limit is {MAX_METADATA:,}"
    texts = {"Russian text": document.text_ru or "", "English text": document.text_en or ""}
    for name, text in texts.items():
        if len(text) > MAX_TEXT:
            return f"the {name} has {len(text):,} characters; the limit is {MAX_TEXT:,}; split the document"
        if document.alignment is None and sum(map(text.count, _STOPS)) > MAX_STOPS:
            return f"the {name} has more than {MAX_STOPS:,} sentence and line ends; split the document"
    broken = next((name for name, text in {**values, **texts}.items() if _SURROGATE.search(text)), None)
    return f"{broken} contains half a surrogate pair, which is not a character" if broken else None
