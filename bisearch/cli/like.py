"""The command that finds passages that say the same."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NoReturn

import click

from bisearch.cli.shared import FOUND, NOTHING, Seconds, index_option, json_option, print_json, print_message
from bisearch.errors import PermanentReferenceError
from bisearch.index import open  # noqa: A004 -- the library's name
from bisearch.render.printers import printer_for

if TYPE_CHECKING:
    from pathlib import Path

    from bisearch.model import Side


@click.command()
@click.argument("reference", required=False, metavar="[REF]")
@index_option
@click.option("--text", metavar="TEXT", help="A text in either language, in place of REF.")
@click.option("-n", "--limit", default=10, show_default=True, type=click.IntRange(0, 100), help="Passages to print.")
@click.option("--offset", default=0, type=click.IntRange(0), help="Passages to skip before the first.")
@click.option("--lang", type=click.Choice(["ru", "en"]), help="Compare this side only.")
@click.option("--timeout", type=Seconds(0), metavar="SECONDS", help="Stop the search after SECONDS.")
@json_option
def like(  # noqa: PLR0913, PLR0917 -- one parameter for each option
    reference: str | None,
    index: Path,
    text: str | None,
    limit: int,
    offset: int,
    lang: Side | None,
    timeout: float | None,
    as_json: bool,  # noqa: FBT001 -- click passes it by name
) -> NoReturn:
    """Print the passages that say the same as a passage or a text, in either language, the nearest first.

    REF is the permanent reference to a passage, as searches print it. The index needs vectors, which
    "bisearch index --vectors" makes.

    \b
    bisearch like cable-641/9-k7f2q
    bisearch like --text "The archive is closed for repairs."

    Exit codes: 0 passages, 1 none, or REF leads to nothing, 2 wrong usage, 3 the index is missing or damaged, or has no
    vectors, or there is no answer within --timeout.
    """  # noqa: D301 -- \b tells click to keep the line breaks
    with open(index) as opened:
        try:
            results = opened.like(reference, text=text, limit=limit, offset=offset, lang=lang, timeout=timeout)
        except PermanentReferenceError as error:
            print_message(str(error))
            sys.exit(NOTHING)
        except ValueError as error:
            raise click.UsageError(str(error)) from error
    if as_json:
        print_json(results.to_dict())
    else:
        printer_for(sys.stdout).print_results(results)
    sys.exit(FOUND if results.total else NOTHING)
