"""The records that pass between the stages: documents, sentences, beads, passages.

All are immutable, and their methods only read their own fields. Offsets are half-open ranges of code points. The two
sides are named by their language codes, ``"ru"`` and ``"en"``.
"""

from __future__ import annotations

import datetime
from dataclasses import asdict, dataclass, field
from dataclasses import fields as dataclass_fields
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias, TypedDict, Unpack

from bisearch.validation import check_keywords, check_types

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bisearch.places import DocumentPlaces, PageNumber

Side: TypeAlias = Literal["ru", "en"]
SIDES: tuple[Side, Side] = ("ru", "en")
# Longest value of metadata other than the id, in code points.
MAX_METADATA = 100_000


def other(side: Side) -> Side:
    """Return the opposite side."""
    return "en" if side == "ru" else "ru"


class Sentence(NamedTuple):
    """The half-open span of a sentence, without the whitespace around it: ``text[start:end]`` is the sentence."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the sentence's part of `text`."""
        return text[self.start : self.end]


class Bead(NamedTuple):
    """One alignment link: n Russian sentences with m English ones.

    Attributes:
        ru: ascending indexes of Russian sentences. May be empty, and may skip sentences that the other side has in
            another place.
        en: ascending indexes of English sentences, under the same rules; `ru` and `en` are never both empty.
        confidence: the aligner's estimate in [0, 1] that the link is exactly right; 1 for a link given by the source.
    """

    ru: tuple[int, ...]
    en: tuple[int, ...]
    confidence: float = 1.0


class Alignment(NamedTuple):
    """The sentences of two texts and the beads that link them.

    Every sentence of either side is in exactly one bead. Beads are ordered by their first Russian sentence; a bead
    without Russian sentences follows the order of its English neighbours.

    Attributes:
        sentences_ru: spans of the Russian sentences, ascending.
        sentences_en: spans of the English sentences, ascending.
        beads: links between the sentences, by their indexes.
    """

    sentences_ru: tuple[Sentence, ...]
    sentences_en: tuple[Sentence, ...]
    beads: tuple[Bead, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """An archival shelfmark as Russian archives write it.

    Attributes:
        text: the whole reference, exactly as written in the source.
        archive: short name of the archive, e.g. ``"RGASPI"``; empty if unknown.
        fond: collection number; empty if unknown.
        opis: inventory number; empty if unknown.
        folder: folder number (папка, порция); empty if unknown.
        delo: file number (дело, ед. хр.); empty if unknown.
        list: leaf or leaves; empty if unknown.
        document: document number (документ, перечень); empty if unknown.
    """

    text: str
    archive: str = ""
    fond: str = ""
    opis: str = ""
    folder: str = ""
    delo: str = ""
    list: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Metadata:
    """A document's description, without its texts.

    Fields other than `id` are empty, or None, if unknown.

    Attributes:
        id: unique within an index; never used as a path.
        title: as written in the source; the English title if there is one in each language.
        title_ru: the Russian title beside an English one.
        date: ISO 8601 with the known precision: ``1946``, ``1946-11`` or ``1946-11-20``; empty for any other date.
        date_text: the date exactly as written in the source.
        date_edtf: the date in EDTF (ISO 8601-2).
        date_earliest: the first day that may be meant, as ``YYYY-MM-DD``; empty if unknown or open.
        date_latest: the last day that may be meant, as ``YYYY-MM-DD``; empty if unknown or open.
        place: where the document was written.
        author: who wrote the document, as written in the source.
        recipient: to whom the document was addressed, as written in the source.
        translator: who translated the document, as written in the source.
        contributor: who gave the document to the archive or the collection, as written in the source.
        publisher: who published the document, as written in the source.
        reference: archival shelfmark.
        url: address where the original is published.
        citation: how to cite the document, as written in the source.
        summary: as written in the source.
        credits: translators and others, as written in the source.
        language: original language, as named in the source.
        fields: custom fields: their names and values, as written in the source and in its order.
        path: the file that the document was read from; empty for a document that a program gave.
    """

    id: str
    title: str = ""
    title_ru: str = ""
    date: str = ""
    date_text: str = ""
    date_edtf: str = ""
    date_earliest: str = ""
    date_latest: str = ""
    place: str = ""
    author: str = ""
    recipient: str = ""
    translator: str = ""
    contributor: str = ""
    publisher: str = ""
    reference: Reference | None = None
    url: str = ""
    citation: str = ""
    summary: str = ""
    credits: str = ""
    language: str = ""
    fields: dict[str, str] = field(default_factory=dict, hash=False)
    path: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return all fields by name, as in JSON; an unknown text is empty, an unknown reference None."""
        return asdict(self)

    def __repr__(self) -> str:
        known = [(each.name, getattr(self, each.name)) for each in dataclass_fields(self)]
        return f"Metadata({', '.join(f'{name}={value!r}' for name, value in known if value)})"


class Description(TypedDict, total=False):
    """Metadata of a document as text, besides its id, date, reference and custom fields; see `Metadata`."""

    title: str
    title_ru: str
    place: str
    author: str
    recipient: str
    translator: str
    contributor: str
    publisher: str
    url: str
    citation: str
    summary: str
    credits: str
    language: str


@dataclass(frozen=True, slots=True, init=False)
class Document:
    """One archival item, in one or both languages.

    Programs make documents by keywords, for `bisearch.build` and `IndexWriter.add`, which read the date and the
    reference and check everything else:

        Document(id="cable-1", text_ru="Смит вернулся.", text_en="Smith returned.", title="Cable",
                 date="20 ноября 1946", reference="ф. 72, оп. 3", fields={"box": "12"})

    Attributes:
        metadata: the document's description.
        text_ru: the Russian text, its paragraphs separated by blank lines; None if only the English text exists.
        text_en: the English text, its paragraphs separated by blank lines; None if only the Russian text exists.
        alignment: the alignment given by the source (line-aligned pairs, translation memories); None if the texts have
            yet to be aligned.
        line: the line of the file that the document begins on, from 1; None if the document is the whole file.
        passages: the whole document as pairs of a Russian and an English text that translate each other, in place of
            the two texts; an empty text is an omission.
        places: the pages of the texts and the places of their words on them; None if the source has no pages.
    """

    metadata: Metadata
    text_ru: str | None
    text_en: str | None
    alignment: Alignment | None = field(default=None, repr=False)
    line: int | None = field(default=None, repr=False, compare=False)
    passages: tuple[tuple[str, str], ...] | None = field(default=None, repr=False)
    places: DocumentPlaces | None = field(default=None, repr=False, compare=False)

    def __init__(  # noqa: PLR0913, PLR0917 -- the parts of a record
        self,
        metadata: Metadata | None = None,
        text_ru: str | None = None,
        text_en: str | None = None,
        alignment: Alignment | None = None,
        line: int | None = None,
        passages: Iterable[tuple[str, str]] | None = None,
        places: DocumentPlaces | None = None,
        *,
        id: str = "",  # noqa: A002 -- the name of the attribute
        date: str | datetime.date = "",
        reference: str | Reference | None = None,
        fields: Mapping[str, str] | None = None,
        **description: Unpack[Description],
    ) -> None:
        """Make a document of its metadata or of keywords.

        Args:
            metadata: the document's description; the keywords after `passages` in its place make one.
            text_ru: the Russian text.
            text_en: the English text.
            alignment: how the sentences of the two texts translate each other; None has them aligned.
            line: the line of the file that the document begins on.
            passages: pairs of a Russian and an English text, in place of `text_ru`, `text_en` and `alignment`.
            places: the pages of the texts and the places of their words on them.
            id: unique within an index.
            date: a date in any notation.
            reference: an archival shelfmark in any notation.
            fields: custom fields.
            **description: `title`, `author` and the other texts of `Metadata`.

        Raises:
            TypeError: a keyword is unknown, or has a value of the wrong type.
        """
        check_keywords(_KEYWORDS, description, "Document")
        given = {"id": id, "date": date, "reference": reference, "fields": fields, **description}
        if metadata is None:
            metadata = _described(given)
        elif any(given.values()):
            raise TypeError("Document takes metadata, or keywords such as id and title, not both")
        check_types("Metadata", Metadata, metadata=metadata)
        check_types("a text", str, text_ru=text_ru, text_en=text_en)
        check_types("an Alignment", Alignment, alignment=alignment)
        if passages is not None:
            if text_ru is not None or text_en is not None or alignment is not None:
                raise TypeError("Document takes passages, or text_ru, text_en and alignment, not both")
            passages = tuple(map(_pair, passages))
        values = (metadata, text_ru, text_en, alignment, line, passages, places)
        for name, value in zip(self.__slots__, values, strict=True):
            object.__setattr__(self, name, value)

    def text(self, side: Side) -> str | None:
        """Return one side's text; None if the document lacks that side."""
        return self.text_ru if side == "ru" else self.text_en

    def __repr__(self) -> str:
        sizes = (f", {side} {len(text):,} characters" for side in SIDES if (text := self.text(side)))
        given = f", {len(self.passages):,} passages" if self.passages is not None else ""
        return f"<Document {self.metadata.id!r}{''.join(sizes)}{given}>"


_KEYWORDS = ("id", "date", "reference", "fields", *Description.__annotations__)


def _described(given: dict[str, Any]) -> Metadata:
    """Return metadata of the keywords of a document; a date and a reference are kept as written."""
    given = {name: value for name, value in given.items() if value is not None}
    date, reference, fields = given.pop("date", ""), given.pop("reference", None), given.pop("fields", {})
    if isinstance(date, datetime.date):
        date = date.isoformat()[:10]
    if isinstance(reference, str):
        reference = Reference(reference)
    check_types("a text", str, date=date, **given)
    check_types("a text or a Reference", Reference, reference=reference)
    check_types("a dict of names and texts", dict, fields=fields)
    if not given.get("id", "").strip():
        raise TypeError("Document needs an id")
    return Metadata(**given, date_text=date, reference=reference, fields=dict(fields))


def _pair(passage: object) -> tuple[str, str]:
    if not isinstance(passage, tuple | list) or len(passage) != 2 or not all(isinstance(text, str) for text in passage):
        raise TypeError(f"passages must be pairs of a Russian and an English text, not {passage!r:.60}")
    return passage[0], passage[1]


class Origin(NamedTuple):
    """The source that a document was read from.

    Attributes:
        path: the file, with ``/`` between folders, relative to the index's folder; absolute if it is on another drive.
            Empty for a document that a program gave.
        given_id: the id that the source gives, which need not be unique.
        content_hash: hash of the texts, the alignment and the metadata, without the path.
    """

    path: str
    given_id: str
    content_hash: bytes

    @property
    def is_file(self) -> bool:
        """Whether the document was read from a file; otherwise a program gave it."""
        return bool(self.path)


class WordReading(NamedTuple):
    """How a person reads words that a scanner or a typist has got wrong; the text stays as the source has it.

    Attributes:
        start: offset of the first word in the passage's text on its side, in code points.
        end: offset after the last word.
        text: the reading, under which the words are found too.
        correction: the id of the correction.
    """

    start: int
    end: int
    text: str
    correction: str


class PassageCorrection(NamedTuple):
    """A correction that a passage shows: of its alignment, or of the reading of a word.

    Attributes:
        id: the id of the correction.
        kind: ``"merge"``, ``"split"``, ``"link"``, ``"unlink"`` or ``"word"``.
        who: who corrected it.
        when: when, in ISO 8601.
        note: the reason; empty if none was given.
    """

    id: str
    kind: str
    who: str
    when: str
    note: str = ""


class PassageText(NamedTuple):
    """One side of a passage.

    Attributes:
        text: the sentences, copied from the document together with the whitespace between them; sentences that are not
            adjacent in the document are joined by a line break.
        sentences: spans of the sentences in the document's text.
        opens_paragraph: whether the first sentence begins a paragraph.
        pages: the pages that it is on, in order; empty if the source has no pages.
        readings: how people read words of it that a scanner or a typist has got wrong, in order.
    """

    text: str
    sentences: tuple[Sentence, ...]
    opens_paragraph: bool = False
    pages: tuple[PageNumber, ...] = ()
    readings: tuple[WordReading, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the text, the start and end of each sentence and, if there are any, pages and readings, as in JSON."""
        record: dict[str, Any] = {
            "text": self.text,
            "sentences": [[sentence.start, sentence.end] for sentence in self.sentences],
        }
        if self.pages:
            record["pages"] = [page.number for page in self.pages]
            record["page_labels"] = [page.label or str(page.number) for page in self.pages]
        if self.readings:
            record["readings"] = [reading._asdict() for reading in self.readings]
        return record

    def sentence_offsets(self) -> list[Sentence]:
        """Return the span of each sentence in this side's `text`."""
        spans: list[Sentence] = []
        at = 0
        for sentence in self.sentences:
            while self.text[at : at + 1].isspace():
                at += 1
            end = at + sentence.end - sentence.start
            spans.append(Sentence(at, end))
            at = end
        return spans

    def sentence_texts(self) -> list[str]:
        """Return the text of each sentence."""
        return [span.of(self.text) for span in self.sentence_offsets()]


class Passage(NamedTuple):
    """One bead with its texts: the unit that is indexed and returned.

    Attributes:
        number: position in the document, from 1.
        ru: the Russian side; None if the bead has no Russian sentence.
        en: the English side; None if the bead has no English sentence.
        confidence: the bead's confidence, in [0, 1]; 1 for a bead that a person has corrected.
        corrections: the corrections that it shows, in the order in which they were made.
    """

    number: int
    ru: PassageText | None
    en: PassageText | None
    confidence: float = 1.0
    corrections: tuple[PassageCorrection, ...] = ()

    def side(self, side: Side) -> PassageText | None:
        """Return one side; None if the passage lacks it."""
        return self.ru if side == "ru" else self.en

    def to_dict(self) -> dict[str, Any]:
        """Return the number, the confidence, both sides and any corrections, as in JSON; an absent side is None."""
        record: dict[str, Any] = {
            "number": self.number,
            "confidence": round(self.confidence, 4),
            "ru": self.ru.to_dict() if self.ru is not None else None,
            "en": self.en.to_dict() if self.en is not None else None,
        }
        if self.corrections:
            record["corrections"] = [correction._asdict() for correction in self.corrections]
        return record

    def __repr__(self) -> str:
        sides = (f", {name}={side.text!r}" for name, side in zip(SIDES, (self.ru, self.en), strict=True) if side)
        return f"Passage({self.number}{''.join(sides)})"
