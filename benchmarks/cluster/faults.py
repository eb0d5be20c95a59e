"""What a cluster's searches and commits do while nodes die, stop, are cut off, or have no room."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from benchmarks.cluster import cuts
from benchmarks.cluster.corpus import HITS, Expected, passages, queries, ranks, write
from benchmarks.cluster.nodes import Cluster, free_ports
from bisearch.engines.opensearch.engine import OpenSearchEngine
from bisearch.engines.opensearch.options import ClusterOptions
from bisearch.engines.opensearch.reader import OpenSearchReader
from bisearch.engines.opensearch.searches import Searches
from bisearch.errors import ClusterError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

# Passages that the searches go over.
SEARCHED = 5_000
# Distinct queries of each kind; the searches repeat them.
QUERIES = 55
# The share of the searches or of the passages after which the fault happens, and after which its node is back.
FAULT, BACK = 0.25, 0.6
# In the name of each fault that cuts a node off the network.
CUT = "cut off"
# Seconds that a control goes on asking: it is to fail.
CONTROL_PATIENCE = 1.0
# Searches and passages of a control, and of an index that loses a node within a second of its creation.
CONTROL_SEARCHES, YOUNG = 200, 2_000


@dataclass(slots=True)
class Outcome:
    """What happened under a fault.

    Attributes:
        fault: the fault.
        count: number of searches, or of passages written.
        right: number of right answers.
        wrong: number of wrong answers.
        errors: number of searches or commits that ended with an error.
        longest: the longest search in seconds; 0 if none was timed.
        is_control: whether the fault is to show that the harness notices: errors or wrong answers are expected.
        message: the last error.
        obstacle: why this machine cannot try the fault; then nothing was counted.
    """

    fault: str
    count: int = 0
    right: int = 0
    wrong: int = 0
    errors: int = 0
    longest: float = 0.0
    is_control: bool = False
    message: str = ""
    obstacle: str = ""


@dataclass(slots=True)
class Harness:
    """A cluster with an index, and whoosh's answers.

    Attributes:
        folder: where everything is kept.
        searches: number of searches under each fault.
        passages: number of passages written under each fault.
        report: called with each step.
    """

    folder: Path
    searches: int
    passages: int
    report: Callable[[str], None]
    _number: int = field(default=0, init=False)
    _known: dict[int, Expected] = field(default_factory=dict, init=False)

    def run(self, faults: Iterable[str], times: int) -> list[Outcome]:
        """Try each fault some times; one that this machine does not permit has one outcome, with the obstacle."""
        outcomes: list[Outcome] = []
        for fault in faults:
            obstacle = cuts.obstacle(tuple(free_ports(2))) if CUT in fault else ""
            if obstacle:
                self.report(f"{fault}: not tried: {obstacle}")
                outcomes.append(Outcome(fault, obstacle=obstacle))
            else:
                outcomes += [self._try(fault) for _ in range(times)]
        return outcomes

    def _try(self, fault: str) -> Outcome:
        """Try a fault once, on a cluster of its own."""
        self._number += 1
        self.report(fault)
        place = self.folder / f"{self._number}"
        kinds = {"search": self._search, "write": self._write, "disk": self._fill_disk}
        with Cluster(place / "nodes", settings=self._settings(fault), can_cut=CUT in fault) as cluster:
            outcome = kinds.get(fault.replace(",", " ").split()[0], self._control)(fault, cluster, place)
        self.report(f"{outcome.right} right, {outcome.wrong} wrong, {outcome.errors} errors {outcome.message}")
        return outcome

    @staticmethod
    def _settings(fault: str) -> dict[str, object]:
        return {"cluster.info.update.interval": "10s"} if fault.startswith("disk") else {}

    def _expected(self, stop: int) -> Expected:
        if stop not in self._known:
            asked = [query for _, query in queries(QUERIES, seed=stop)]
            self._known[stop] = Expected(self.folder / f"whoosh-{stop}", stop, asked)
        return self._known[stop]

    def _search(self, fault: str, cluster: Cluster, place: Path) -> Outcome:
        expected, reader = self._index(cluster, place, SEARCHED)
        harmed: list[int] = []

        def mend() -> None:
            if CUT in fault:
                cluster.wait_until_left_out(*harmed)
            _mend(cluster)

        changes: dict[int, Callable[[], None]] = {
            int(FAULT * self.searches): lambda: harmed.append(_harm(fault, cluster)),
            int(BACK * self.searches): mend,
        }
        outcome = _searched(Outcome(fault), expected, reader, self.searches, changes)
        reader.close()
        return outcome

    def _write(self, fault: str, cluster: Cluster, place: Path) -> Outcome:
        count = YOUNG if "created" in fault else self.passages
        expected = self._expected(count + 1)
        postings = place / "postings"
        postings.mkdir(parents=True)
        first = 1 if "created" in fault else int(FAULT * count)

        def on_passage(number: int) -> None:
            if number == first:
                _harm(fault, cluster)
            elif number == int(BACK * count):
                _mend(cluster)

        outcome = Outcome(fault, count)
        try:
            write(_engine(cluster).write(postings), passages(1, count + 1), on_passage)
            reader = OpenSearchReader(postings)
            outcome.wrong = expected.count_wrong(reader) + abs(count - reader.passage_count)
            outcome.right = len(expected.asked) - outcome.wrong
            reader.close()
        except ClusterError as error:
            outcome.errors, outcome.message = 1, str(error)
        return outcome

    def _fill_disk(self, fault: str, cluster: Cluster, place: Path) -> Outcome:
        """Count it as right if the commit fails with a clear error, the old answers stay, and later commits succeed."""
        expected, reader = self._index(cluster, place, YOUNG)
        watermark = "cluster.routing.allocation.disk"
        names = {f"{watermark}.watermark.{each}": "900tb" for each in ("low", "high", "flood_stage")}
        cluster.call("PUT", "/_cluster/settings", {"transient": {f"{watermark}.threshold_enabled": True, **names}})
        time.sleep(15)
        outcome = Outcome(fault, YOUNG)
        postings = place / "postings"
        try:
            write(_engine(cluster).write(postings), passages(YOUNG + 1, 2 * YOUNG))
            outcome.wrong += 1
        except ClusterError as error:
            outcome.errors, outcome.message = 1, str(error)
            outcome.wrong += "disks are full" not in str(error)
        outcome.wrong += expected.count_wrong(reader)
        reader.close()
        old = OpenSearchReader(postings)
        outcome.wrong += expected.count_wrong(old)
        old.close()
        cleared: dict[str, object] = dict.fromkeys(names)
        cluster.call("PUT", "/_cluster/settings", {"transient": {f"{watermark}.threshold_enabled": False, **cleared}})
        cluster.call("PUT", "/bisearch-*/_settings", {"index.blocks.read_only_allow_delete": None})
        write(_engine(cluster).write(postings), passages(YOUNG + 1, 2 * YOUNG))
        newer = OpenSearchReader(postings)
        outcome.wrong += self._expected(2 * YOUNG).count_wrong(newer)
        outcome.right = 2 * len(expected.asked) + len(self._expected(2 * YOUNG).asked) - outcome.wrong
        newer.close()
        return outcome

    def _control(self, fault: str, cluster: Cluster, place: Path) -> Outcome:
        expected, reader = self._index(cluster, place, YOUNG, replicas=0)
        with _accepting_partial("partial" in fault):
            reader.searches = Searches(reader._connection, reader.state, CONTROL_PATIENCE)  # noqa: SLF001 -- a control
            changes: dict[int, Callable[[], None]] = {
                int(FAULT * CONTROL_SEARCHES): lambda: cluster.kill(cluster.manager())
            }
            outcome = _searched(Outcome(fault, is_control=True), expected, reader, CONTROL_SEARCHES, changes)
        reader.close()
        return outcome

    def _index(self, cluster: Cluster, place: Path, count: int, replicas: int = 1) -> tuple[Expected, OpenSearchReader]:
        expected = self._expected(count + 1)
        postings = place / "postings"
        postings.mkdir(parents=True)
        write(_engine(cluster, replicas).write(postings), passages(1, count + 1))
        return expected, OpenSearchReader(postings)


# The order is that of the table.
FAULTS = (
    "search, data node killed", "search, manager killed", "search, data node paused", "search, manager paused",
    f"search, data node {CUT}", f"search, manager {CUT}",
    "write, data node killed", "write, manager killed", "write, node killed as the index is created", "disk full",
    "control: no replicas", "control: no replicas, partial answers accepted",
)  # fmt: skip


def _engine(cluster: Cluster, replicas: int = 1) -> OpenSearchEngine:
    return OpenSearchEngine(ClusterOptions(cluster.hosts, replicas=replicas))


def _harm(fault: str, cluster: Cluster) -> int:
    """Do to a node what the fault says, and return the node's number."""
    manager = cluster.manager()
    chosen = manager if "manager" in fault else next(each for each in cluster.processes if each != manager)
    if "paused" in fault:
        cluster.pause(chosen)
    elif CUT in fault:
        cluster.cut_off(chosen)
    else:
        cluster.kill(chosen)
    return chosen


def _mend(cluster: Cluster) -> None:
    for number in (1, 2, 3):
        if number in cluster.processes:
            cluster.resume(number)
        else:
            cluster.start_node(number)


def _searched(
    outcome: Outcome, expected: Expected, reader: OpenSearchReader, count: int, changes: dict[int, Callable[[], None]]
) -> Outcome:
    """Search again and again, and change the cluster before some of the searches."""
    outcome.count = count
    for number in range(count):
        if number in changes:
            changes[number]()
        place = number % len(expected.asked)
        began = time.perf_counter()
        try:
            is_right = expected.is_right(place, reader.search(expected.asked[place], HITS, ranks))
        except ClusterError as error:
            outcome.errors, outcome.message = outcome.errors + 1, str(error)
        else:
            outcome.right, outcome.wrong = outcome.right + is_right, outcome.wrong + (not is_right)
        outcome.longest = max(outcome.longest, time.perf_counter() - began)
    return outcome


@contextmanager
def _accepting_partial(accepts: bool) -> Iterator[None]:  # noqa: FBT001 -- the only argument
    Searches.accepts_partial = accepts
    try:
        yield
    finally:
        Searches.accepts_partial = False
