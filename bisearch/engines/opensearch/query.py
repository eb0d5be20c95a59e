"""Translates query nodes to a cluster's queries, which score as whoosh does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from bisearch.engines.arrangements import count_orders, distinct_orders, gaps_between, runs_of
from bisearch.engines.blocks import blocks_covering
from bisearch.engines.bm25 import idf
from bisearch.engines.nodes import AnyTerm, Both, Either, PassageRanges, TermPhrase, Without, leaves_of
from bisearch.engines.opensearch.layout import block_terms, length_field, stored_term
from bisearch.errors import PhraseTooWideError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bisearch.engines.bm25 import Bm25
    from bisearch.engines.nodes import Node
    from bisearch.model import Side

    # A side and the alternatives of a word on it, whose frequency in passages is one number.
    Group: TypeAlias = tuple[Side, tuple[str, ...]]

Query: TypeAlias = dict[str, Any]

# A query may have 1,024 clauses in all, unless the cluster's settings say otherwise.
MAX_CLAUSES = 900
# The frequency of a word goes in, its BM25 score comes out. The frequency is the score of the inner query, whose terms
# score their frequencies by the similarity in `layout`, and which adds them up or takes the greatest.
SATURATED = (
    "params.weight * _score"
    " / (_score + params.k1 * (1 - params.b + params.b * doc[params.length].value / params.average))"
)
NOTHING: Query = {"match_none": {}}


class QueryMaker:
    """Makes the queries for one generation of a cluster's index.

    Args:
        frequencies: in how many passages each group of the queries is.
        counts: how many passages have each side.
        averages: the mean length of each side, in positions.
        bm25: the parameters.
    """

    def __init__(
        self,
        frequencies: Mapping[Group, int],
        counts: Mapping[Side, int],
        averages: Mapping[Side, float],
        bm25: Bm25,
    ) -> None:
        self._frequencies = frequencies
        self._counts = counts
        self._averages = averages
        self._bm25 = bm25

    def make(self, node: Node) -> Query:
        """Return the query that matches the same passages as a node, and scores them.

        Raises:
            PhraseTooWideError: a phrase has too many arrangements.
        """
        return self._make(node, _most_scored(node))

    def _make(self, node: Node, most_scored: int) -> Query:
        match node:
            case AnyTerm():
                return self._group(node, most_scored)
            case TermPhrase(side, slots):
                rarity = node.weight * sum(self._idf(side, self._frequencies[side, slot]) for slot in slots)
                return self._saturated(side, {"constant_score": {"filter": phrase_query(node)}}, rarity)
            case PassageRanges(ranges):
                return {"constant_score": {"filter": among(ranges), "boost": 0.0}}
            case Either(children):
                return _any([self._make(child, most_scored) for child in children])
            case Both(children, optional):
                must = [self._make(child, most_scored) for child in children]
                return {"bool": {"must": must, "should": [self._make(child, most_scored) for child in optional]}}
            case Without(child, excluded):
                return {"bool": {"must": [self._make(child, most_scored)], "must_not": [matching(excluded)]}}

    def _group(self, group: AnyTerm, most_scored: int) -> Query:
        side, terms = group.side, group.terms
        if group.weights:
            known = [self._frequencies[side, (term,)] for term in terms]
            frequency: float = sum(weight * each for weight, each in zip(group.weights, known, strict=True))
        else:
            frequency = self._frequencies[side, terms]
        if not frequency:
            return NOTHING
        if len(terms) > most_scored:
            inner: Query = {"constant_score": {"filter": _any_term(side, terms)}}
        else:
            weights = group.weights or (1.0,) * len(terms)
            parts = [
                {"term": {side: {"value": stored_term(term), "boost": weight}}}
                for term, weight in zip(terms, weights, strict=True)
            ]
            if len(parts) == 1:
                inner = parts[0]
            elif group.weights or group.disjoint:
                inner = {"bool": {"should": parts}}
            else:
                inner = {"dis_max": {"queries": parts}}
        return self._saturated(side, inner, self._idf(side, frequency))

    def _saturated(self, side: Side, inner: Query, rarity: float) -> Query:
        """Return a query with the BM25 scores of the frequencies that another one scores."""
        k1, b = self._bm25
        values = {
            "weight": rarity * (k1 + 1), "k1": k1, "b": b,
            "length": length_field(side), "average": self._averages[side],
        }  # fmt: skip
        return {"script_score": {"query": inner, "script": {"source": SATURATED, "params": values}}}

    def _idf(self, side: Side, frequency: float) -> float:
        return idf(self._counts[side], frequency)


def groups_of(node: Node) -> Iterator[Group]:
    """Yield the groups whose frequencies the scores of a query depend on."""
    match node:
        case AnyTerm(side, terms):
            if node.weights:
                yield from ((side, (term,)) for term in terms)
            else:
                yield side, terms
        case TermPhrase(side, slots):
            yield from ((side, slot) for slot in slots)
        case Either(children):
            for child in children:
                yield from groups_of(child)
        case Both(children, optional):
            for child in (*children, *optional):
                yield from groups_of(child)
        case Without(child):
            yield from groups_of(child)


def group_query(group: Group) -> Query:
    """Return the query for the passages of a group, which scores nothing."""
    side, terms = group
    return _any_term(side, terms)


def weights_query(node: AnyTerm | TermPhrase) -> Query:
    """Return the query that scores each passage by the greatest weight of a word's alternatives; a phrase is 1."""
    if isinstance(node, TermPhrase):
        return {"constant_score": {"filter": phrase_query(node), "boost": 1.0}}
    terms_of: dict[float, list[str]] = {}
    for term, weight in zip(node.terms, node.weights or (1.0,) * len(node.terms), strict=True):
        terms_of.setdefault(weight, []).append(term)
    sets = [
        {"constant_score": {"filter": _any_term(node.side, terms), "boost": weight}}
        for weight, terms in terms_of.items()
    ]
    return {"dis_max": {"queries": sets}} if sets else NOTHING


def matching(node: Node) -> Query:
    """Return the query that matches the same passages as a node, with any score.

    Raises:
        PhraseTooWideError: a phrase has too many arrangements.
    """
    match node:
        case AnyTerm(side, terms):
            return _any_term(side, terms)
        case TermPhrase():
            return phrase_query(node)
        case PassageRanges(ranges):
            return among(ranges)
        case Either(children):
            return (
                {"bool": {"should": list(map(matching, children)), "minimum_should_match": 1}} if children else NOTHING
            )
        case Both(children):
            return {"bool": {"filter": list(map(matching, children))}}
        case Without(child, excluded):
            return {"bool": {"filter": [matching(child)], "must_not": [matching(excluded)]}}


def among(ranges: Iterable[range]) -> Query:
    """Return the query for the passages in some ranges, which could be too many clauses if they were listed."""
    return {"terms": {"blocks": block_terms(blocks_covering(ranges))}}


def phrase_query(phrase: TermPhrase) -> Query:
    """Return the query for the passages with a phrase.

    Raises:
        PhraseTooWideError: it has too many arrangements.
    """
    side, slots = phrase.side, phrase.slots
    if not all(slots):
        return NOTHING
    if len(slots) == 1:
        return _any_term(side, slots[0])
    clauses = sum(map(len, slots)) * count_orders(phrase)
    if phrase.fillers:
        clauses = _clauses_with_fillers(phrase)
    if clauses > MAX_CLAUSES:
        raise PhraseTooWideError(
            f"a phrase with ~{phrase.slop} has too many arrangements for a cluster; use fewer words or a smaller number"
        )
    parts = list(_with_fillers(phrase) if phrase.fillers else _in_orders(phrase))
    return {"intervals": {side: parts[0] if len(parts) == 1 else {"any_of": {"intervals": parts}}}}


def _in_orders(phrase: TermPhrase) -> Iterator[Query]:
    """Yield the intervals for each order of a phrase's words."""
    if not phrase.slop:
        yield _row(map(_slot, phrase.slots))
        return
    runs = runs_of(phrase.slots, phrase.runs)
    for order in distinct_orders(runs):
        yield _row((_row(map(_slot, run)) if len(run) > 1 else _slot(run[0]) for run in order), phrase.slop)


def _with_fillers(phrase: TermPhrase) -> Iterator[Query]:
    """Yield the intervals for each order of a phrase's words and each number of fillers among them."""
    filler = _slot(phrase.fillers)
    orders = iter((phrase.slots,)) if phrase.in_order else distinct_orders(phrase.slots)
    for order in orders:
        for gaps in gaps_between(phrase.slop, len(order) - 1):
            parts = [
                each for word, gap in zip(order, (*gaps, 0), strict=True) for each in (_slot(word), *[filler] * gap)
            ]
            yield _row(parts)


def _clauses_with_fillers(phrase: TermPhrase) -> int:
    """Return the number of clauses of a phrase with fillers."""
    words = sum(map(len, phrase.slots))
    choices = list(gaps_between(phrase.slop, len(phrase.slots) - 1))
    return count_orders(phrase) * sum(words + sum(gaps) * len(phrase.fillers) for gaps in choices)


def _row(parts: Iterable[Query], gaps: int = 0) -> Query:
    return {"all_of": {"mode": "ordered", "max_gaps": gaps, "intervals": list(parts)}}


def _slot(terms: Sequence[str]) -> Query:
    parts: list[Query] = [{"match": {"query": stored_term(term), "analyzer": "keyword"}} for term in terms]
    return parts[0] if len(parts) == 1 else {"any_of": {"intervals": parts}}


def _any(queries: list[Query]) -> Query:
    return {"bool": {"should": queries, "minimum_should_match": 1}} if queries else NOTHING


def _any_term(side: Side, terms: Iterable[str]) -> Query:
    return {"terms": {side: list(map(stored_term, terms))}}


def _most_scored(node: Node) -> int:
    """Return the most alternatives of a word that are scored one by one, so that a query has not too many clauses.

    The passages of larger groups all score as if they had one of the alternatives once.
    """
    sizes = sorted(_sizes(node))
    left = MAX_CLAUSES - sum(_phrase_sizes(node))
    for place, size in enumerate(sizes):
        if size * (len(sizes) - place) > left:
            return max(1, left // (len(sizes) - place))
        left -= size
    return MAX_CLAUSES


def _sizes(node: Node) -> Iterator[int]:
    return (len(leaf.terms) for leaf in leaves_of(node) if isinstance(leaf, AnyTerm))


def _phrase_sizes(node: Node) -> Iterator[int]:
    for leaf in leaves_of(node):
        if isinstance(leaf, TermPhrase):
            yield _clauses_with_fillers(leaf) if leaf.fillers else sum(map(len, leaf.slots)) * count_orders(leaf)
