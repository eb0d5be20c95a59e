"""What a search gives back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bisearch.model import Metadata, Passage, Side

Reason: TypeAlias = Literal[
    "lemma", "exact", "prefix", "fuzzy", "phrase",
    "translation", "name", "abbreviation", "date", "shelfmark",
    "rendering",
]  # fmt: skip


class Mark(NamedTuple):
    """A stretch of a passage's text that matched, or that renders what matched on the other side.

    Attributes:
        start: first code point in the passage's text on that side.
        end: one past the last.
        word: the part of the query that it matched.
        why: how it matched; ``"rendering"`` where it stands for a match on the other side.
        probability: in [0, 1], that it does; 1 for a match.
    """

    start: int
    end: int
    word: str
    why: Reason
    probability: float = 1.0


class LookUp(NamedTuple):
    """What a part of the query was looked up by on one side, and why.

    Attributes:
        word: the part of the query.
        side: where it was looked up.
        why: how the alternatives follow from the word.
        alternatives: lemmas, or words as written; each with the probability in [0, 1] that it stands for the word.
    """

    word: str
    side: Side
    why: Reason
    alternatives: tuple[tuple[str, float], ...]


class Suggestion(NamedTuple):
    """Another word to look for, where one of the query's has no match.

    Attributes:
        word: of the query, as it is looked up.
        instead: words that the collection has, the likeliest first.
    """

    word: str
    instead: tuple[str, ...]


class Hit(NamedTuple):
    """A passage that matches a query.

    Attributes:
        document: what is known of the document.
        passage: both sides; one is None where the passage has no counterpart.
        score: higher is better; only comparable within one result.
        marks_ru: where the Russian text matched, ascending and apart; likewise `marks_en`.
        before: the passages before it in the document, nearest last; empty unless asked for.
        after: the passages after it, nearest first.
    """

    document: Metadata
    passage: Passage
    score: float
    marks_ru: tuple[Mark, ...]
    marks_en: tuple[Mark, ...]
    before: tuple[Passage, ...] = ()
    after: tuple[Passage, ...] = ()

    def marks(self, side: Side) -> tuple[Mark, ...]:
        """Return the marks of one side."""
        return self.marks_ru if side == "ru" else self.marks_en


class DocumentHit(NamedTuple):
    """A document that matches a query.

    Attributes:
        document: what is known of it.
        score: higher is better; only comparable within one result.
        passages: how many of its passages match.
        hits: the best of them, the best first.
    """

    document: Metadata
    score: float
    passages: int
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to a query; iterating gives the hits.

    Attributes:
        query: as typed.
        total: how many passages match.
        hits: those asked for, in order; where documents are asked for, the best of each.
        seconds: wall time of the search.
        offset: how many hits, or documents where those are asked for, were skipped before the first.
        lookups: what each part of the query was looked up by, side by side; what is excluded is not among them.
        suggestions: for words that match nothing, what else to look for.
        documents: where documents are asked for, those, in order, each with the best of its hits; empty otherwise.
        total_documents: how many documents match, where documents are asked for; None otherwise.
    """

    query: str
    total: int
    hits: tuple[Hit, ...]
    seconds: float
    offset: int = 0
    lookups: tuple[LookUp, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    documents: tuple[DocumentHit, ...] = ()
    total_documents: int | None = None

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __len__(self) -> int:
        return len(self.hits)
