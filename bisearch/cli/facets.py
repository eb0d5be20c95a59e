"""The command that counts what a query finds by year, archive and other fields."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NoReturn

import click

from bisearch.cli.shared import FOUND, NOTHING, index_option, json_option, print_json
from bisearch.index import open  # noqa: A004 -- the library's name

if TYPE_CHECKING:
    from pathlib import Path

    from bisearch.model import Side


@click.command()
@click.argument("words", nargs=-1, metavar="[QUERY]...")
@index_option
@click.option(
    "--by", default="year,archive,language,sides", show_default=True, metavar="NAMES",
    help="Names of facets, separated by commas: year, archive, fond, language, sides, or a metadata field.",
)  # fmt: skip
@click.option("--lang", type=click.Choice(["ru", "en"]), help="Search this side only.")
@click.option(
    "--translate/--no-translate", default=True, help="Also match translations on the other side.  [default: on]"
)
@json_option
def facets(  # noqa: PLR0913, PLR0917 -- one parameter for each option
    words: tuple[str, ...],
    index: Path,
    by: str,
    lang: Side | None,
    translate: bool,  # noqa: FBT001 -- click passes it by name
    as_json: bool,  # noqa: FBT001
) -> NoReturn:
    """Count what QUERY finds by year, archive, language or another field; without QUERY, count the whole index.

    A document dated to an interval counts in each year that it may be of.

    \b
    bisearch facets 'атомная энергия' --by year,fond
    bisearch facets --by author

    Exit codes: 0 found, 1 nothing found, 2 wrong usage or query, 3 index missing or damaged.
    """  # noqa: D301 -- \b tells click to keep the line breaks
    names = [name.strip() for name in by.split(",") if name.strip()]
    with open(index) as opened:
        try:
            counts = opened.facets(" ".join(words), names, lang=lang, translate=translate)
        except ValueError as error:
            raise click.UsageError(str(error)) from error
    if as_json:
        print_json(counts.to_dict())
    else:
        from bisearch.render.facets import facet_lines  # noqa: PLC0415 -- only what is used is loaded
        from bisearch.render.layout import width_of  # noqa: PLC0415 -- loads wcwidth

        for line in facet_lines(counts, width_of(sys.stdout), bars=sys.stdout.isatty()):
            click.echo(line)
    sys.exit(FOUND if counts.passages else NOTHING)
