"""The command `faults`, which imports the suite only when it runs."""

from __future__ import annotations

import json

import click

from benchmarks.docs import write_block


@click.command("faults")
@click.option("--kind", "kinds", multiple=True, help="Kind of fault; repeat for several. Default: all.")
@click.option("--count", type=click.IntRange(1), help="Number of tries. Default: each kind's own.")
@click.option("--engine", "engines", multiple=True, help="Engine of the indexes; repeat for several. Default: all.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array with an object for each kind.")
@click.option("--write-docs", is_flag=True, help="Also write the table of the latest runs into docs/.")
def faults_command(
    kinds: tuple[str, ...], count: int | None, engines: tuple[str, ...], *, as_json: bool, write_docs: bool
) -> None:
    """Inject faults into indexes and count what is lost: kills, failing disks, damage, malicious input."""
    from benchmarks.faults.outcome import table
    from benchmarks.faults.suite import KINDS, latest_table, run
    from bisearch.engines.registry import ENGINES

    for hint, given, known in (("--kind", kinds, KINDS), ("--engine", engines, ENGINES)):
        if not set(given) <= set(known):
            raise click.BadParameter(f"must be one of {', '.join(known)}", param_hint=hint)
    outcomes = run(kinds or KINDS, engines or ENGINES, count)
    click.echo(
        json.dumps([each.record() for each in outcomes], ensure_ascii=False, indent=2) if as_json else table(outcomes)
    )
    if write_docs:
        write_block("faults", latest_table(), "reliability.md")
