"""The command line of the benchmarks: one sub-command for each, in a module of its own."""

from __future__ import annotations

from pathlib import Path

import click

from benchmarks.datasets import DATASETS, fetch


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def main() -> None:
    """Measure bisearch on public data, beside the tools people use today."""


@main.command("fetch")
@click.argument("names", nargs=-1, required=True, type=click.Choice(sorted(DATASETS)))
@click.option(
    "--to",
    "folder",
    default="runs/datasets",
    show_default=True,
    type=click.Path(path_type=Path),
    help="Where to keep them.",
)
def fetch_command(names: tuple[str, ...], folder: Path) -> None:
    """Download public data sets by URL, each file checked against its SHA-256.

    This is the only command that uses the network. Every other one takes its data by path.
    """
    for name in names:
        for path in fetch(name, folder):
            click.echo(path)


if __name__ == "__main__":
    main(prog_name="python -m benchmarks")
