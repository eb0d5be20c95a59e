"""The records that pass between the stages: documents, sentences, beads, passages.

All are frozen and hold no behaviour beyond what follows from their own fields. Offsets are half-open ranges of code
points. The two sides are called by their language codes, ``"ru"`` and ``"en"``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

Side: TypeAlias = Literal["ru", "en"]
SIDES: tuple[Side, Side] = ("ru", "en")


def other(side: Side) -> Side:
    """Return the opposite side."""
    return "en" if side == "ru" else "ru"


class Sentence(NamedTuple):
    """A half-open span of code points in one side's text; ``text[start:end]`` is the sentence, blanks trimmed."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the sentence as it stands in `text`."""
        return text[self.start : self.end]


class Bead(NamedTuple):
    """One alignment link: n Russian sentences with m English ones.

    Attributes:
        ru: ascending indexes of Russian sentences; may be empty, and may skip a sentence where stamps cross.
        en: the same for English; never empty together with `ru`.
        confidence: in [0, 1], the aligner's estimate that the link is exactly right; 1 where it was given.
    """

    ru: tuple[int, ...]
    en: tuple[int, ...]
    confidence: float = 1.0


class Alignment(NamedTuple):
    """Two texts' sentences and the beads that link them.

    Every sentence of either side is in exactly one bead; beads are ordered by their first Russian sentence, those
    without one standing where their English neighbours put them.
    """

    sentences_ru: tuple[Sentence, ...]
    sentences_en: tuple[Sentence, ...]
    beads: tuple[Bead, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """An archival shelfmark as Russian archives write it.

    Attributes:
        text: the reference as the source has it.
        archive: short name of the archive, e.g. ``"RGASPI"``; empty where unknown, as are the others.
        fond: collection number.
        opis: inventory number.
        delo: file number.
        list: leaf or leaves.
    """

    text: str
    archive: str = ""
    fond: str = ""
    opis: str = ""
    delo: str = ""
    list: str = ""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of a document beside its texts.

    Attributes:
        id: unique within an index; never used as a path.
        title: as the source has it.
        date: ISO 8601 with the precision known: ``1946``, ``1946-11`` or ``1946-11-20``; empty where unknown.
        reference: archival shelfmark.
        url: where the original is published.
        citation: as the source has it.
        summary: as the source has it.
        credits: as the source has it.
        language: original language as the source names it.
        path: the file it was read from.
    """

    id: str
    title: str = ""
    date: str = ""
    reference: Reference | None = None
    url: str = ""
    citation: str = ""
    summary: str = ""
    credits: str = ""
    language: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One archival item.

    Attributes:
        metadata: see `Metadata`.
        text_ru: the Russian text, None where there is none. Paragraphs are parted by blank lines.
        text_en: the English text, likewise; at least one of the two is there.
        alignment: where the source gives it (line-aligned pairs, translation memories); None where it is to be found.
    """

    metadata: Metadata
    text_ru: str | None
    text_en: str | None
    alignment: Alignment | None = field(default=None, repr=False)

    def text(self, side: Side) -> str | None:
        """Return one side's text."""
        return self.text_ru if side == "ru" else self.text_en


class PassageText(NamedTuple):
    """One side of a passage.

    Attributes:
        text: its sentences as they stand in the document, those that do not adjoin joined by a line break.
        sentences: where they stand in the document's text.
        opens_paragraph: True where the first of them begins a paragraph.
    """

    text: str
    sentences: tuple[Sentence, ...]
    opens_paragraph: bool = False


class Passage(NamedTuple):
    """What is indexed and returned: one bead with its texts.

    Attributes:
        number: place in the document, from 1.
        ru: the Russian text; None where the bead has none, as for `en`.
        en: the English text.
        confidence: the bead's, in [0, 1].
    """

    number: int
    ru: PassageText | None
    en: PassageText | None
    confidence: float = 1.0

    def side(self, side: Side) -> PassageText | None:
        """Return one side."""
        return self.ru if side == "ru" else self.en
