"""The command that finds the collocates of a word."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NoReturn

import click

from bisearch.cli.counting import count_options, table_options, widen_option, widened
from bisearch.cli.shared import FOUND, NOTHING, index_option, json_option, print_json
from bisearch.index import open  # noqa: A004 -- the library's name

if TYPE_CHECKING:
    from pathlib import Path

    from bisearch.cli.counting import Names
    from bisearch.model import Side
    from bisearch.statistics.options import Measure


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="WORD...")
@index_option
@click.option("--side", type=click.Choice(["ru", "en"]), help="Side to count on.  [default: that of the script]")
@click.option(
    "--window", default=5, show_default=True, metavar="N", type=click.IntRange(1), help="Words before and after."
)
@click.option(
    "--measure",
    type=click.Choice(["log_dice", "g2"]),
    default="log_dice",
    show_default=True,
    help="Measure to sort by.",
)
@table_options
@widen_option
@count_options
@json_option
def collocates(  # noqa: PLR0913, PLR0917 -- one parameter for each option
    words: tuple[str, ...],
    index: Path,
    side: Side | None,
    window: int,
    measure: Measure,
    limit: int,
    at_least: int,
    function_words: bool,  # noqa: FBT001 -- click passes it by name
    filters: str,
    widen: Names,
    timeout: float | None,
    as_json: bool,  # noqa: FBT001
) -> NoReturn:
    """Find the words that occur near WORD more often than elsewhere, and those near its translations opposite.

    WORD may be several words in a row, or have a wildcard; filters may stand beside it.

    \b
    bisearch collocates энергия
    bisearch collocates energy --measure g2 --window 3 --filter date:1946

    Exit codes: 0 found, 1 nothing found, 2 wrong usage or query, 3 index missing or damaged, or --timeout over.
    """  # noqa: D301 -- \b tells click to keep the line breaks
    with open(index) as opened:
        found = opened.collocates(
            " ".join(words), side, window, measure, limit=limit, at_least=at_least, function_words=function_words,
            filters=filters, widen=widened(widen), timeout=timeout,
        )  # fmt: skip
    if as_json:
        print_json(found.to_dict())
    else:
        from bisearch.render.counts import collocate_lines  # noqa: PLC0415 -- only what is used is loaded
        from bisearch.render.layout import width_of  # noqa: PLC0415 -- loads wcwidth

        for line in collocate_lines(found, width_of(sys.stdout)):
            click.echo(line)
    sys.exit(FOUND if found.near.collocates else NOTHING)
