"""Translates query nodes to tantivy's queries.

tantivy scores every term by itself with its own BM25 (k1 1.2, b .75, lengths in steps). A synonym group is therefore a
maximum over its terms, each boosted by the group's rarity over its own; a translation of probability p counts as p
occurrences would.
"""

from __future__ import annotations

import re
from itertools import chain, islice, permutations, product
from math import comb, factorial, prod
from typing import TYPE_CHECKING

from tantivy import Occur, Query

from bisearch.engines.bm25 import idf
from bisearch.engines.nodes import AnyTerm, Both, Either, PassageRanges, TermPhrase, Without
from bisearch.errors import PhraseTooWideError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tantivy import Schema, Searcher

    from bisearch.engines.nodes import Node
    from bisearch.model import Side

# tantivy's own parameters of BM25, which cannot be changed.
TANTIVY_K1 = 1.2
TANTIVY_B = 0.75
# A group of more terms than this is searched as a set, with the same score for every passage.
MAX_SCORED = 64
# A phrase with a slop is searched as all its arrangements; more than this would take seconds.
MAX_ARRANGEMENTS = 20_000
# Ranges of passages are looked up by blocks of this many to the power of 0, 1, 2, ...
BLOCK, LEVELS = 32, 5
_LEVEL_BITS = 56


def blocks_of(passage: int) -> list[int]:
    """Return the terms of the blocks that contain a passage, the smallest first."""
    return [level << _LEVEL_BITS | passage // BLOCK**level for level in range(LEVELS)]


class QueryMaker:
    """Makes tantivy's queries for one searcher.

    Args:
        schema: the schema of the index.
        searcher: gives the frequencies of terms.
        counts: how many passages have each side.
    """

    def __init__(self, schema: Schema, searcher: Searcher, counts: Mapping[Side, int]) -> None:
        self._schema = schema
        self._searcher = searcher
        self._counts = counts
        self._total = searcher.num_docs

    def make(self, node: Node) -> Query:
        """Return the query that matches the same passages as a node.

        Args:
            node: the node.

        Raises:
            PhraseTooWideError: a phrase has too many arrangements.
        """
        match node:
            case AnyTerm():
                return self._group(node)
            case TermPhrase():
                return self._phrase(node)
            case PassageRanges(ranges):
                terms = [self._term("blocks", block) for block in _blocks(ranges)]
                return Query.const_score_query(_any(terms), 0.0)
            case Either(children):
                return _any(list(map(self.make, children)))
            case Both(children, optional):
                return Query.boolean_query(
                    [(Occur.Must, self.make(child)) for child in children]
                    + [(Occur.Should, self.make(child)) for child in optional]
                )
            case Without(child, excluded):
                return Query.boolean_query([(Occur.Must, self.make(child)), (Occur.MustNot, self.make(excluded))])

    def weights(self, node: AnyTerm | TermPhrase) -> Query:
        """Return the query that scores each passage by the greatest weight of a word's alternatives; a phrase is 1."""
        if isinstance(node, TermPhrase):
            return Query.const_score_query(self._phrase(node), 1.0)
        terms_of: dict[float, list[str]] = {}
        for term, weight in zip(node.terms, node.weights or (1.0,) * len(node.terms), strict=True):
            terms_of.setdefault(weight, []).append(term)
        sets = [
            Query.const_score_query(Query.term_set_query(self._schema, node.side, terms), weight)
            for weight, terms in terms_of.items()
        ]
        return sets[0] if len(sets) == 1 else Query.disjunction_max_query(sets)

    def kind(self, sides: int) -> Query:
        """Return the query for the passages that have just those sides, scoring nothing."""
        return Query.const_score_query(self._term("sides", sides), 0.0)

    def _term(self, field: str, value: str | int, frequencies: str = "basic") -> Query:
        return Query.term_query(self._schema, field, value, frequencies)

    def _group(self, group: AnyTerm) -> Query:
        frequency = {term: self._searcher.doc_freq(group.side, term) for term in group.terms}
        terms = [term for term in group.terms if frequency[term]]
        if not terms:
            return Query.empty_query()
        rarity = self._rarity(group.side, self._frequency(group, frequency))
        if len(terms) > MAX_SCORED:
            return Query.const_score_query(Query.term_set_query(self._schema, group.side, terms), rarity)
        weights = dict(zip(group.terms, group.weights, strict=True)) if group.weights else {}
        parts = []
        for term in terms:
            boost = rarity / idf(self._total, frequency[term])
            if weights:
                boost *= weights[term] * (TANTIVY_K1 + 1) / (weights[term] + TANTIVY_K1)
            parts.append(Query.boost_query(self._term(group.side, term, "freq"), boost))
        return parts[0] if len(parts) == 1 else Query.disjunction_max_query(parts)

    def _frequency(self, group: AnyTerm, frequency: Mapping[str, int]) -> float:
        """Estimate the number of passages that contain a group: alternatives mostly share those of the commonest."""
        if group.weights:
            return sum(weight * frequency[term] for term, weight in zip(group.terms, group.weights, strict=True))
        return min(sum(frequency.values()), self._total) if group.disjoint else max(frequency.values(), default=0)

    def _rarity(self, side: Side, frequency: float) -> float:
        return idf(self._counts[side], frequency)

    def _phrase(self, phrase: TermPhrase) -> Query:
        if len(phrase.slots) == 1:
            return self._group(AnyTerm(phrase.side, phrase.slots[0]))
        groups = [AnyTerm(phrase.side, slot) for slot in phrase.slots]
        frequencies = [{term: self._searcher.doc_freq(phrase.side, term) for term in slot} for slot in phrase.slots]
        slots = [
            tuple(term for term in slot if found[term]) for slot, found in zip(phrase.slots, frequencies, strict=True)
        ]
        if not all(slots):
            return Query.empty_query()
        rarity = phrase.weight * sum(
            self._rarity(phrase.side, self._frequency(group, found))
            for group, found in zip(groups, frequencies, strict=True)
        )
        if phrase.fillers:
            return Query.const_score_query(self._filled_phrase(phrase, slots), rarity)
        if _count_arrangements(slots, phrase.slop, phrase.runs) > MAX_ARRANGEMENTS:
            raise PhraseTooWideError(
                f"a phrase with ~{phrase.slop} has more than {MAX_ARRANGEMENTS:,} arrangements;"
                " use fewer words or a smaller number"
            )
        arranged = _arrangements(slots, phrase.slop, phrase.runs)
        queries = [Query.phrase_query(self._schema, phrase.side, list(words)) for words in arranged]
        return Query.const_score_query(_any(queries), rarity)

    def _filled_phrase(self, phrase: TermPhrase, slots: Sequence[Sequence[str]]) -> Query:
        """Return the query for a phrase with only fillers among its words: a pattern for each token."""
        words = [_alternatives(slot) for slot in slots]
        filler = _alternatives(phrase.fillers)
        orders = [tuple(words)] if phrase.in_order else list(permutations(words))
        patterns = (_with_gaps(order, gaps, filler) for order in orders for gaps in _gaps(phrase.slop, len(words) - 1))
        queries: list[Query] = []
        for pattern in patterns:
            if len(queries) == MAX_ARRANGEMENTS:
                raise PhraseTooWideError(
                    f"a phrase of {len(words)} words has more than {MAX_ARRANGEMENTS:,} arrangements; use fewer words"
                )
            queries.append(Query.regex_phrase_query(self._schema, phrase.side, pattern))
        return _any(queries)


def _alternatives(terms: Iterable[str]) -> str:
    """Return a regular expression that matches some terms."""
    return "|".join(map(re.escape, terms))


def _with_gaps(words: Sequence[str], gaps: Sequence[int], filler: str) -> list[str]:
    """Return the words with a number of fillers after each but the last."""
    return [each for word, gap in zip(words, (*gaps, 0), strict=True) for each in (word, *[filler] * gap)]


def _any(queries: Sequence[Query]) -> Query:
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Should, query) for query in queries]) if queries else Query.empty_query()


def _count_arrangements(slots: Sequence[Sequence[str]], slop: int, runs: Sequence[int]) -> int:
    """Return the number of allowed arrangements of the words of a phrase."""
    movable = len(runs or slots)
    return prod(map(len, slots)) * (factorial(movable) * comb(slop + movable - 1, slop) if slop else 1)


def _arrangements(
    slots: Sequence[Sequence[str]], slop: int, runs: Sequence[int]
) -> Iterator[tuple[tuple[int, str], ...]]:
    """Yield every allowed arrangement of the words of a phrase, each word with its place."""
    remaining = iter(slots)
    groups = [list(islice(remaining, length)) for length in runs or [1] * len(slots)]
    orders = permutations(groups) if slop else iter((tuple(groups),))
    for order in orders:
        for gaps in _gaps(slop, len(order) - 1):
            places: list[int] = []
            for group, gap in zip(order, (0, *gaps), strict=True):
                first = places[-1] + 1 + gap if places else 0
                places += range(first, first + len(group))
            for words in product(*chain.from_iterable(order)):
                yield tuple(zip(places, words, strict=True))


def _gaps(slop: int, count: int) -> Iterator[tuple[int, ...]]:
    """Yield every choice of some gaps that are together at most `slop` wide."""
    if not count:
        yield ()
        return
    for first in range(slop + 1):
        for others in _gaps(slop - first, count - 1):
            yield (first, *others)


def _blocks(ranges: Iterable[range]) -> Iterator[int]:
    """Yield the terms of the fewest blocks that together cover some ranges of passages."""
    for start, stop in _joined(ranges):
        yield from _covering(start, stop)


def _joined(ranges: Iterable[range]) -> Iterator[tuple[int, int]]:
    """Yield the ranges in order, those that adjoin as one."""
    first = last = -1
    for each in sorted(ranges, key=lambda each: each.start):
        if each.start != last:
            if last > first:
                yield first, last
            first = each.start
        last = max(last, each.stop)
    if last > first:
        yield first, last


def _covering(start: int, stop: int) -> Iterator[int]:
    level = 0
    while start < stop:
        base = level << _LEVEL_BITS
        if level == LEVELS - 1:
            yield from (base | block for block in range(start, stop))
            return
        while start < stop and start % BLOCK:
            yield base | start
            start += 1
        while start < stop and stop % BLOCK:
            stop -= 1
            yield base | stop
        start, stop, level = start // BLOCK, stop // BLOCK, level + 1
