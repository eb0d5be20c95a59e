"""The command `faults`, which imports the suite only when it runs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from benchmarks.docs import write_block
from benchmarks.options import sentences_option

if TYPE_CHECKING:
    from pathlib import Path


@click.command("faults")
@click.option("--kind", "kinds", multiple=True, help="Kind of fault; repeat for several. Default: all.")
@click.option("--count", type=click.IntRange(1), help="Number of tries. Default: each kind's own.")
@click.option("--engine", "engines", multiple=True, help="Engine of the indexes; repeat for several. Default: all.")
@sentences_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array with an object for each kind.")
@click.option("--write-docs", is_flag=True, help="Also write the table of the latest runs into docs/.")
def faults_command(  # noqa: PLR0913 -- one for each option
    kinds: tuple[str, ...], count: int | None, engines: tuple[str, ...], data: Path, *, as_json: bool, write_docs: bool
) -> None:
    """Inject faults into indexes and count what is lost: kills, failing disks, damage, malicious input."""
    from benchmarks.faults.outcome import table
    from benchmarks.faults.suite import ALL_KINDS, ARCHIVE_KINDS, latest_table, run
    from bisearch.engines.registry import LOCAL_ENGINES

    for hint, given, known in (("--kind", kinds, ALL_KINDS), ("--engine", engines, LOCAL_ENGINES)):
        if not set(given) <= set(known):
            raise click.BadParameter(f"must be one of {', '.join(known)}", param_hint=hint)
    if not kinds and not data.is_dir():
        kinds = tuple(kind for kind in ALL_KINDS if kind not in ARCHIVE_KINDS)
    elif not data.is_dir() and not ARCHIVE_KINDS.keys().isdisjoint(kinds):
        raise click.BadParameter(
            f"{data} is missing; get it with: python -m benchmarks fetch xquad-r", param_hint="--data"
        )
    outcomes = run(kinds or ALL_KINDS, engines or LOCAL_ENGINES, count, data=data)
    click.echo(
        json.dumps([each.record() for each in outcomes], ensure_ascii=False, indent=2) if as_json else table(outcomes)
    )
    if write_docs:
        write_block("faults", latest_table(), "reliability.md")
