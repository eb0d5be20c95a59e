"""Where the time of a search in a cluster goes: the client's own work, the nodes, and the way between them."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, Any
from unittest import mock

import bisearch
from benchmarks.cluster.corpus import HITS, KINDS, ranks
from benchmarks.speed.stages import REST, clocks
from bisearch.cli.demo_archive import QUERIES, archive
from bisearch.engines.opensearch.connection import Connection
from bisearch.engines.opensearch.options import ClusterOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from bisearch.engines.nodes import Node
    from bisearch.engines.port import EngineReader

_ENGINE = "bisearch.engines.opensearch"
NODES, WAY, QUERY, PASSAGES, MARKS = "nodes", "network and JSON", "cluster query and answer", "passages", "marks"
# The parts of a search, in the order of the table.
PARTS = (NODES, WAY, QUERY, PASSAGES, MARKS, REST)
# The parts that clocks measure: `WAY` still includes the nodes' own time, which their answers give.
_STAGES = {
    WAY: ((f"{_ENGINE}.connection", "Connection.request"),),
    QUERY: ((f"{_ENGINE}.reader", "OpenSearchReader.search"), (f"{_ENGINE}.reader", "OpenSearchReader.prepare")),
    PASSAGES: (("bisearch.searching.hits", "HitBuilder._read"),),
    MARKS: (("bisearch.searching.highlighting", "Highlighter.marks"),),
}
# Searches of the demonstration archive, after as many that are not measured.
REPEATS = 50


def of_engine(reader: EngineReader, asked: Sequence[tuple[str, Node]]) -> dict[str, dict[str, float]]:
    """Return the mean milliseconds of each part of a search by the engine alone, for each kind of query."""

    def search(queries: Sequence[Node]) -> None:
        for query in queries:
            reader.search(query, HITS, ranks)

    kinds = {kind: [query for each, query in asked if each == kind] for kind in KINDS}
    return {kind: _measured(len(queries), partial(search, queries)) for kind, queries in kinds.items()}


def of_archive(hosts: tuple[str, ...], folder: Path) -> dict[str, float]:
    """Return the mean milliseconds of each part of a whole search, with passages and marks.

    Args:
        hosts: the nodes.
        folder: a new folder for an index of the demonstration archive.
    """
    options = bisearch.BuildOptions(engine="opensearch", cluster=ClusterOptions(hosts))
    bisearch.build([archive()], folder, options)
    with bisearch.open(folder) as index:

        def search() -> None:
            for _ in range(REPEATS):
                for query in QUERIES:
                    list(index.search(query, limit=HITS))

        search()
        return _measured(REPEATS * len(QUERIES), search)


def _measured(count: int, work: Callable[[], object]) -> dict[str, float]:
    """Return the mean milliseconds of each part of some searches that a function does."""
    took = _Took()
    with took.recorded(), clocks(_STAGES, time.perf_counter) as running:
        work()
        seconds = running.seconds()
    nodes = took.milliseconds / 1000
    parts = {**seconds, NODES: nodes, WAY: seconds[WAY] - nodes}
    return {name: 1000 * parts[name] / count for name in PARTS}


class _Took:
    """Adds up the milliseconds that nodes say their answers took."""

    def __init__(self) -> None:
        self.milliseconds = 0

    def recorded(self) -> AbstractContextManager[object]:
        """Return a context that records the answers of all connections."""
        request = Connection.request

        def recording(*args: Any, **kwargs: Any) -> Any:
            answer = request(*args, **kwargs)
            self.milliseconds += answer.get("took", 0) if isinstance(answer, dict) else 0
            return answer

        return mock.patch.object(Connection, "request", recording)
