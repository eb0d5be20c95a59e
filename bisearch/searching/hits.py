"""Build hits from ranked passages: the passage, its document, its neighbours and its marks."""

from __future__ import annotations

from itertools import islice, repeat
from typing import TYPE_CHECKING

from bisearch.searching.costs import NO_HIT_BUDGET, least_work_of_hit, work_of_hit
from bisearch.searching.highlighting import Highlighter
from bisearch.searching.results import DocumentHit, Hit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bisearch.model import Passage, Side
    from bisearch.searching.costs import HitBudget
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
        deadline: when the search must end.
    """

    def __init__(
        self, expansions: Iterable[Expansion], readers: IndexReaders, context: int = 0, *, marks: bool = True
    ) -> None:
        self.expansions = tuple(expansions)
        self._store = readers.store
        self.deadline = readers.deadline
        self._context = context
        self._slots = sum(len(each.slots) for each in self.expansions)
        self._highlighter = (
            Highlighter(
                expansions,
                readers.forms,
                readers.store.translations.link_probabilities,
                readers.store.phrases.beginning_with,
                readers.deadline,
            )
            if marks
            else None
        )

    def hits(self, ranked: Iterable[RankedPassage], budget: HitBudget = NO_HIT_BUDGET) -> Iterator[Hit]:
        """Yield the hits of some passages, whose words are looked up together.

        Args:
            ranked: the passages.
            budget: the work that the hits may take.

        Raises:
            QueryCostError: they take more.
        """
        remaining = iter(ranked)
        while some := list(islice(remaining, LOOKED_UP_TOGETHER)):
            read = self._read([each.passage for each in some])
            self._spend(budget, some, read)
            marked = [shown[here] for each, (_, shown, here) in zip(some, read, strict=True) if _has_marks(each)]
            marks = self._highlighter.marks(marked) if self._highlighter is not None else repeat(_NO_MARKS)
            for each, (document, passages, here) in zip(some, read, strict=True):
                self.deadline.check()
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

    def check(self, ranked: Sequence[RankedPassage], budget: HitBudget) -> None:
        """Check that the hits of some passages do not take too much, before any of them is built.

        Only as many as surely take too much are read here; `hits` counts the work of others while it builds them.

        Args:
            ranked: the passages.
            budget: the work that the hits may take.

        Raises:
            QueryCostError: they take more; the error has the number of those that do not.
        """
        marks = self._highlighter is not None
        if not budget.is_exceeded_by(len(ranked) * least_work_of_hit(self._slots, 2 * self._context, marks=marks)):
            return
        budget = budget.copy()
        for start in range(0, len(ranked), LOOKED_UP_TOGETHER):
            some = ranked[start : start + LOOKED_UP_TOGETHER]
            self._spend(budget, some, self._read([each.passage for each in some]))

    def _spend(
        self,
        budget: HitBudget,
        ranked: Sequence[RankedPassage],
        read: Sequence[tuple[StoredDocument, list[Passage], int]],
    ) -> None:
        """Count the work of the hits of some passages."""
        has_marks = self._highlighter is not None
        for each, (_, shown, here) in zip(ranked, read, strict=True):
            budget.spend(work_of_hit(shown, here, self._slots, marks=has_marks and _has_marks(each)))

    def hit(self, ranked: RankedPassage) -> Hit:
        """Return the hit of a passage."""
        return next(self.hits((ranked,)))

    def _read(self, numbers: Sequence[int]) -> list[tuple[StoredDocument, list[Passage], int]]:
        """Return, for each passage, its document, the passages to show, and its place among them."""
        self.deadline.check()
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

    def document(self, ranked: RankedDocument, best: int, budget: HitBudget = NO_HIT_BUDGET) -> DocumentHit:
        """Return the hit of a document with the `best` first of its passages; other arguments as in `hits`."""
        document = self._store.document_of(ranked.passages[0].passage).metadata
        passages = len(ranked.passages) if ranked.matched != "heading" else 0
        hits = tuple(self.hits(ranked.passages[:best], budget))
        return DocumentHit(document, ranked.score, passages, hits, ranked.matched)


def _has_marks(ranked: RankedPassage) -> bool:
    """Return whether words of a passage itself match, not only the heading of its document or its meaning."""
    return ranked.matched not in {"heading", "meaning"}
