"""Searches the passages of one generation in a cluster."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any

from bisearch.deadline import NO_DEADLINE
from bisearch.engines.blocks import narrowed, ranges_with
from bisearch.engines.bm25 import K1, B, Bm25
from bisearch.engines.nodes import AnyTerm, leaves_of
from bisearch.engines.opensearch.connection import Connection
from bisearch.engines.opensearch.layout import BOTH, length_field
from bisearch.engines.opensearch.query import (
    QueryMaker,
    among,
    group_query,
    groups_of,
    matching,
    weights_query,
)
from bisearch.engines.opensearch.searches import PAGE, Searches
from bisearch.engines.opensearch.state import read_state
from bisearch.engines.port import EngineMatches, Estimate, Match
from bisearch.errors import ClusterError, IndexDamagedError
from bisearch.model import SIDES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from bisearch.deadline import Deadline
    from bisearch.engines.nodes import Node, TermPhrase
    from bisearch.engines.opensearch.query import Group, Query
    from bisearch.engines.opensearch.state import ClusterState
    from bisearch.engines.port import Ranks
    from bisearch.model import Side
    from bisearch.storage.identity import Identity

# Scores are sums of single-precision numbers, so smaller differences are ties.
DIGITS = 4
ROUNDED = f"Math.round(_score * {10**DIGITS}.0) / {10**DIGITS}.0"
# Frequencies kept in memory, and the numbers of matches.
KNOWN = 100_000
# All matches come faster than those in more ranges of passages than this.
MAX_RANGES = 300
# Work in postings (see `Estimate`), beside the time that a request takes: of a term, of each of its passages, and of
# each passage that may have a phrase.
TERM_WORK, POSTING_WORK, PHRASE_WORK = 50, 0.2, 2


class OpenSearchReader:
    """Implements `bisearch.engines.port.EngineReader`.

    Args:
        folder: folder of the postings.
        identity: the identity of the generation; None accepts any.

    Raises:
        IndexDamagedError: the local file is missing, malformed, or belongs to another generation.
        ClusterError: the cluster does not answer, or does not have this generation.
    """

    is_remote = True

    def __init__(self, folder: Path, identity: Identity | None = None) -> None:
        self._folder = folder
        self.state = read_state(folder)
        if identity is not None and (self.state.index_id, self.state.commit_id) != tuple(identity):
            raise IndexDamagedError(f"{folder}: belongs to another index or commit")
        self._connection = Connection(self.state.options)
        self.searches = Searches(self._connection, self.state)
        self._deadline = NO_DEADLINE
        self._bm25 = Bm25(K1, B)
        self._frequencies: dict[Group, int] = {}
        self._totals: dict[Node, int] = {}
        self._alive = _alive(self.state)
        try:
            self._read_statistics()
        except BaseException:
            self._connection.close()
            raise

    def _read_statistics(self) -> None:
        """Ask how many passages have each side, and how long the sides are."""
        sums: dict[str, Any] = {}
        for side in SIDES:
            sums |= {
                side: {"value_count": {"field": length_field(side)}},
                f"{side} words": {"sum": {"field": length_field(side)}},
            }
        both = {"filter": {"term": {"sides": BOTH}}}
        body = {"size": 0, "track_total_hits": True, "query": self._alive, "aggs": {**sums, "both": both}}
        (found,) = self.searches.ask([body])
        passages, values = found["hits"]["total"]["value"], found["aggregations"]
        if passages != self.state.passages:
            raise ClusterError(
                f"the cluster's index {self.state.index} has {passages:,} of the {self.state.passages:,} passages of"
                " this generation; use the newest copy of the index's folder, or restore the cluster's index from a"
                " snapshot"
            )
        self._two_sided = int(values["both"]["doc_count"])
        self._counts: dict[Side, int] = {side: int(values[side]["value"]) for side in SIDES}
        self._averages = {
            side: values[f"{side} words"]["value"] / self._counts[side] if self._counts[side] else 1.0 for side in SIDES
        }

    @property
    def passage_count(self) -> int:
        """The number of passages."""
        return self.state.passages

    def for_search(self, deadline: Deadline) -> OpenSearchReader:
        """Return a reader of the same generation for a single search; closing this one closes both."""
        other = copy(self)
        other._deadline = deadline  # noqa: SLF001 -- our own class
        return other

    def with_bm25(self, parameters: Bm25) -> OpenSearchReader:
        """Return a reader of the same generation that scores with other parameters; closing this one closes both."""
        other = copy(self)
        other._bm25 = parameters  # noqa: SLF001 -- our own class
        return other

    def prepare(self, nodes: Sequence[Node], counted: Sequence[Node] = ()) -> None:
        """Ask in one request for the frequencies of all words of some queries, and for others' numbers of matches."""
        self._learn([group for node in nodes for group in (*groups_of(node), *_estimated(node))], counted)

    def search(self, query: Node, limit: int | None = None, ranks: Ranks | None = None) -> EngineMatches:
        """Find the passages that match a query, as `bisearch.engines.port.EngineReader` defines it.

        Passages with equal scores are ordered by the stored ids of their documents, which is the order of `ranks`.
        """
        if limit == 0:
            self._learn([], [query])
            return EngineMatches(self._totals[query], [])
        self._learn(list(groups_of(query)))
        made = self._maker().make(query)
        if limit is None:
            return self._all(made)
        one_sided = self.passage_count - self._two_sided
        kinds: list[dict[str, Any]] = [{}]
        if one_sided and self._two_sided:
            two_sided = {"term": {"sides": BOTH}}
            kinds = [{"filter": [two_sided]}, {"must_not": [two_sided]}]
        order: list[object] = [{"_score": "desc"}, {"passage": "asc"}, {"sides": "asc"}]
        if ranks is not None:
            order.insert(1, {"document": "asc"})
        asked = [_body(self._scored({"bool": {"must": [made], **kind}}), limit, sort=order) for kind in kinds]
        matches, total = [], 0
        for answer in self._ask(asked):
            total += answer["hits"]["total"]["value"]
            for hit in answer["hits"]["hits"]:
                score, *_, passage, sides = hit["sort"]
                matches.append(Match(passage, round(score, DIGITS), sides == BOTH))
        self._keep(self._totals, {query: total})
        return EngineMatches(total, matches)

    def passages(self, query: Node) -> list[int]:
        """Return the numbers of all passages that match a query."""
        made = {"bool": {"filter": [matching(query), self._alive]}}
        return [hit["sort"][0] for hit in self._pages(made, scores=False)]

    def ranges_with_matches(self, query: Node, ranges: Sequence[range], total: int) -> list[range]:  # noqa: ARG002 -- the interface's signature
        """Return those of some ranges of passages that have a passage that matches a query."""
        among = narrowed(query, ranges) if len(ranges) <= MAX_RANGES else query
        return ranges_with(self.passages(among), ranges)

    def weights(self, node: AnyTerm | TermPhrase) -> dict[int, float]:
        """Return the greatest weight of a word or phrase in each passage that contains it."""
        made = {"bool": {"must": [weights_query(node)], "filter": [self._alive]}}
        return {hit["sort"][0]: round(hit["_score"], DIGITS) for hit in self._pages(made)}

    def estimate(self, node: AnyTerm | TermPhrase) -> Estimate:
        """Estimate what it takes to look up a word or a phrase."""
        if isinstance(node, AnyTerm):
            self._learn([(node.side, node.terms)])
            matches = self._frequencies[node.side, node.terms]
            return Estimate(TERM_WORK * len(node.terms) + POSTING_WORK * matches, matches)
        self._learn([(node.side, slot) for slot in node.slots])
        found = [self._frequencies[node.side, slot] for slot in node.slots]
        matches = min(found)
        work = TERM_WORK * sum(map(len, node.slots)) + POSTING_WORK * sum(found)
        return Estimate(work + PHRASE_WORK * len(node.slots) * matches, matches)

    def document_frequency(self, side: Side, term: str) -> int:
        """Return the number of passages that contain a term on a side."""
        self._learn([(side, (term,))])
        return self._frequencies[side, (term,)]

    def verify(self) -> None:
        """Compare the numbers of all passages with what the commit had.

        Raises:
            IndexDamagedError: passages are missing.
        """
        count = 0
        for hit in self._pages(self._alive, scores=False):
            count += 1
            if not 0 <= hit["sort"][0] < self.state.bound:
                raise IndexDamagedError(f"{self._folder}: the cluster has passages that no commit has")
        if count != self.state.passages:
            raise IndexDamagedError(f"{self._folder}: the cluster has {count:,} of {self.state.passages:,} passages")

    def close(self) -> None:
        """Close all connections; the reader cannot be used afterwards."""
        self._connection.close()

    def _ask(self, bodies: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        return self.searches.ask(bodies, self._deadline)

    def _maker(self) -> QueryMaker:
        return QueryMaker(self._frequencies, self._counts, self._averages, self._bm25)

    def _learn(self, groups: Sequence[Group], nodes: Sequence[Node] = ()) -> None:
        """Ask for the frequencies of groups, and the numbers of matches of queries, that are not known yet."""
        wanted = [group for group in dict.fromkeys(groups) if group not in self._frequencies]
        self._keep(self._frequencies, {group: 0 for group in wanted if not group[1]})
        wanted = [group for group in wanted if group[1]]
        queries = [node for node in dict.fromkeys(nodes) if node not in self._totals]
        bodies = [_count_body({"bool": {"filter": [matching(node), self._alive]}}) for node in queries]
        if wanted:
            filters = {str(place): group_query(group) for place, group in enumerate(wanted)}
            any_group = {"bool": {"should": list(filters.values()), "minimum_should_match": 1, "filter": [self._alive]}}
            bodies.append({"size": 0, "query": any_group, "aggs": {"groups": {"filters": {"filters": filters}}}})
        if not bodies:
            return
        answers = self._ask(bodies)
        if wanted:
            found = answers.pop()["aggregations"]["groups"]["buckets"]
            self._keep(self._frequencies, {group: found[str(place)]["doc_count"] for place, group in enumerate(wanted)})
        totals = (answer["hits"]["total"]["value"] for answer in answers)
        self._keep(self._totals, dict(zip(queries, totals, strict=True)))

    @staticmethod
    def _keep(known: dict[Any, int], new: dict[Any, int]) -> None:
        """Add to what is known; other threads may add too."""
        if len(known) > KNOWN:
            for key in list(known)[: KNOWN // 2]:
                known.pop(key, None)
        known.update(new)

    def _scored(self, query: Query) -> Query:
        """Return a query among the passages of the generation, with rounded scores."""
        among_living = {"bool": {"must": [query], "filter": [self._alive]}}
        return {"script_score": {"query": among_living, "script": {"source": ROUNDED}}}

    def _all(self, made: Query) -> EngineMatches:
        """Return all passages that match."""
        matches = [
            Match(hit["sort"][0], round(hit["_score"], DIGITS), hit["sort"][1] == BOTH)
            for hit in self._pages(self._scored(made))
        ]
        return EngineMatches(len(matches), matches)

    def _pages(self, query: Query, *, scores: bool = True) -> Iterator[dict[str, Any]]:
        """Yield every hit of a query, by passage numbers, with `scores` or without."""
        body = _body(query, PAGE, sort=[{"passage": "asc"}, {"sides": "asc"}])
        body["track_scores"], body["track_total_hits"] = scores, False
        while True:
            (answer,) = self._ask([body])
            hits = answer["hits"]["hits"]
            yield from hits
            if len(hits) < PAGE:
                return
            body["search_after"] = hits[-1]["sort"]


def _estimated(node: Node) -> Iterator[Group]:
    """Yield the groups that estimates of a query need beside those that its scores do."""
    return ((leaf.side, leaf.terms) for leaf in leaves_of(node) if isinstance(leaf, AnyTerm))


def _alive(state: ClusterState) -> Query:
    """Return the query for the passages of a generation."""
    removed = [among(state.removed_ranges)] if state.removed else []
    return {"bool": {"filter": [{"range": {"passage": {"lt": state.bound}}}], "must_not": removed}}


def _body(query: Query, size: int, sort: Sequence[object]) -> dict[str, Any]:
    return {
        "size": size, "track_total_hits": True, "_source": False, "stored_fields": "_none_", "sort": list(sort),
        "query": query,
    }  # fmt: skip


def _count_body(query: Query) -> dict[str, Any]:
    return {"size": 0, "track_total_hits": True, "query": query}
