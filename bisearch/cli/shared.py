"""Options, exit codes and output that commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from bisearch.sanitizing import clean_lines, to_json

FOUND, NOTHING, USAGE, FAILED, PIPE_CLOSED = 0, 1, 2, 3, 141

index_option = click.option(
    "--index", "index", envvar="BISEARCH_INDEX", default="index", show_default=True, metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path), help="Folder of the index; also BISEARCH_INDEX.",
)  # fmt: skip
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
encoding_option = click.option("--encoding", metavar="NAME", help="Encoding of the text files (default: detected).")
existing_file = click.Path(exists=True, dir_okay=False, path_type=Path)


def print_message(message: str) -> None:
    """Print a message to standard error."""
    click.echo(f"bisearch: {clean_lines(message)}", err=True)


def print_json(record: Any) -> None:
    """Print a record as one JSON document."""
    click.echo(to_json(record, indent=2))
