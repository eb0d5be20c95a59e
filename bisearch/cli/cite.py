"""The command that prints citations."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from bisearch.cli.shared import NOTHING, index_option, print_message
from bisearch.errors import PermanentReferenceError
from bisearch.index import open  # noqa: A004 -- the library's name
from bisearch.sanitizing import clean

if TYPE_CHECKING:
    from pathlib import Path

    from bisearch.citing.styles import CitationStyle


@click.command()
@click.argument("references", nargs=-1, required=True, metavar="REF...")
@index_option
@click.option(
    "--style",
    type=click.Choice(["chicago", "gost", "bibtex", "ris", "csl-json"]),
    default="chicago",
    show_default=True,
    help="Chicago notes and bibliography, GOST R 7.0.5-2008, or data for reference managers.",
)
def cite(references: tuple[str, ...], index: Path, style: CitationStyle) -> None:
    """Print the citation of each REF: the id of a document, or the permanent reference to a passage.

    \b
    bisearch cite cable-641
    bisearch cite cable-641/9-k7f2q --style gost

    Exit codes: 0 printed, 1 no such document or passage, 2 wrong usage, 3 index missing or damaged.
    """  # noqa: D301 -- \b tells click to keep the line breaks
    with open(index) as opened:
        try:
            text = opened.cite(references, style)
        except PermanentReferenceError as error:
            print_message(str(error))
            sys.exit(NOTHING)
    for line in text.split("\n"):
        click.echo(clean(line))
