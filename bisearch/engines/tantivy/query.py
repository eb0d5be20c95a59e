"""Translates query nodes to tantivy's queries.

tantivy scores every term by itself with its own BM25 (k1 1.2, b .75, lengths in steps). A synonym group is therefore a
maximum over its terms, each boosted by the group's rarity over its own; a translation of probability p counts as p
occurrences would.
"""

from __future__ import annotations

import re
from itertools import accumulate, islice, product, takewhile
from math import comb, prod
from typing import TYPE_CHECKING

from tantivy import Occur, Query

from bisearch.deadline import NO_DEADLINE
from bisearch.engines.arrangements import arrangements, count_orders, distinct_orders, gaps_between
from bisearch.engines.blocks import blocks_covering
from bisearch.engines.bm25 import idf
from bisearch.engines.nodes import AnyTerm, Both, Either, PassageRanges, TermPhrase, Without
from bisearch.engines.port import Estimate
from bisearch.errors import PhraseTooWideError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tantivy import Schema, Searcher

    from bisearch.deadline import Deadline
    from bisearch.engines.arrangements import Slot
    from bisearch.engines.nodes import Node
    from bisearch.model import Side


# tantivy's own parameters of BM25, which cannot be changed.
TANTIVY_K1 = 1.2
TANTIVY_B = 0.75
# A group of more terms than this is searched as a set, with the same score for every passage.
MAX_SCORED = 64
# A phrase with a slop is searched as all its arrangements; more than this would take seconds.
MAX_ARRANGEMENTS = 20_000
# A phrase with more choices of terms than this is searched by a pattern for each word.
MAX_CHOICES = 6
# A phrase of more work than this, in postings, is searched in batches of arrangements, so that they never are in memory
# all at once, and a search can end at its deadline between two of them.
BATCH_WORK = 300_000
# tantivy takes no pattern of more than 1,000 states. A pattern of some terms needs a state for each beginning that any
# of them has, in bytes; more terms than fit are searched by several patterns.
MAX_STATES = 900
# Work in postings (see `Estimate`): of a term, of each of its passages, of each word of an arrangement, which also
# takes 5 KB of memory, of each state of a pattern, which takes 3 KB, and of each passage that may have a phrase.
TERM_WORK, POSTING_WORK, PLACED_WORK, STATE_WORK, PHRASE_WORK = 50, 0.1, 250, 20, 1.2


class QueryMaker:
    """Makes tantivy's queries for one searcher.

    Args:
        schema: the schema of the index.
        searcher: gives the frequencies of terms.
        counts: how many passages have each side.
        deadline: when the search must end.
    """

    def __init__(
        self, schema: Schema, searcher: Searcher, counts: Mapping[Side, int], deadline: Deadline = NO_DEADLINE
    ) -> None:
        self._deadline = deadline
        self._schema = schema
        self._searcher = searcher
        self._counts = counts
        self._total = searcher.num_docs
        # The passages of the phrases that were searched in batches.
        self._found: dict[TermPhrase, list[int]] = {}

    def for_search(self, deadline: Deadline) -> QueryMaker:
        """Return a maker of queries for a single search."""
        return QueryMaker(self._schema, self._searcher, self._counts, deadline)

    def estimate(self, node: AnyTerm | TermPhrase) -> Estimate:
        """Estimate what it takes to look up a word or a phrase."""
        if isinstance(node, AnyTerm):
            frequency = sum(self._searcher.doc_freq(node.side, term) for term in node.terms)
            work = TERM_WORK * min(len(node.terms), MAX_SCORED) + POSTING_WORK * frequency
            return Estimate(work, min(frequency, self._total))
        slots = {slot: self.estimate(AnyTerm(node.side, slot)) for slot in set(node.slots)}
        work = sum(each.work for each in slots.values())
        matches = min(each.matches for each in slots.values())
        if not matches:
            return Estimate(work, 0)
        count = _count_arrangements(node)
        work += count * _work_of_arrangement(node, matches)
        is_refused = count > MAX_ARRANGEMENTS and self._have_all_words(node.side, list(slots))
        return Estimate(work, matches, _too_wide(node) if is_refused else "")

    def make(self, node: Node) -> Query:
        """Return the query that matches the same passages as a node.

        Args:
            node: the node.

        Raises:
            PhraseTooWideError: a phrase has too many arrangements.
        """
        self._deadline.check()
        match node:
            case AnyTerm():
                return self._group(node)
            case TermPhrase():
                return self._phrase(node)
            case PassageRanges(ranges):
                terms = [self._term("blocks", block) for block in blocks_covering(ranges)]
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
        if not self._have_all_words(phrase.side, slots):
            return Query.empty_query()
        if phrase.fillers:
            return Query.const_score_query(self._filled_phrase(phrase, slots), rarity)
        count = _count_arrangements(phrase)
        if count > MAX_ARRANGEMENTS:
            raise PhraseTooWideError(_too_wide(phrase))
        matches = min(min(sum(found.values()), self._total) for found in frequencies)
        single = _work_of_arrangement(phrase, matches)
        arranged = arrangements(slots, phrase.slop, phrase.runs)
        if count * single <= BATCH_WORK:
            placed = _any([query for each in arranged for query in self._placed(phrase.side, each)])
        else:
            if phrase not in self._found:
                self._found[phrase] = self._found_in_batches(phrase.side, arranged, max(1, int(BATCH_WORK / single)))
            placed = Query.term_set_query(self._schema, "blocks", self._found[phrase])
        return Query.const_score_query(placed, rarity)

    def _found_in_batches(self, side: Side, arranged: Iterator[list[tuple[int, Slot]]], batch: int) -> list[int]:
        """Return the passages with any of some arrangements of words, looked up a batch at a time."""
        found: set[int] = set()
        while queries := [query for each in islice(arranged, batch) for query in self._placed(side, each)]:
            self._deadline.check()
            hits = self._searcher.search(Query.const_score_query(_any(queries), 0.0), max(1, self._total)).hits
            found.update(self._searcher.fast_field_values("passage", [address for _, address in hits]))
        return sorted(found)

    def _have_all_words(self, side: Side, slots: Sequence[Slot]) -> bool:
        """Return whether any passage has all words of a phrase."""
        sets = [
            Query.const_score_query(Query.term_set_query(self._schema, side, list(slot)), 0.0)
            for slot in dict.fromkeys(map(tuple, slots))
        ]
        return self._any_match(Query.boolean_query([(Occur.Must, each) for each in sets]))

    def _any_match(self, query: Query) -> bool:
        self._deadline.check()
        return bool(self._searcher.search(query, 1).hits)

    def _placed(self, side: Side, words: Sequence[tuple[int, Slot]]) -> list[Query]:
        """Return the queries that together match some words in their places."""
        places = [place for place, _ in words]
        slots = [slot for _, slot in words]
        if prod(map(len, slots)) > MAX_CHOICES:
            return self._matching_patterns(side, places, slots)
        chosen = product(*slots)
        return [Query.phrase_query(self._schema, side, list(zip(places, each, strict=True))) for each in chosen]

    def _matching_patterns(self, side: Side, places: Sequence[int], slots: Sequence[Slot]) -> list[Query]:
        """Return the queries that match words in their places by patterns."""
        patterns = {slot: _patterns(slot) for slot in set(map(tuple, slots))}
        return [
            Query.regex_phrase_query(self._schema, side, list(zip(places, chosen, strict=True)))
            for chosen in product(*(patterns[tuple(slot)] for slot in slots))
        ]

    def _filled_phrase(self, phrase: TermPhrase, slots: Sequence[Sequence[str]]) -> Query:
        """Return the query for a phrase with only fillers among its words: a pattern for each token."""
        orders = iter((tuple(slots),)) if phrase.in_order else distinct_orders(slots)
        arranged = ((order, gaps) for order in orders for gaps in gaps_between(phrase.slop, len(slots) - 1))
        queries: list[Query] = []
        for tried, (order, gaps) in enumerate(arranged):
            if tried == MAX_ARRANGEMENTS:
                raise PhraseTooWideError(
                    f"a phrase of {len(slots)} words has more than {MAX_ARRANGEMENTS:,} arrangements; use fewer words"
                )
            # Fillers are the commonest words, so they are looked for only where the other words are in their places.
            placed = self._placed(phrase.side, _with_places(order, gaps))
            if not any(gaps):
                queries += placed
            elif self._any_match(_any(placed)):
                tokens = _with_gaps(order, gaps, phrase.fillers)
                queries += self._matching_patterns(phrase.side, range(len(tokens)), tokens)
        return _any(queries)


def _patterns(terms: Iterable[str]) -> list[str]:
    """Return the fewest regular expressions that tantivy takes and that together match some terms.

    Raises:
        PhraseTooWideError: a term is too long for a pattern.
    """
    return ["|".join(map(re.escape, group)) for group, _ in _pattern_groups(terms)]


def _pattern_groups(terms: Iterable[str]) -> Iterator[tuple[list[str], int]]:
    """Yield the terms of each pattern, and the number of its states."""
    group: list[str] = []
    states, before = 0, b""
    for term in sorted(terms):  # those with the same beginning share its states
        encoded = term.encode()
        if len(encoded) > MAX_STATES:
            raise PhraseTooWideError("a word of this phrase is too long to be looked for beside words with * or ?")
        new = len(encoded) - _count_shared(before, encoded)
        if states + new > MAX_STATES:
            yield group, states
            group, states, new = [], 0, len(encoded)
        group.append(term)
        states, before = states + new, encoded
    yield group, states


def _count_shared(one: bytes, other: bytes) -> int:
    """Return the number of bytes that two terms have in common at their beginning."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _with_gaps(words: Sequence[Slot], gaps: Sequence[int], filler: Slot) -> list[Slot]:
    """Return the words with a number of fillers after each but the last."""
    return [each for word, gap in zip(words, (*gaps, 0), strict=True) for each in (word, *[filler] * gap)]


def _any(queries: Sequence[Query]) -> Query:
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Should, query) for query in queries]) if queries else Query.empty_query()


def _with_places(words: Sequence[Slot], gaps: Sequence[int]) -> list[tuple[int, Slot]]:
    """Return the words, each with its place if some places are left free after each but the last."""
    places = accumulate((gap + 1 for gap in gaps), initial=0)
    return list(zip(places, words, strict=True))


def _too_wide(phrase: TermPhrase) -> str:
    return (
        f"a phrase with ~{phrase.slop} has more than {MAX_ARRANGEMENTS:,} arrangements;"
        " use fewer words or a smaller number"
    )


def _count_arrangements(phrase: TermPhrase) -> int:
    """Return the number of arrangements that the words of a phrase may have."""
    return count_orders(phrase) * comb(phrase.slop + len(phrase.runs or phrase.slots) - 1, phrase.slop)


def _work_of_arrangement(phrase: TermPhrase, matches: int) -> float:
    """Return the work, in postings, of searching one arrangement if `matches` passages have all words of a phrase."""
    words, choices = len(phrase.slots), prod(map(len, phrase.slots))
    if not phrase.fillers and choices <= MAX_CHOICES:
        return choices * (PHRASE_WORK * matches + PLACED_WORK * words)
    groups = [[states for _, states in _pattern_groups(slot)] for slot in phrase.slots]
    choices = prod(map(len, groups))
    states = sum(choices // len(group) * sum(group) for group in groups)
    return choices * (PHRASE_WORK * matches + PLACED_WORK * words) + STATE_WORK * states
