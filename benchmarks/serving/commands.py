"""The command `serving`, which imports its benchmark only when it runs."""

from __future__ import annotations

import json
import tempfile
from functools import partial
from pathlib import Path

import click

from benchmarks.docs import write_block
from benchmarks.options import docs_option, sentences_option


@click.command("serving")
@sentences_option
@click.option("--passages", default=75_000, show_default=True, help="Size of the archive in passages.")
@click.option("--engine", default="tantivy", show_default=True, help="Engine of its index.")
@click.option("--seconds", default=600.0, show_default=True, help="How long the server is asked.")
@click.option("--rate", default=20.0, show_default=True, help="Requests a second.")
@click.option("--workers", type=click.IntRange(1), help="Processes that answer (default: as the server chooses).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@docs_option
def serving_command(  # noqa: PLR0913 -- one parameter for each option
    *,
    data: Path,
    passages: int,
    engine: str,
    seconds: float,
    rate: float,
    workers: int | None,
    as_json: bool,
    write_docs: bool,
) -> None:
    """Ask a server as its readers do, while its index is built again."""
    from benchmarks.serving.load import LoadOptions, run, table

    with tempfile.TemporaryDirectory(prefix="bisearch-serving-") as folder:
        options = LoadOptions(data, passages, engine, seconds, rate, workers)
        report = run(options, Path(folder), partial(click.echo, err=True))
    click.echo(json.dumps(report, indent=2) if as_json else table(report), nl=as_json)
    if write_docs:
        write_block("serving", table(report), "web.md")
