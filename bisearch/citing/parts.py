"""The parts of a citation that several styles write alike."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from bisearch.model import Metadata, Passage, Reference

# A name that begins with initials, in either script: A. P. Vershinin. Its last word is the surname.
_INITIALS_FIRST = re.compile(r"((?:[^\W\d_]{1,2}\.\s?)+(?:(?:von|van|de|der|la|фон|де)\s)?)([^\W\d_][\w'’-]+)")


class Cited(NamedTuple):
    """A document or a passage to cite.

    Attributes:
        document: the metadata of the document.
        passage: the passage; None cites the whole document.
        reference: the permanent reference to the passage; empty for a whole document.
    """

    document: Metadata
    passage: Passage | None = None
    reference: str = ""

    @property
    def place(self) -> str:
        """The passage in words: ``passage 9 (cable-641/9-k7f2q)``; empty for a whole document."""
        return f"passage {self.passage.number} ({self.reference})" if self.passage is not None else ""


def title_of(document: Metadata) -> str:
    """Return the title of a document, or its id if it has none."""
    return document.title or document.title_ru or document.id


def location_in_archive(reference: Reference) -> str:
    """Return a shelfmark as written, without the name of the archive that it begins with."""
    return reference.text.removeprefix(reference.archive).lstrip(" ,.;:") if reference.archive else reference.text


def note_on_original(cited: Cited) -> str:
    """Return what is known of the original and has no field of its own in bibliographies; empty if nothing is.

    It names the original's language and its Russian title, who contributed it, and the passage with its two sides.
    """
    document = cited.document
    title = document.title_ru if document.title_ru != title_of(document) else ""
    original = f"Original in {document.language}" if document.language else "Original title" if title else ""
    original = ": ".join(filter(None, [original, title]))
    parts = [original, f"Contributed by {document.contributor}" if document.contributor else "", _quoted(cited)]
    return ". ".join(part.rstrip(".") for part in parts if part)


def surname_first(name: str) -> str:
    """Return a name with the surname first if it begins with initials, and else as written."""
    found = _INITIALS_FIRST.fullmatch(name)
    return f"{found[2]}, {found[1].strip()}" if found is not None else name


def _quoted(cited: Cited) -> str:
    if cited.passage is None:
        return ""
    sides = [(cited.passage.ru, "«{}»"), (cited.passage.en, "“{}”")]
    texts = [form.format(" ".join(side.text.split())) for side, form in sides if side is not None]
    return f"{cited.place[0].upper()}{cited.place[1:]}: {' = '.join(texts)}"
