"""From what the engine matched to hits: the passage with its document, what is around it, and its marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.searching.highlighting import Marker
from bisearch.searching.results import DocumentHit, Hit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bisearch.model import Side
    from bisearch.searching.document_ranking import FoundDocument
    from bisearch.searching.planning import Leaf
    from bisearch.searching.ranking import Ranked
    from bisearch.searching.results import Mark
    from bisearch.searching.snapshot import Holdings


class HitMaker:
    """Makes the hits of one search.

    Args:
        leaves: of the resolved query.
        holdings: of the index.
        context: how many neighbouring passages to give with each hit, on either end.
        marks: whether to find where each hit matched.
    """

    def __init__(self, leaves: Iterable[Leaf], holdings: Holdings, context: int = 0, *, marks: bool = True) -> None:
        self._store = holdings.store
        self._context = context
        self._marker = Marker(leaves, holdings.forms, holdings.store.translations.link_probabilities) if marks else None

    def hit(self, ranked: Ranked) -> Hit:
        """Return the hit of a passage that matches."""
        match = ranked.match
        document = self._store.document_of(match.passage)
        numbers = document.passage_numbers
        place = match.passage - numbers.start
        shown = numbers[max(0, place - self._context) : place + self._context + 1]
        around = self._store.passages(shown)
        here = match.passage - shown.start
        passage = around[here]
        marked: dict[Side, tuple[Mark, ...]] = {"ru": (), "en": ()}
        if self._marker is not None:
            marked = self._marker.marks(passage)
        before, after = tuple(around[:here]), tuple(around[here + 1 :])
        return Hit(document.metadata, passage, ranked.score, marked["ru"], marked["en"], before, after)

    def document(self, found: FoundDocument, best: int) -> DocumentHit:
        """Return the hit of a document that matches, with so many of its passages."""
        document = self._store.document_of(found.matches[0].match.passage).metadata
        return DocumentHit(document, found.score, len(found.matches), tuple(map(self.hit, found.matches[:best])))
