"""Build hits from ranked passages: the passage, its document, its neighbours and its marks."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from bisearch.searching.highlighting import Highlighter
from bisearch.searching.results import DocumentHit, Hit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bisearch.model import Passage, Side
    from bisearch.searching.document_ranking import RankedDocument
    from bisearch.searching.expansion.base import Expansion
    from bisearch.searching.ranking import RankedPassage
    from bisearch.searching.readers import IndexReaders
    from bisearch.searching.results import Mark
    from bisearch.storage.documents import StoredDocument

# The words of this many hits are looked up in one statement; more would be kept in memory at a time.
LOOKED_UP_TOGETHER = 32


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

    def hits(self, ranked: Iterable[RankedPassage]) -> Iterator[Hit]:
        """Yield the hits of some passages, whose words are looked up together."""
        remaining = iter(ranked)
        while some := list(islice(remaining, LOOKED_UP_TOGETHER)):
            read = [self._read(each.passage) for each in some]
            if self._highlighter is not None:
                marked = (shown[here] for each, (_, shown, here) in zip(some, read, strict=True) if _has_marks(each))
                self._highlighter.look_up(marked)
            yield from map(self._hit, some, read)

    def hit(self, ranked: RankedPassage) -> Hit:
        """Return the hit of a passage."""
        return self._hit(ranked, self._read(ranked.passage))

    def _read(self, number: int) -> tuple[StoredDocument, list[Passage], int]:
        """Return the document of a passage, the passages to show, and the place of the passage among them."""
        self._deadline.check()
        document = self._store.document_of(number)
        numbers = document.passage_numbers
        place = number - numbers.start
        shown = numbers[max(0, place - self._context) : place + self._context + 1]
        return document, self._store.passages(shown), number - shown.start

    def _hit(self, ranked: RankedPassage, read: tuple[StoredDocument, list[Passage], int]) -> Hit:
        self._deadline.check()
        document, passages, here = read
        passage = passages[here]
        marks: dict[Side, tuple[Mark, ...]] = {"ru": (), "en": ()}
        if self._highlighter is not None and _has_marks(ranked):
            marks = self._highlighter.marks(passage)
        before, after = tuple(passages[:here]), tuple(passages[here + 1 :])
        return Hit(
            document.metadata,
            passage,
            ranked.score,
            marks["ru"],
            marks["en"],
            before,
            after,
            ranked.matched,
            ranked.cosine,
        )

    def document(self, ranked: RankedDocument, best: int) -> DocumentHit:
        """Return the hit of a document with the `best` first of its passages."""
        document = self._store.document_of(ranked.passages[0].passage).metadata
        passages = len(ranked.passages) if ranked.matched != "heading" else 0
        hits = tuple(self.hits(ranked.passages[:best]))
        return DocumentHit(document, ranked.score, passages, hits, ranked.matched)


def _has_marks(ranked: RankedPassage) -> bool:
    """Return whether words of a passage itself match, not only the heading of its document or its meaning."""
    return ranked.matched not in {"heading", "meaning"}
