"""The command that counts words by year or by another field."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from bisearch.cli.counting import count_options, widen_option, widened
from bisearch.cli.shared import FOUND, NOTHING, NamedPath, index_option, json_option, print_json
from bisearch.index import open  # noqa: A004 -- the library's name

if TYPE_CHECKING:
    from bisearch.cli.counting import Names
    from bisearch.model import Side


@click.command()
@click.argument("queries", nargs=-1, required=True, metavar="QUERY...")
@index_option
@click.option("--by", default="year", show_default=True, metavar="FIELD", help="Name of a facet, as in 'facets --by'.")
@click.option("--side", type=click.Choice(["ru", "en"]), help="Count on this side only.")
@widen_option
@count_options
@click.option("--plot", type=NamedPath(dir_okay=False, path_type=Path), metavar="FILE.svg", help="Also draw a plot.")
@json_option
def frequencies(  # noqa: PLR0913, PLR0917 -- one parameter for each option
    queries: tuple[str, ...],
    index: Path,
    by: str,
    side: Side | None,
    filters: str,
    widen: Names,
    timeout: float | None,
    plot: Path | None,
    as_json: bool,  # noqa: FBT001 -- click passes it by name
) -> NoReturn:
    """Count how often each QUERY occurs, by year or by another field.

    QUERY is a word, several words in a row, a word with a wildcard, or several with OR; filters may stand beside it.
    A word counts by its lemmas, on the side of its script, and is not translated.

    \b
    bisearch frequencies уголь coal
    bisearch frequencies 'атомная энергия' --by translator --plot energy.svg

    Exit codes: 0 found, 1 nothing found, 2 wrong usage or query, 3 index missing or damaged, or --timeout over.
    """  # noqa: D301 -- \b tells click to keep the line breaks
    if plot is not None and plot.suffix.lower() != ".svg":
        raise click.UsageError(f"--plot draws SVG, so its file must end in .svg, not {plot.name!r}")
    with open(index) as opened:
        try:
            found = opened.frequencies(queries, by, side, filters=filters, widen=widened(widen), timeout=timeout)
        except ValueError as error:
            raise click.UsageError(str(error)) from error
    if plot is not None:
        from bisearch.export.files import new_file  # noqa: PLC0415 -- only what is used is loaded
        from bisearch.render.frequency_plot import frequency_plot  # noqa: PLC0415

        with new_file(plot) as file:
            file.write(frequency_plot(found, standalone=True).encode())
    if as_json:
        print_json(found.to_dict())
    else:
        from bisearch.render.counts import frequency_lines  # noqa: PLC0415
        from bisearch.render.layout import width_of  # noqa: PLC0415 -- loads wcwidth

        for line in frequency_lines(found, width_of(sys.stdout), bars=sys.stdout.isatty()):
            click.echo(line)
    sys.exit(FOUND if any(series.total.occurrences for series in found.series) else NOTHING)
