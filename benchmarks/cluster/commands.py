"""The command `cluster`, which imports its benchmark only when it runs."""

from __future__ import annotations

import json
import tempfile
from functools import partial
from pathlib import Path

import click

from benchmarks.docs import read_block, write_block
from benchmarks.options import docs_option

PAGE = "cluster.md"
FAULTS_BLOCK = "cluster-faults"


@click.command("cluster")
@click.option("--searches", default=2_000, show_default=True, help="Searches under each fault.")
@click.option("--passages", default=20_000, show_default=True, help="Passages written under each fault.")
@click.option("--times", default=3, show_default=True, help="How often each fault is tried.")
@click.option("--fault", "faults", multiple=True, help="Only faults whose name has this text; repeat for several.")
@click.option("--size", "sizes", multiple=True, type=int, help="Measure speed over so many passages instead; repeat.")
@click.option("--queries", "count", default=40, show_default=True, type=click.IntRange(2),
              help="Queries of each kind, with --size.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@docs_option
def cluster_command(  # noqa: PLR0913 -- one parameter for each option
    *,
    searches: int,
    passages: int,
    times: int,
    faults: tuple[str, ...],
    sizes: tuple[int, ...],
    count: int,
    as_json: bool,
    write_docs: bool,
) -> None:
    """Kill, pause and cut off nodes of a cluster, and compare its answers with whoosh's; or measure its speed."""
    from benchmarks.cluster.report import (
        faults_record,
        faults_table,
        hundred_million_table,
        parts_table,
        speed_table,
    )

    say = partial(click.echo, err=True)
    with tempfile.TemporaryDirectory(prefix="bisearch-cluster-") as folder:
        if sizes:
            from benchmarks.cluster import speed

            reports = [speed.run(size, count, Path(folder, str(size)), say) for size in sizes]
            tables = {
                "cluster-speed": speed_table(reports), "cluster-parts": parts_table(reports),
                "cluster-100-million": hundred_million_table(reports),
            }  # fmt: skip
            record: object = reports
        else:
            from benchmarks.cluster.faults import FAULTS, Harness

            harness = Harness(Path(folder), searches, passages, say)
            chosen = [each for each in FAULTS if not faults or any(text in each for text in faults)]
            outcomes = harness.run(chosen, times)
            tables, record = {FAULTS_BLOCK: faults_table(outcomes)}, faults_record(outcomes)
    click.echo(json.dumps(record, indent=1, ensure_ascii=False) if as_json else "\n".join(tables.values()), nl=as_json)
    if write_docs:
        if FAULTS_BLOCK in tables:
            tables[FAULTS_BLOCK] = faults_table(outcomes, read_block(FAULTS_BLOCK, PAGE))
        for name, table in tables.items():
            write_block(name, table, PAGE)
