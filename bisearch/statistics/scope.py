"""The documents that are counted, their words, and what a table of counts says of them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from bisearch.query.tree import And, Filter, Or, Phrase, has_date_filter
from bisearch.searching.costs import check_cost, error_of_several, most_work, wide_phrases_reported
from bisearch.searching.expansion.base import NO_EXPANSION
from bisearch.searching.field_filters import check_fields
from bisearch.searching.planning import plan_query
from bisearch.statistics.options import count_expansion, count_filters, described_filters
from bisearch.statistics.side_tokens import SideTokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bisearch.model import Side
    from bisearch.query.tree import Node
    from bisearch.searching.expansion.base import Expansion, ExpansionOptions
    from bisearch.searching.planning import QueryPlan
    from bisearch.searching.readers import IndexReaders
    from bisearch.statistics.counted_query import CountedQuery
    from bisearch.statistics.form_index import FormIndex
    from bisearch.statistics.kept_words import KeptWords
    from bisearch.statistics.options import CountOptions
    from bisearch.storage.signature import IndexSignature


# The work of reading the words of a passage that filters keep, and of looking up a document that a filter matches and
# each of its passages, in postings.
TOKENS_WORK, MATCHED_WORK, MATCHED_PASSAGE_WORK = 8, 24, 4


class CountBasis(NamedTuple):
    """What counts were made from.

    Attributes:
        filters: the filters that chose the documents, as a query would have them; empty for the whole index.
        documents: the number of documents that the filters keep.
        undated: the number of undated documents that a filter by date left out; 0 without that filter.
        widened: what words were also counted as, besides themselves by their lemmas.
        signature: the signature of the index.
    """

    filters: str
    documents: int
    undated: int
    widened: tuple[str, ...]
    signature: IndexSignature

    def to_dict(self) -> dict[str, Any]:
        """Return the basis as in JSON."""
        return {
            "filters": self.filters,
            "documents": self.documents,
            "undated": self.undated,
            "widened": list(self.widened),
            "index": self.signature.to_dict(),
        }


class KeptDocuments(NamedTuple):
    """The documents that filters keep.

    Attributes:
        firsts: their first passages; None if there are no filters.
        documents: the number of documents.
        undated: the number of undated documents that a filter by date left out.
    """

    firsts: frozenset[int] | None
    documents: int
    undated: int


class CountScope:
    """Reads what one count needs from an index, each part once, and adds up what all its queries and filters take.

    Args:
        readers: the readers of the index, for a single search.
        signature: the signature of the index.
        options: the options of the count.
        words: the words of the commit, which other counts share.

    Attributes:
        readers: the readers of the index.
        options: the options of the count.
    """

    def __init__(
        self, readers: IndexReaders, signature: IndexSignature, options: CountOptions, words: KeptWords
    ) -> None:
        self.readers = readers
        self.options = options
        self._signature = signature
        self._words = words
        self._kept: dict[tuple[tuple[Node, ...], ...], KeptDocuments] = {}
        self._matched: dict[Node, frozenset[int]] = {}
        self._tokens: dict[tuple[Side, frozenset[int] | None], SideTokens] = {}
        self._work = 0.0  # of all queries and filters so far, in postings

    @cached_property
    def forms(self) -> FormIndex:
        """The forms of the index."""
        return self._words.forms()

    def kept(self, *filters: Node | None, excluded: tuple[Node, ...] = ()) -> KeptDocuments:
        """Return the documents that some filters and those of the options keep.

        Args:
            filters: trees of filters, all of which must match; None is no filter.
            excluded: trees of filters, none of which may match.

        Raises:
            QueryError: a filter has a mistake, or names a field that no document has.
            QueryCostError: all queries and filters of the count would take too much time.
        """
        conditions = count_filters(self.options)
        trees = tuple(each for each in (*filters, *conditions) if each is not None)
        key = trees, excluded
        if key not in self._kept:
            check_fields(conditions, self.readers.store, self.options.filters)
            self._kept[key] = self._found(trees, excluded)
        return self._kept[key]

    def _found(self, trees: tuple[Node, ...], excluded: tuple[Node, ...]) -> KeptDocuments:
        store = self.readers.store
        if not (trees or excluded):
            return KeptDocuments(None, store.count, 0)
        firsts = frozenset.intersection(*map(self._matching, trees)) if trees else frozenset(store.passage_counts())
        for tree in excluded:
            firsts -= self._matching(tree)
        return KeptDocuments(firsts, len(firsts), store.undated if has_date_filter(And(trees)) else 0)

    def _matching(self, tree: Node) -> frozenset[int]:
        """Return the first passages of the documents that a tree of filters keeps; each tree is looked up once."""
        # The same filter may be in many queries, at different places.
        key = tree._replace(start=0, position=0) if isinstance(tree, Filter) else tree
        if key not in self._matched:
            plan = self.plan(self.options.filters, tree, NO_EXPANSION)
            with wide_phrases_reported(self.options.filters):
                passages = list(self.readers.postings.passages(plan.node))
            self._add(MATCHED_PASSAGE_WORK * len(passages))
            self._matched[key] = frozenset(self.readers.store.firsts(passages))
            self._add(MATCHED_WORK * len(self._matched[key]))
        return self._matched[key]

    def tokens(self, side: Side, kept: KeptDocuments) -> SideTokens:
        """Return the words of one side of the documents that filters keep.

        Raises:
            QueryCostError: all queries and filters of the count would take too much time.
        """
        key = side, kept.firsts
        if key not in self._tokens:
            if kept.firsts is not None:
                passages = self.readers.store.passage_counts()
                self._add(TOKENS_WORK * sum(passages[first] for first in kept.firsts))
            known, deadline = len(self.forms.forms), self.readers.deadline
            self._tokens[key] = (
                self._words.tokens(side, known, deadline)
                if kept.firsts is None
                else SideTokens(self.readers.store, side, kept.firsts, known, deadline)
            )
        return self._tokens[key]

    def _add(self, work: float) -> None:
        """Count work that is not part of a query."""
        self._work += work
        if self._work > most_work(self.readers):
            raise error_of_several(self.options.filters)

    def plan(self, query: str, tree: Node, expansion: ExpansionOptions, lang: Side | None = None) -> QueryPlan:
        """Return the plan of one query of the count, whose work is added to that of the others.

        Args:
            query: the query as typed.
            tree: its tree.
            expansion: what its words are expanded to.
            lang: the only side to look words up on; None looks on both.

        Raises:
            QueryError: a wildcard matches too many words.
            QueryCostError: this query, or all of the count together, would take too much time.
        """
        plan = plan_query(query, tree, self.readers, expansion, lang)
        self._work = check_cost(query, plan, self.readers, by_document=False, work_before=self._work)
        return plan

    def expansions(self, query: CountedQuery, side: Side | None) -> dict[Side, list[Expansion]]:
        """Return what a query is counted as on each side.

        Args:
            query: the query.
            side: the only side to count; None counts the side of each word's script.

        Raises:
            QueryError: a wildcard matches too many words.
            QueryCostError: this query, or all of the count together, would take too much time.
        """
        expansion = count_expansion(self.options)
        # A named side would keep translations from being looked up on it.
        lang = None if expansion.translate else side
        plan = self.plan(query.text, query.unit, expansion, lang)
        found: dict[Side, list[Expansion]] = {}
        # In a search each part of a hyphenated word may match by itself; a count is of the whole word.
        parts = set(_parts(query.unit))
        for each in plan.all_expansions:
            if side in {None, each.node.side} and each.word not in parts:
                found.setdefault(each.node.side, []).append(each)
        return found

    def basis(self, kept: KeptDocuments) -> CountBasis:
        """Return what counts in some documents were made from."""
        filters = described_filters(self.options)
        return CountBasis(filters, kept.documents, kept.undated, tuple(self.options.widen), self._signature)


def _parts(unit: Node) -> Iterator[str]:
    """Yield the parts of hyphenated words."""
    match unit:
        case Phrase(parts=parts):
            yield from (part.form for part in parts)
        case Or(children):
            for child in children:
                yield from _parts(child)
