"""The commands `stats` and `check`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NoReturn

import click

from bisearch.cli.shared import FAILED, FOUND, index_option, json_option, print_json, print_message
from bisearch.index import check as check_index
from bisearch.index import open  # noqa: A004 -- the library's name
from bisearch.sanitizing import clean
from bisearch.storage.manifest import REBUILD

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@index_option
@json_option
def stats(index: Path, as_json: bool) -> None:  # noqa: FBT001 -- click passes it by name
    """Print the size of the index and how it was built."""
    with open(index) as opened:
        record = opened.stats()._asdict()
    if as_json:
        print_json(record)
        return
    sources = record.pop("sources")
    width = max(map(len, record))
    for name, value in record.items():
        click.echo(clean(f"{name:<{width}}  {value:,}" if isinstance(value, int) else f"{name:<{width}}  {value}"))
    for source in sources or ("unknown",):
        click.echo(clean(f"{'source':<{width}}  {source}"))


@click.command()
@index_option
def check(index: Path) -> NoReturn:
    """Verify the index: each file by its checksum, each document by reading it.

    Exit codes: 0 no fault found, 3 the index is missing or damaged.
    """
    faults = check_index(index)
    for fault in faults:
        print_message(fault)
    verdict = f"damaged; {REBUILD}" if faults else "sound"
    click.echo(clean(f"{index}: {verdict}"))
    sys.exit(FAILED if faults else FOUND)
