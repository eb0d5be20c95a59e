"""The command that compares the words of one part of an archive with those of another."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NoReturn

import click

from bisearch.cli.counting import count_options, table_options
from bisearch.cli.shared import FOUND, NOTHING, index_option, json_option, print_json
from bisearch.index import open  # noqa: A004 -- the library's name

if TYPE_CHECKING:
    from pathlib import Path

    from bisearch.model import Side


@click.command()
@click.argument("target", nargs=-1, required=True, metavar="FILTER...")
@index_option
@click.option("--against", metavar="FILTER", help="Part to compare with.  [default: all other documents]")
@click.option("--side", type=click.Choice(["ru", "en"]), default="ru", show_default=True, help="Side to count on.")
@table_options
@count_options
@json_option
def keywords(  # noqa: PLR0913, PLR0917 -- one parameter for each option
    target: tuple[str, ...],
    index: Path,
    against: str | None,
    side: Side,
    limit: int,
    at_least: int,
    function_words: bool,  # noqa: FBT001 -- click passes it by name
    filters: str,
    timeout: float | None,
    as_json: bool,  # noqa: FBT001
) -> NoReturn:
    """Find the words that the documents of FILTER use more, or less, than others.

    \b
    bisearch keywords date:1946
    bisearch keywords author:Смирнов --against author:Громыко --side en

    Exit codes: 0 found, 1 nothing found, 2 wrong usage or query, 3 index missing or damaged, or --timeout over.
    """  # noqa: D301 -- \b tells click to keep the line breaks
    with open(index) as opened:
        found = opened.keywords(
            " ".join(target), against, side, limit=limit, at_least=at_least, function_words=function_words,
            filters=filters, timeout=timeout,
        )  # fmt: skip
    if as_json:
        print_json(found.to_dict())
    else:
        from bisearch.render.counts import keyword_lines  # noqa: PLC0415 -- only what is used is loaded
        from bisearch.render.layout import width_of  # noqa: PLC0415 -- loads wcwidth

        for line in keyword_lines(found, width_of(sys.stdout)):
            click.echo(line)
    sys.exit(FOUND if found.more or found.less else NOTHING)
