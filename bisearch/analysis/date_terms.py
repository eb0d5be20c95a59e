"""Terms for the dates of a text, so that 20.XI.46г. and 20 November 1946 are looked up by the same."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from bisearch.notation.dates import find_dates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bisearch.notation.dates import WrittenDate

# Dates share the term space of the lemmas, told apart by this first character, which no form begins with.
DATE = "@"


def date_term(date: WrittenDate) -> str:
    """Return the term of a date as precise as it is: ``@1946-11-20``, ``@1946-11``, or ``@11-20`` without a year."""
    year = f"{date.year:04}-" if date.year is not None else ""
    day = f"-{date.day:02}" if date.day is not None else ""
    return f"{DATE}{year}{date.month:02}{day}"


def date_terms(date: WrittenDate) -> tuple[str, ...]:
    """Return all a date of a text is found by: itself, its month, its day in any year."""
    terms = [date_term(date)]
    if date.year is not None and date.day is not None:
        terms += [f"{DATE}{date.year:04}-{date.month:02}", f"{DATE}{date.month:02}-{date.day:02}"]
    return tuple(terms)


def dated_tokens(text: str, starts: Sequence[int]) -> dict[int, tuple[range, tuple[str, ...]]]:
    """Return the dates of a text by the place of their first token.

    Args:
        text: any text.
        starts: of its tokens, in order.

    Returns:
        For each, the places of all its tokens and its terms.
    """
    found = {}
    for date in find_dates(text):
        places = range(bisect_left(starts, date.start), bisect_left(starts, date.end))
        if places:
            found[places.start] = (places, date_terms(date))
    return found
