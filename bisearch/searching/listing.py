"""List the documents of an index: all, or those that a query or filters keep."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from bisearch.deadline import Deadline
from bisearch.model import SIDES
from bisearch.query.parser import parse
from bisearch.searching.costs import check_cost, wide_phrases_reported
from bisearch.searching.document_matching import Lookup, match_nearby
from bisearch.searching.field_filters import check_fields, with_filters
from bisearch.searching.planning import plan_query

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bisearch.model import Metadata, Side
    from bisearch.query.tree import DocumentCondition
    from bisearch.searching.snapshot import Snapshot

# Documents that are read from the store at a time.
_CHUNK = 500


class DocumentSummary(NamedTuple):
    """A document in a list: its description and its size, without its texts.

    Attributes:
        metadata: the document's description.
        passages: the number of its passages.
        words_ru: the number of words in its Russian text.
        words_en: the number of words in its English text.
    """

    metadata: Metadata
    passages: int
    words_ru: int
    words_en: int

    @property
    def id(self) -> str:
        """The document's id."""
        return self.metadata.id

    @property
    def title(self) -> str:
        """The document's title; empty if unknown."""
        return self.metadata.title

    @property
    def date(self) -> str:
        """The document's date in ISO 8601; see `Metadata.date`."""
        return self.metadata.date

    @property
    def sides(self) -> tuple[Side, ...]:
        """The sides that have a text with words."""
        return tuple(side for side, words in zip(SIDES, (self.words_ru, self.words_en), strict=True) if words)

    def to_dict(self) -> dict[str, Any]:
        """Return the description, the sides and the size, as in JSON."""
        return {
            "document": self.metadata.to_dict(),
            "sides": list(self.sides),
            "passages": self.passages,
            "words_ru": self.words_ru,
            "words_en": self.words_en,
        }

    def __repr__(self) -> str:
        return f"<DocumentSummary {self.id!r}, {self.title!r}, {self.passages:,} passages>"


def list_documents(
    snapshot: Snapshot,
    query: str,
    filters: tuple[DocumentCondition, ...],
    *,
    by_date: bool = False,
    timeout: float | None = None,
) -> Iterator[DocumentSummary]:
    """Yield the documents that a query and filters keep.

    Args:
        snapshot: the state of the index. Without a query and filters, its words need not be of this installation.
        query: the query as typed; empty keeps all documents.
        filters: further conditions on the documents.
        by_date: whether the oldest come first and the undated last; documents are ordered by id otherwise.
        timeout: the greatest number of seconds that it may take to find the documents; None sets no limit.

    Raises:
        QueryError: the query has a mistake, or a filter names a field that no document has.
        QueryCostError: the query would take too much time or memory.
        SearchTimeoutError: it took longer than `timeout`.
    """
    store, deadline = snapshot.store, Deadline(timeout)
    if query or filters:
        check_fields(filters, store, query)
        tree = with_filters(parse(query) if query else None, filters)
        readers = snapshot.readers.for_search(deadline)
        plan = plan_query(query, tree, readers)
        check_cost(query, plan, readers, by_document=True)
        with wide_phrases_reported(query):
            firsts = set(store.firsts(list(match_nearby(plan.node, Lookup(readers.postings, deadline), store))))
    else:
        firsts = None
    deadline.check()
    numbers = store.sorted_numbers(firsts, by_date=by_date)
    deadline.check()
    for start in range(0, len(numbers), _CHUNK):
        for document in list(store.numbered(numbers[start : start + _CHUNK])):
            yield DocumentSummary(document.metadata, document.passages, document.tokens_ru, document.tokens_en)
