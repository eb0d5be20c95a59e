"""Command-line options that several benchmarks share."""

from __future__ import annotations

from pathlib import Path

import click

gold_option = click.option(
    "--gold",
    "paths",
    multiple=True,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Gold file in JSONL; repeat for several files.",
)
sentences_option = click.option(
    "--data",
    default="runs/datasets/xquad-r",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of XQuAD-R, as `fetch xquad-r` stores it.",
)
collections_option = click.option(
    "--data",
    default="runs/datasets",
    show_default=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder that holds xquad and xquad-r.",
)
docs_option = click.option("--write-docs", is_flag=True, help="Also write the tables into docs/.")
