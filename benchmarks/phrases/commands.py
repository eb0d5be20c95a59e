"""The command `phrases`, which imports the measurement only when it runs."""

from __future__ import annotations

import json
from pathlib import Path

import click

HELD_OUT = Path(__file__).parent / "held-out.tsv"


@click.command("phrases")
@click.option(
    "--phrases", "path", default=HELD_OUT, type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Rows of a Russian and an English phrase, and a sentence with each.  [default: forty that ship]",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def phrases_command(path: Path, *, as_json: bool) -> None:
    """Look set phrases up in documents of the other language, with and without the phrase list that ships."""
    from benchmarks.phrases.measure import measure, table

    measured = measure(path)
    click.echo(json.dumps(measured, ensure_ascii=False, indent=2) if as_json else table(measured))
