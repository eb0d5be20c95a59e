"""The records of ``--json`` as types: schemas of programs' and assistants' interfaces are made from them.

A test compares each with the records that the library returns, so that none can differ.
"""

# Schemas are made from the annotations at run time. Python 3.11 makes none from `typing.TypedDict`.
from typing import Literal, NotRequired

from typing_extensions import TypedDict

from bisearch.audit.findings import Kind
from bisearch.model import Side
from bisearch.searching.results import Matched, Reason
from bisearch.statistics.options import ConcordanceSort, Measure
from bisearch.storage.permanent_references import Found
from bisearch.verification.citations import Agreement
from bisearch.verification.records import Status


class ShelfmarkRecord(TypedDict):
    """A shelfmark: the text as written, and its parts; a part is empty if it is unknown."""

    text: str
    archive: str
    fond: str
    opis: str
    folder: str
    delo: str
    list: str
    document: str


class MetadataRecord(TypedDict):
    """A document's description; an unknown text is empty."""

    id: str
    title: str
    title_ru: str
    date: str
    date_text: str
    date_edtf: str
    date_earliest: str
    date_latest: str
    place: str
    author: str
    recipient: str
    translator: str
    contributor: str
    publisher: str
    reference: ShelfmarkRecord | None
    url: str
    citation: str
    summary: str
    credits: str
    language: str
    fields: dict[str, str]
    path: str


class BriefDocumentRecord(TypedDict):
    """The id, the title and the date of a document."""

    id: str
    title: str
    date: str


class MarkRecord(TypedDict):
    """A stretch of a text that matches, from code point `start` to before `end`."""

    start: int
    end: int
    word: str
    why: Reason
    probability: float


class ReadingRecord(TypedDict):
    """How a person reads words that a scanner or a typist has got wrong."""

    start: int
    end: int
    text: str
    correction: str


class CorrectionRecord(TypedDict):
    """A correction that a passage shows."""

    id: str
    kind: str
    who: str
    when: str
    note: str


class SideRecord(TypedDict):
    """One side of a passage: the text as the source has it, and the start and end of each sentence in its document."""

    text: str
    sentences: list[list[int]]
    pages: NotRequired[list[int]]
    page_labels: NotRequired[list[str]]
    readings: NotRequired[list[ReadingRecord]]


class MarkedSideRecord(SideRecord):
    """One side of a passage that matches a query, with its marks."""

    marks: NotRequired[list[MarkRecord]]


class QuestionedSideRecord(SideRecord):
    """One side of a passage, with the start and end of each stretch in question."""

    marks: list[list[int]]


class _PassageRecord(TypedDict):
    number: int
    confidence: float
    permanent_reference: str
    corrections: NotRequired[list[CorrectionRecord]]


class PassageRecord(_PassageRecord):
    """A passage with both sides; a side without counterpart is null."""

    ru: SideRecord | None
    en: SideRecord | None


class MarkedPassageRecord(_PassageRecord):
    """A passage that matches a query; a side without counterpart is null."""

    ru: MarkedSideRecord | None
    en: MarkedSideRecord | None


class QuestionedPassageRecord(_PassageRecord):
    """A passage that raises a question; a side without counterpart is null."""

    ru: QuestionedSideRecord | None
    en: QuestionedSideRecord | None


class BestPassageRecord(TypedDict):
    """One of the best passages of a document that was found."""

    passage: MarkedPassageRecord
    score: float
    matched: Matched
    cosine: NotRequired[float]
    before: list[PassageRecord]
    after: list[PassageRecord]


class HitRecord(BestPassageRecord):
    """A passage that matches a query, with its document."""

    document: MetadataRecord


class DocumentHitRecord(TypedDict):
    """A document that matches a query, with its best passages."""

    document: MetadataRecord
    score: float
    matched: Matched
    passages: int
    hits: list[BestPassageRecord]


class SuggestionRecord(TypedDict):
    """Words to try in place of a word that matches nothing."""

    word: str
    instead: list[str]


class FacetValueRecord(TypedDict):
    """How often a query finds documents with a value; null stands for an unknown value."""

    value: str | None
    passages: int
    documents: int


class FacetRecord(TypedDict):
    """The counts of one facet."""

    by: str
    values: list[FacetValueRecord]


class AlternativeRecord(TypedDict):
    """A form that was looked up in place of a word, with the probability that it stands for the word."""

    form: str
    probability: float


class LookUpRecord(TypedDict):
    """What a part of a query was looked up as on one side."""

    word: str
    side: Side
    why: Reason
    alternatives: list[AlternativeRecord]
    source: str


class ResultsRecord(TypedDict):
    """The results of a search: `hits`, or `documents` in a search for documents."""

    query: str
    total: int
    total_literal: int
    total_by_translation: int
    total_by_meaning: NotRequired[int]
    offset: int
    seconds: float
    suggestions: list[SuggestionRecord]
    undated: int
    interpretation: str
    notes: list[str]
    hits: NotRequired[list[HitRecord]]
    documents: NotRequired[list[DocumentHitRecord]]
    total_documents: NotRequired[int]
    total_documents_literal: NotRequired[int]
    total_documents_by_translation: NotRequired[int]
    facets: NotRequired[list[FacetRecord]]
    lookups: NotRequired[list[LookUpRecord]]


class FacetsRecord(TypedDict):
    """The counts of what a query finds."""

    query: str
    passages: int
    documents: int
    facets: list[FacetRecord]


class DocumentSummaryRecord(TypedDict):
    """A document of a list, without its text."""

    document: MetadataRecord
    sides: list[Side]
    passages: int
    words_ru: int
    words_en: int


class DocumentRecord(TypedDict):
    """A document with all its passages in order."""

    document: MetadataRecord
    passages: list[PassageRecord]


class FoundPassageRecord(TypedDict):
    """The passage that a permanent reference leads to, and how it was found."""

    document: MetadataRecord
    passage: PassageRecord
    found: Found


class SignatureRecord(TypedDict):
    """What identifies the commit of an index that counts were made from."""

    index_id: str
    commit_id: str
    generation: int
    format: int
    analyzer: str


class BasisRecord(TypedDict):
    """What counts were made from."""

    filters: str
    documents: int
    undated: int
    widened: list[str]
    index: SignatureRecord


class FormRecord(TypedDict):
    """A form of a word, and how often it occurs."""

    form: str
    count: int


class ContextRecord(TypedDict):
    """A word in its context."""

    left: str
    word: str
    right: str


class ConcordanceLineRecord(ContextRecord):
    """An occurrence in its context, with the permanent reference; `opposite` is null without a counterpart."""

    reference: str
    document: BriefDocumentRecord
    side: Side
    opposite: ContextRecord | None


class ConcordanceRecord(BasisRecord):
    """The occurrences of a query in context."""

    query: str
    sort: ConcordanceSort
    total: int
    offset: int
    lines: list[ConcordanceLineRecord]
    forms: list[FormRecord]


class FrequencyRecord(TypedDict):
    """Occurrences among words, and per million words with the limits of a 95 % interval."""

    occurrences: int
    words: int
    documents: int
    per_million: float
    low: float
    high: float


class FrequencyOfValueRecord(FrequencyRecord):
    """The frequency in documents of one value of a facet; null stands for an unknown value."""

    value: str | None


class SeriesRecord(TypedDict):
    """What one query counts on one side."""

    query: str
    side: Side
    total: FrequencyRecord
    forms: list[FormRecord]
    dispersion: float | None
    frequencies: list[FrequencyOfValueRecord]


class FrequenciesRecord(BasisRecord):
    """How often words occur for each value of a facet."""

    by: str
    values: list[str | None]
    several: int
    interval: str
    series: list[SeriesRecord]


class CollocateRecord(TypedDict):
    """A lemma that occurs near a word, with the measures."""

    lemma: str
    together: int
    occurrences: int
    expected: float
    log_dice: float
    g2: float
    p: float
    documents: int
    dispersion: float | None


class NearRecord(TypedDict):
    """The collocates on one side."""

    side: Side
    forms: list[FormRecord]
    occurrences: int
    words_near: int
    words: int
    compared: int
    collocates: list[CollocateRecord]


class CollocatesRecord(BasisRecord):
    """The words near a word, and those near its translations opposite."""

    query: str
    window: int
    measure: Measure
    near: NearRecord
    opposite: NearRecord
    beads: int


class KeywordRecord(TypedDict):
    """A lemma that one part of the archive uses more, or less, than another."""

    lemma: str
    in_target: int
    in_reference: int
    per_million_target: float
    per_million_reference: float
    g2: float
    p: float
    log_ratio: float
    documents: int
    dispersion: float | None


class ComparedPartRecord(TypedDict):
    """A part of the archive."""

    filters: str
    documents: int
    words: int


class KeywordsRecord(BasisRecord):
    """The keywords of one part of the archive against another."""

    side: Side
    target: ComparedPartRecord
    reference: ComparedPartRecord
    shared: int
    compared: int
    more: list[KeywordRecord]
    less: list[KeywordRecord]


class ValueCountRecord(TypedDict):
    """How often something occurs in documents of one value; null stands for an unknown value."""

    value: str | None
    occurrences: int


class TranslationRecord(TypedDict):
    """A pair of lemmas that translate each other, with probabilities, and the passages in which they do."""

    ru: str
    en: str
    to_en: float
    to_ru: float
    beads: int
    dictionaries: list[str]
    example: HitRecord | None
    occurrences: NotRequired[int]
    by_year: NotRequired[list[ValueCountRecord]]
    by_translator: NotRequired[list[ValueCountRecord]]
    passages: NotRequired[list[str]]


class TranslationsRecord(BasisRecord):
    """The translations of a word, the likeliest first."""

    word: str
    side: Side
    equivalents: list[TranslationRecord]
    forms: list[FormRecord]
    occurrences: int
    beads: int
    read: int
    read_occurrences: int
    translated: int


class FindingRecord(TypedDict):
    """A question about a translation."""

    kind: Kind
    key: str
    question: str
    side: Side
    text: str
    reference: str
    document: BriefDocumentRecord
    passage: QuestionedPassageRecord


class CountedAlternativeRecord(AlternativeRecord):
    """A form that was looked up in place of a word, and how many passages have it."""

    passages: int


class CountedLookUpRecord(TypedDict):
    """What a part of a query was looked up as on one side, with numbers of passages."""

    word: str
    side: Side
    why: Reason
    alternatives: list[CountedAlternativeRecord]
    passages: int


class NearMissRecord(TypedDict):
    """A word of the index that may be a misread word of the query."""

    word: str
    side: Side
    form: str
    distance: float
    is_known: bool
    passages: int


class TextStateRecord(TypedDict):
    """How much of the texts of one side is untranslated or of doubtful recognition."""

    documents: int
    words: int
    doubtful_words: int
    alone: int
    alone_passages: int
    doubtful_share: float


class ArchiveStateRecord(TypedDict):
    """What was searched, and how much of it is untranslated, undated or of doubtful recognition."""

    documents_in_all: int
    documents: int
    passages: int
    undated: int
    doubtful_documents: int
    ru: TextStateRecord
    en: TextStateRecord
    doubtful_word: str


class DatedSignatureRecord(SignatureRecord):
    """What identifies a commit, and the day when it was made."""

    committed: str


class AccountRecord(TypedDict):
    """What a search looked up, and in what."""

    looked_up: list[CountedLookUpRecord]
    near_misses: list[NearMissRecord]
    filters: str
    left_undated: int
    archive: ArchiveStateRecord
    index: DatedSignatureRecord
    made: str
    sentence_en: str
    sentence_ru: str


class DifferenceRecord(TypedDict):
    """Words of a quotation that are not those of the archive."""

    quoted: str
    archive: str


class CheckedCitationRecord(TypedDict):
    """A citation, compared with the document."""

    text: str
    note: str
    shelfmark: Agreement
    date: Agreement
    differences: list[str]


class QuotationRecord(TypedDict):
    """A quotation, compared with the archive."""

    number: int
    start: int
    end: int
    text: str
    side: Side
    status: Status
    reference: str
    document: str
    title: str
    archive_text: str
    counterpart: str
    differences: list[DifferenceRecord]
    conventions: list[str]
    citation: CheckedCitationRecord | None


class VerificationRecord(TypedDict):
    """The quotations of a manuscript, compared with the archive."""

    quotations: list[QuotationRecord]
    counts: dict[Literal["exact", "altered", "translation", "not found", "not checked"], int]
    short: int
    unclosed: int
    notes: int


class StatsRecord(TypedDict):
    """The size of an index and how it was built; not the paths that it is updated from."""

    format: int
    generation: int
    engine: str
    analyzer: str
    bytes: int
    documents: int
    passages: int
    tokens_ru: int
    tokens_en: int
    forms: int
