"""The commands `list` and `delete`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Literal, NoReturn

import click

from bisearch.cli.shared import (
    FOUND,
    NOTHING,
    Seconds,
    index_option,
    json_option,
    print_json,
    quiet_option,
    seconds_to_wait,
    wait_options,
)
from bisearch.index import open  # noqa: A004 -- the library's name
from bisearch.render.wording import counted
from bisearch.sanitizing import clean

if TYPE_CHECKING:
    from pathlib import Path


@click.command("list")
@click.argument("words", nargs=-1, metavar="[QUERY]...")
@index_option
@click.option("--from", "date_from", metavar="DATE", help="Only documents of this day, month or year, or later.")
@click.option("--to", "date_to", metavar="DATE", help="Only documents of this day, month or year, or earlier.")
@click.option(
    "--sides", type=click.Choice(["ru", "en", "both"]), help="Only documents in this language alone, or in both."
)
@click.option("--sort", type=click.Choice(["id", "date", "title"]), default="id", show_default=True,
              help="Order of the documents.")  # fmt: skip
@click.option("--timeout", type=Seconds(0), metavar="SECONDS", help="Stop after SECONDS.")
@json_option
def list(  # noqa: A001, PLR0913 -- the command's name; one parameter for each option
    *,
    words: tuple[str, ...],
    index: Path,
    date_from: str | None,
    date_to: str | None,
    sides: Literal["ru", "en", "both"] | None,
    sort: Literal["id", "date", "title"],
    timeout: float | None,
    as_json: bool,
) -> NoReturn:
    """List the documents of the index, or those that QUERY finds: id, title, date, sides.

    QUERY is as in "bisearch search", for example title:cable or author:Смирнов.

    Exit codes: 0 listed, 1 no documents, 2 wrong usage or query, 3 index missing or damaged, or --timeout over.
    """
    with open(index) as opened:
        try:
            found = opened.documents(
                " ".join(words), date_from=date_from, date_to=date_to, sides=sides, sort=sort, timeout=timeout
            )
            documents = [*found]
        except ValueError as error:
            raise click.UsageError(str(error)) from error
    if as_json:
        print_json([document.to_dict() for document in documents])
    else:
        from bisearch.render.document_list import print_documents  # noqa: PLC0415 -- loads wcwidth

        print_documents(documents, sys.stdout)
    sys.exit(FOUND if documents else NOTHING)


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@index_option
@wait_options
@quiet_option
@json_option
def delete(  # noqa: PLR0913 -- one parameter for each option
    *, ids: tuple[str, ...], index: Path, wait: bool, timeout: float | None, quiet: bool, as_json: bool
) -> None:
    """Delete the documents with these IDs from the index, in one commit.

    If the index lacks one of them, nothing is deleted. Files stay as they are. A deleted document does not return when
    its file is indexed again, moved or rebuilt, unless "bisearch index" has --restore.

    Exit codes: 0 deleted, 1 the index lacks an ID, 3 the index is missing, damaged, locked by another process, or
    cannot be written.
    """
    with open(index) as opened:
        report = opened.delete(ids, wait=seconds_to_wait(wait=wait, timeout=timeout))
    if as_json:
        print_json({"removed": report.removed})
    elif not quiet:
        click.echo(clean(f"{index}: {counted(len(report.removed), 'document')} deleted: {', '.join(report.removed)}"))
