"""The command `conservation`, which imports the measurement only when it runs."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click


@click.command("conservation")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array with an object for each form of file.")
def conservation_command(paths: tuple[Path, ...], *, as_json: bool) -> None:
    """Count the words of PATHS, files and folders in UTF-8, that are lost in reading them.

    Exit codes: 0 no word is lost, 1 some are.
    """
    from benchmarks.conservation.measure import measure, table

    measured = measure(paths)
    if as_json:
        click.echo(json.dumps([each.record() for each in measured], ensure_ascii=False, indent=2))
    else:
        click.echo(table(measured))
        for each in measured:
            for error in each.errors:
                click.echo(error, err=True)
            if each.lost:
                click.echo(f"*{each.form}: lost {dict(each.lost.most_common(20))}", err=True)
    sys.exit(any(each.lost for each in measured))
