"""Build hits from ranked passages: the passage, its document, its neighbours and its marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.searching.highlighting import Highlighter
from bisearch.searching.results import DocumentHit, Hit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bisearch.model import Side
    from bisearch.searching.document_ranking import RankedDocument
    from bisearch.searching.expansion.base import Expansion
    from bisearch.searching.ranking import RankedPassage
    from bisearch.searching.readers import IndexReaders
    from bisearch.searching.results import Mark


class HitBuilder:
    """Builds the hits of one search.

    Args:
        expansions: the expansions of the query, to highlight.
        readers: the readers of the index.
        context: the number of passages to give before and after each hit.
        marks: whether to find where each hit matched.

    Attributes:
        expansions: the expansions of the query, to highlight.
    """

    def __init__(
        self, expansions: Iterable[Expansion], readers: IndexReaders, context: int = 0, *, marks: bool = True
    ) -> None:
        self.expansions = tuple(expansions)
        self._store = readers.store
        self._deadline = readers.deadline
        self._context = context
        self._highlighter = (
            Highlighter(
                expansions,
                readers.forms,
                readers.store.translations.link_probabilities,
                readers.store.phrases.beginning_with,
            )
            if marks
            else None
        )

    def hit(self, ranked: RankedPassage) -> Hit:
        """Return the hit of a passage."""
        self._deadline.check()
        number = ranked.passage
        document = self._store.document_of(number)
        numbers = document.passage_numbers
        place = number - numbers.start
        shown = numbers[max(0, place - self._context) : place + self._context + 1]
        passages = self._store.passages(shown)
        here = number - shown.start
        passage = passages[here]
        marks: dict[Side, tuple[Mark, ...]] = {"ru": (), "en": ()}
        if self._highlighter is not None and ranked.matched != "heading":
            marks = self._highlighter.marks(passage)
        before, after = tuple(passages[:here]), tuple(passages[here + 1 :])
        return Hit(document.metadata, passage, ranked.score, marks["ru"], marks["en"], before, after, ranked.matched)

    def document(self, ranked: RankedDocument, best: int) -> DocumentHit:
        """Return the hit of a document with the `best` first of its passages."""
        document = self._store.document_of(ranked.passages[0].passage).metadata
        passages = len(ranked.passages) if ranked.matched != "heading" else 0
        hits = tuple(map(self.hit, ranked.passages[:best]))
        return DocumentHit(document, ranked.score, passages, hits, ranked.matched)
