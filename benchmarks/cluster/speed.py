"""The speed of a cluster of three nodes on one machine beside the engines that keep postings in files."""

from __future__ import annotations

import resource
import time
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

from benchmarks.cluster import breakdown
from benchmarks.cluster.corpus import HITS, KINDS, passages, queries, ranks, write
from benchmarks.cluster.nodes import Cluster
from bisearch.engines.opensearch.options import ClusterOptions
from bisearch.engines.registry import ENGINES, engine

if TYPE_CHECKING:
    from collections.abc import Callable

# Queries of each kind, by default; each is asked once by each engine before it is timed.
QUERIES = 40
# Passages that are written and removed before, so that the nodes have compiled their code, as long-running ones have.
WARMING = 10_000
# The heap of each node in the benchmark of speed, where no compiler is left out.
HEAP = "1g"


def run(size: int, count: int, folder: Path, report: Callable[[str], None]) -> dict[str, Any]:
    """Write and search a number of passages with each engine.

    Args:
        size: number of passages.
        count: number of queries of each kind.
        folder: where everything is kept.
        report: called with each step.
    """
    asked = queries(count, seed=641)
    engines: dict[str, dict[str, Any]] = {}
    with Cluster(folder / "nodes", java="", heap=HEAP) as cluster:
        report("warm the nodes up")
        _warm_up(cluster, folder / "warming")
        readers = {}
        for name in ENGINES:
            report(f"{name}: write {size:,} passages")
            postings = folder / name
            postings.mkdir(parents=True)
            options = ClusterOptions(cluster.hosts) if name == "opensearch" else None
            before = _cluster_seconds(cluster)
            began, spent = time.perf_counter(), time.process_time()
            write(engine(name, options).write(postings), passages(1, size + 1))
            engines[name] = {
                "seconds": time.perf_counter() - began,
                "processor_seconds": time.process_time() - spent + _cluster_seconds(cluster) - before,
                "bytes": sum(path.stat().st_size for path in postings.rglob("*") if path.is_file()),
            }
            readers[name] = engine(name).read(postings)
        report("making the passages alone")
        spent = time.process_time()
        for _ in passages(1, size + 1):
            pass
        making = time.process_time() - spent
        store = cluster.call("GET", "/bisearch-*-*/_stats/store")["_all"]["total"]["store"]["size_in_bytes"]
        engines["opensearch"]["bytes"] = store
        report("searches")
        times: dict[str, dict[str, list[float]]] = {name: {kind: [] for kind in KINDS} for name in ENGINES}
        before, searched = _cluster_seconds(cluster), 0
        for is_timed in (False, True):
            for kind, query in asked:
                for name, reader in readers.items():
                    began = time.perf_counter()
                    reader.search(query, HITS, ranks)
                    if is_timed:
                        times[name][kind].append(1000 * (time.perf_counter() - began))
                searched += 1
        for name, of_kinds in times.items():
            engines[name]["milliseconds"] = {
                kind: {"median": median(found), "99 %": _percentile_99(found)} for kind, found in of_kinds.items()
            }
        engines["opensearch"]["node_milliseconds"] = 1000 * (_cluster_seconds(cluster) - before) / searched
        report("where the time goes")
        parts = breakdown.of_engine(readers["opensearch"], asked)
        parts_of_archive = breakdown.of_archive(cluster.hosts, folder / "archive")
        for reader in readers.values():
            reader.close()
        memory = cluster.memory()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {
        "passages": size, "engines": engines, "making_seconds": making, "node_mib": memory, "client_mib": peak,
        "parts": parts, "parts_of_archive": parts_of_archive,
    }  # fmt: skip


def _warm_up(cluster: Cluster, postings: Path) -> None:
    """Write passages to an index of their own, and remove it."""
    postings.mkdir(parents=True)
    opensearch = engine("opensearch", ClusterOptions(cluster.hosts))
    write(opensearch.write(postings), passages(1, WARMING + 1))
    cluster.call("DELETE", "/bisearch-*-*")


def _percentile_99(milliseconds: list[float]) -> float:
    """Return the 99th percentile, between measured values."""
    return quantiles(milliseconds, n=100, method="inclusive")[98]


def _cluster_seconds(cluster: Cluster) -> float:
    """Return the processor seconds that the nodes have used."""
    total = 0
    for process in cluster.processes.values():
        fields = Path(f"/proc/{process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / 100
