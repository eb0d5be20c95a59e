"""Measures how much of indexing one writer does when Dask workers process the documents.

Pages are indexed with Dask workers on this machine. The CPU time of the process that writes the index and that of the
workers are measured apart: more machines take over the second and never the first.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import Any

import bisearch
from benchmarks.speed.corpus import sentence_pairs, write_pages
from benchmarks.speed.measuring import in_process
from benchmarks.speed.stages import clocks

WORKERS = 2


def run(data: Path, size: int, engine: str, workers: int = WORKERS) -> dict[str, Any]:
    """Index pages by Dask workers.

    Args:
        data: folder of XQuAD-R, whose sentences make up the pages.
        size: number of sentence pairs in all pages.
        engine: name of the engine.
        workers: number of Dask workers.

    Returns:
        The number of pages and passages, and CPU seconds: of the writer by stage, and of all workers.
    """
    from distributed import Client, LocalCluster  # noqa: PLC0415 -- heavy

    with tempfile.TemporaryDirectory(prefix="bisearch-writer-") as temporary:
        folder = Path(temporary)
        pages = write_pages(sentence_pairs(data), size, folder / "pages")
        with (
            LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None, silence_logs=50) as cluster,
            Client(cluster, set_as_default=False) as client,
        ):
            client.wait_for_workers(workers, timeout=60)
            before = client.run(time.process_time)
            (passages, stages), cost = in_process(
                index_pages, folder / "pages", folder / "index", engine, cluster.scheduler_address
            )
            after = client.run(time.process_time)
    spent = sum(after[worker] - before[worker] for worker in before)
    return {
        "pages": pages, "passages": passages, "engine": engine, "workers_cpu": round(spent, 1),
        "writer_cpu": round(sum(stages.values()), 1), "writer_stages": stages, "peak_mb": cost.peak_mb,
    }  # fmt: skip


def index_pages(pages: Path, index: Path, engine: str, dask: str) -> tuple[int, dict[str, float]]:
    """Index pages by Dask workers; return the number of passages and the CPU seconds of this process by stage."""
    with clocks() as running:
        report = bisearch.build([pages], index, bisearch.BuildOptions(engine=engine, dask=dask))
        return report.passages, running.seconds()


def table(report: dict[str, Any]) -> str:
    """Return the report as Markdown."""
    writer, workers, pages = report["writer_cpu"], report["workers_cpu"], report["pages"]
    lines = [
        f"{pages:,} pages with {report['passages']:,} passages, engine {report['engine']}; CPU time, not wall time.",
        "",
        "| where | CPU seconds | share |",
        "|---|---|---|",
        f"| all workers | {workers:.1f} | {workers / (writer + workers):.0%} |",
        f"| the writer | {writer:.1f} | {writer / (writer + workers):.0%} |",
    ]
    lines += [
        f"| - {stage} | {seconds:.1f} | {seconds / (writer + workers):.0%} |"
        for stage, seconds in report["writer_stages"].items()
        if seconds >= 0.05
    ]
    bound = (
        f"One writer adds about {_rounded(pages / writer * 3_600):,} of these pages"
        f" ({_rounded(report['passages'] / writer * 3_600):,} passages) in an hour of CPU time, and keeps about"
        f" {workers / writer:.1f} workers busy."
    )
    return "\n".join([*lines, "", bound]) + "\n"


def _rounded(number: float) -> int:
    """Return a number with two significant digits."""
    return int(float(f"{number:.2g}"))
