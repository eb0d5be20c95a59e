"""Build hits from ranked passages: the passage, its document, its neighbours and its marks."""

from __future__ import annotations

from itertools import islice, repeat
from typing import TYPE_CHECKING

from bisearch.searching.highlighting import Highlighter
from bisearch.searching.results import DocumentHit, Hit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bisearch.model import Passage, Side
    from bisearch.searching.document_ranking import RankedDocument
    from bisearch.searching.expansion.base import Expansion
    from bisearch.searching.ranking import RankedPassage
    from bisearch.searching.readers import IndexReaders
    from bisearch.searching.results import Mark
    from bisearch.storage.documents import StoredDocument

# The words of this many hits are looked up in one statement; more would be kept in memory at a time.
LOOKED_UP_TOGETHER = 32
_NO_MARKS: Mapping[Side, tuple[Mark, ...]] = {"ru": (), "en": ()}


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
            read = self._read([each.passage for each in some])
            marked = [shown[here] for each, (_, shown, here) in zip(some, read, strict=True) if _has_marks(each)]
            marks = self._highlighter.marks(marked) if self._highlighter is not None else repeat(_NO_MARKS)
            for each, (document, passages, here) in zip(some, read, strict=True):
                self._deadline.check()
                found = next(marks) if _has_marks(each) else _NO_MARKS
                before, after = tuple(passages[:here]), tuple(passages[here + 1 :])
                yield Hit(
                    document.metadata,
                    passages[here],
                    each.score,
                    found["ru"],
                    found["en"],
                    before,
                    after,
                    each.matched,
                    each.cosine,
                )

    def hit(self, ranked: RankedPassage) -> Hit:
        """Return the hit of a passage."""
        return next(self.hits((ranked,)))

    def _read(self, numbers: Sequence[int]) -> list[tuple[StoredDocument, list[Passage], int]]:
        """Return, for each passage, its document, the passages to show, and its place among them."""
        self._deadline.check()
        documents = self._store.documents_of(numbers)
        shown = []
        for number, document in zip(numbers, documents, strict=True):
            of_document = document.passage_numbers
            place = number - of_document.start
            shown.append(of_document[max(0, place - self._context) : place + self._context + 1])
        passages = self._store.passages_of(shown)
        return [
            (document, read, number - numbers_shown.start)
            for number, document, numbers_shown, read in zip(numbers, documents, shown, passages, strict=True)
        ]

    def document(self, ranked: RankedDocument, best: int) -> DocumentHit:
        """Return the hit of a document with the `best` first of its passages."""
        document = self._store.document_of(ranked.passages[0].passage).metadata
        passages = len(ranked.passages) if ranked.matched != "heading" else 0
        hits = tuple(self.hits(ranked.passages[:best]))
        return DocumentHit(document, ranked.score, passages, hits, ranked.matched)


def _has_marks(ranked: RankedPassage) -> bool:
    """Return whether words of a passage itself match, not only the heading of its document or its meaning."""
    return ranked.matched not in {"heading", "meaning"}
