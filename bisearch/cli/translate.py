"""The command that prints the translations of a word with their counts."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NoReturn

import click

from bisearch.cli.counting import count_options
from bisearch.cli.shared import FOUND, NOTHING, index_option, json_option, print_json, print_message
from bisearch.index import open  # noqa: A004 -- the library's name
from bisearch.render.printers import printer_for

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.argument("word")
@index_option
@click.option("-n", "--limit", default=10, show_default=True, type=click.IntRange(1, 1000), help="Number to print.")
@click.option(
    "--passages", default=200, show_default=True, metavar="N", type=click.IntRange(0),
    help="Passages of WORD to read, spread evenly over all; 0 reads all.",
)  # fmt: skip
@count_options
@json_option
def translate(  # noqa: PLR0913, PLR0917 -- one parameter for each option
    word: str,
    index: Path,
    limit: int,
    passages: int,
    filters: str,
    timeout: float | None,
    as_json: bool,  # noqa: FBT001 -- click passes it by name
) -> NoReturn:
    """Print the translations of WORD in this archive, counted by year and by translator, with an example of each.

    WORD may be Russian or English, in any form. Each translation has two probabilities: that the Russian word is
    translated as the English one, and that the English word is translated as the Russian one. In the passages of WORD,
    the words that a search marks as its translation are counted.

    Exit codes: 0 found, 1 no translation found, 2 wrong usage, 3 index missing or damaged, or --timeout over.
    """
    with open(index) as opened:
        found = opened.translate(word, limit, passages=passages or None, filters=filters, timeout=timeout)
    if as_json:
        print_json(found.to_dict())
    elif found:
        from bisearch.render.counts import translation_lines  # noqa: PLC0415 -- only what is used is loaded
        from bisearch.render.layout import width_of  # noqa: PLC0415 -- loads wcwidth

        printer_for(sys.stdout).print_translations(found)
        for line in translation_lines(found, width_of(sys.stdout)):
            click.echo(line)
    else:
        print_message(f"{index} has no translation of {word!r}")
    sys.exit(FOUND if found else NOTHING)
