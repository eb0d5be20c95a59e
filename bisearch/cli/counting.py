"""Options that the commands share which count words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from bisearch.cli.shared import Seconds
from bisearch.statistics.options import WIDENINGS

if TYPE_CHECKING:
    from collections.abc import Callable

    from bisearch.statistics.options import Widening

Names = tuple[str, ...]


def count_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that choose the documents to count in, and stop it."""
    filters = click.option(
        "--filter", "filters", default="", metavar="FILTER",
        help="Count in these documents only: a query of filters, such as 'date:1946 author:Смирнов'.",
    )  # fmt: skip
    timeout = click.option("--timeout", type=Seconds(0), metavar="SECONDS", help="Stop after SECONDS.")
    return filters(timeout(command))


def widen_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option that counts more than the word itself."""
    widen = click.option(
        "--widen", multiple=True, type=click.Choice(WIDENINGS),
        help="Also count these for a word; may be given several times.  [default: the word itself]",
    )  # fmt: skip
    return widen(command)


def table_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that choose the rows of a table of words."""
    limit = click.option("-n", "--limit", default=20, show_default=True, type=click.IntRange(0), help="Words to print.")
    at_least = click.option(
        "--at-least", default=1, show_default=True, metavar="N", type=click.IntRange(1), help="Least count of a word."
    )
    function_words = click.option("--function-words", is_flag=True, help="Also list function words.")
    return limit(at_least(function_words(command)))


def widened(names: Names) -> tuple[Widening, ...]:
    """Return the values of --widen as the library takes them."""
    return tuple(each for each in WIDENINGS if each in names)
