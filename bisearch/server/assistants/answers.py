"""What the tools return: verbatim pairs with permanent references, and counts of bounded size."""

# The SDK makes schemas from the annotations at run time.
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal

from typing_extensions import TypedDict

from bisearch.citing.styles import CitationStyle
from bisearch.searching.results import Matched
from bisearch.server.records import (
    CollocatesRecord,
    ConcordanceRecord,
    FacetsRecord,
    FrequenciesRecord,
    MetadataRecord,
    QuotationRecord,
    SuggestionRecord,
    TranslationsRecord,
)
from bisearch.storage.permanent_references import permanent_reference_to

if TYPE_CHECKING:
    from bisearch.model import Metadata, Passage, PassageText

MOST_CHARACTERS = 8_000
MOST_VALUES = 100
MOST_FORMS = 50
_MOST_REFERENCES = 10


class Source(TypedDict):
    """The document of a pair; an unknown text is empty."""

    id: str
    title: str
    date: str
    shelfmark: str
    author: str


class Pair(TypedDict):
    """A passage word for word in both languages.

    `ru` or `en` is null where there is no counterpart. `cut` says whether a text is longer than it is given here.
    """

    reference: str
    document: Source
    ru: str | None
    en: str | None
    cut: bool


class FoundPair(Pair):
    """A pair that matches a query; `words_ru` and `words_en` are the words that match or translate a match."""

    matched: Matched
    words_ru: list[str]
    words_en: list[str]


class FoundPairs(TypedDict):
    """A page of pairs that match a query; `cursor` leads to the next one, or is null."""

    query: str
    interpretation: str
    notes: list[str]
    total: int
    pairs: list[FoundPair]
    suggestions: list[SuggestionRecord]
    cursor: str | None


class NearPair(Pair):
    """A pair that says the same; `cosine` is how near its meaning is, in [-1, 1]."""

    cosine: float


class NearPairs(TypedDict):
    """A page of the pairs that say the same, the nearest first; `cursor` leads to the next one, or is null."""

    total: int
    pairs: list[NearPair]
    cursor: str | None


class Fetched(TypedDict):
    """Pairs of one document in order; `found` says how a permanent reference led to its passage."""

    document: MetadataRecord
    found: Literal["unchanged", "moved", "split", "changed", "number", "document"]
    pairs: list[Pair]
    cursor: str | None


class Question(Pair):
    """A pair whose translation raises a question."""

    kind: str
    question: str
    side: Literal["ru", "en"]
    text: str


class Questions(TypedDict):
    """A page of questions about translations; `cursor` leads to the next one, or is null."""

    questions: list[Question]
    cursor: str | None


class CountedFacets(FacetsRecord):
    """Counts by facet, of at most 100 values of each; `cursor` leads to the next values, or is null."""

    cursor: str | None


class ConcordanceLines(ConcordanceRecord):
    """A page of occurrences; `cursor` leads to the next one, or is null."""

    cursor: str | None


class CountedWords(FrequenciesRecord):
    """Frequencies for at most 100 values; `cursor` leads to the next values, or is null."""

    cursor: str | None


class NearWords(CollocatesRecord):
    """The words near a word, and those near its translations opposite."""


class WordTranslations(TranslationsRecord):
    """The translations of a word, each with permanent references to at most 10 passages."""


class Cited(TypedDict):
    """Citations, in the order of the references."""

    style: CitationStyle
    references: list[str]
    citations: str


class Verified(TypedDict):
    """A page of the quotations of a manuscript; `cursor` leads to the next one, or is null."""

    quotations: list[QuotationRecord]
    counts: dict[str, int]
    cursor: str | None


def pair(document: "Metadata", passage: "Passage") -> Pair:
    """Return a passage as a pair."""
    texts = [_text(side) for side in (passage.ru, passage.en)]
    return {
        "reference": str(permanent_reference_to(document.id, passage)),
        "document": {
            "id": document.id,
            "title": document.title,
            "date": document.date_text or document.date,
            "shelfmark": document.reference.text if document.reference is not None else "",
            "author": document.author,
        },
        "ru": texts[0],
        "en": texts[1],
        "cut": any(
            side is not None and len(side.text) > MOST_CHARACTERS for side in (passage.ru, passage.en)
        ),
    }  # fmt: skip


def words(side: "PassageText | None", marks: Iterable[Any]) -> list[str]:
    """Return the stretches of a text that are marked, each once."""
    return list(dict.fromkeys(side.text[mark.start : mark.end] for mark in marks))[:MOST_FORMS] if side else []


def shortened(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record with at most 50 forms in each list of forms, and at most 10 references for a translation."""
    return {name: _shortened(name, value) for name, value in record.items()}


def _shortened(name: str, value: Any) -> Any:
    if isinstance(value, dict):
        return shortened(value)
    if isinstance(value, list):
        most = {"forms": MOST_FORMS, "passages": _MOST_REFERENCES, "by_translator": MOST_FORMS}.get(name, len(value))
        return [_shortened("", each) for each in value[:most]]
    return value


def _text(side: "PassageText | None") -> str | None:
    return side.text[:MOST_CHARACTERS] if side is not None else None
