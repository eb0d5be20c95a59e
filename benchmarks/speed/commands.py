"""The commands `speed` and `profile`, which import the benchmark only when they run."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from benchmarks.docs import write_block
from benchmarks.options import docs_option, sentences_option
from bisearch.engines.registry import ENGINES

if TYPE_CHECKING:
    from collections.abc import Sequence


@click.command("speed")
@sentences_option
@click.option(
    "--passages",
    "sizes",
    multiple=True,
    default=(10_000,),
    show_default=True,
    help="Size of the corpus in passages; repeat for several sizes.",
)
@click.option(
    "--engine",
    "engines",
    multiple=True,
    default=("whoosh", "tantivy"),
    show_default=True,
    help="Engine of bisearch; repeat for several.",
)
@click.option(
    "--baseline",
    "baselines",
    multiple=True,
    default=("whoosh", "tantivy", "FTS5", "bm25s", "Lucene"),
    show_default=True,
    help="Bare engine to compare with; repeat for several; `none` for none.",
)
@click.option("--queries", default=50, show_default=True, help="Queries of each kind and language.")
@click.option(
    "--jobs",
    multiple=True,
    type=click.IntRange(1),
    default=(1, 2),
    show_default=True,
    help="Number of processes bisearch indexes with; repeat for several.",
)
@click.option("--raw", is_flag=True, help="Also index the corpus as pages, whose texts are split and aligned.")
@click.option("--load/--no-load", default=True, help="Measure concurrent searches.  [default: on]")
@click.option(
    "--out",
    default="runs/speed",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the reports; a size that already has one is not measured again.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list with a report for each size.")
@click.option(
    "--plot",
    "picture",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Save a plot by size as PNG.",
)
@click.option("--aligning", is_flag=True, help="Measure only aligning, next to hunalign if it is installed.")
@click.option("--dask", is_flag=True, help="Measure only the share of one writer when Dask workers process pages.")
@docs_option
def speed_command(
    picture: Path | None, *, aligning: bool, dask: bool, as_json: bool, write_docs: bool, **settings: Any
) -> None:
    """Measure start-up, indexing, queries and load on synthetic corpora, next to bare engines."""
    if aligning:
        _measure_aligning(settings["data"], max(settings["sizes"]), as_json=as_json, write_docs=write_docs)
        return
    if dask:
        _measure_writer(
            settings["data"], settings["sizes"], settings["engines"], as_json=as_json, write_docs=write_docs
        )
        return
    from benchmarks.speed.report import plot, tables
    from benchmarks.speed.run import SpeedOptions, run

    settings["baselines"] = tuple(name for name in settings["baselines"] if name != "none")
    reports = run(SpeedOptions(**settings), lambda step: click.echo(step, err=True))
    click.echo(json.dumps(reports, indent=1) if as_json else tables(reports), nl=as_json)
    if picture is not None:
        plot(reports, picture)
    if write_docs:
        write_block("speed", tables(reports))


def _measure_aligning(data: Path, size: int, *, as_json: bool, write_docs: bool) -> None:
    from benchmarks.speed.aligning import run, table

    report = run(data, size)
    click.echo(json.dumps(report, indent=1) if as_json else table(report), nl=as_json)
    if write_docs:
        write_block("aligning", table(report), "alignment.md")


def _measure_writer(
    data: Path, sizes: Sequence[int], engines: Sequence[str], *, as_json: bool, write_docs: bool
) -> None:
    from benchmarks.speed.writer import run, table

    reports = [run(data, max(sizes), engine) for engine in engines]
    shown = "\n".join(map(table, reports))
    click.echo(json.dumps(reports, indent=1) if as_json else shown, nl=as_json)
    if write_docs:
        write_block("writer", shown, "cluster.md")


@click.command("profile")
@sentences_option
@click.option("--passages", "size", default=20_000, show_default=True, type=click.IntRange(1))
@click.option("--engine", default="tantivy", show_default=True, type=click.Choice(ENGINES))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object: seconds by module.")
@docs_option
def profile_command(data: Path, size: int, engine: str, *, as_json: bool, write_docs: bool) -> None:
    """Show which modules take the time of indexing, of searching and of starting up."""
    from benchmarks.speed.profiling import run, table

    with TemporaryDirectory() as folder:
        report = run(data, size, engine, Path(folder))
    click.echo(json.dumps(report, indent=1) if as_json else table(report), nl=as_json)
    if write_docs:
        write_block("profile", table(report))
