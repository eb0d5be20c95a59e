"""Index terms for dates, so that 20.XI.46г. and 20 November 1946 have the same term."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bisearch.notation.date_mentions import WrittenDate

# Terms of dates begin with this character, which begins no lemma.
DATE = "@"


def date_term(date: WrittenDate) -> str:
    """Return the term of a date with its own precision: ``@1946-11-20``, ``@1946-11``, or ``@11-20`` without a year."""
    year = f"{date.year:04}-" if date.year is not None else ""
    day = f"-{date.day:02}" if date.day is not None else ""
    return f"{DATE}{year}{date.month:02}{day}"


def date_terms(date: WrittenDate) -> tuple[str, ...]:
    """Return all terms that find a date: the date itself, its month, and its day in any year."""
    terms = [date_term(date)]
    if date.year is not None and date.day is not None:
        terms += [f"{DATE}{date.year:04}-{date.month:02}", f"{DATE}{date.month:02}-{date.day:02}"]
    return tuple(terms)


def date_terms_by_token(
    text: str, starts: Sequence[int], dates: Iterable[WrittenDate] | None = None
) -> dict[int, tuple[range, tuple[str, ...]]]:
    """Return the dates of a text by the index of their first token.

    Args:
        text: any text.
        starts: the offsets of its tokens, ascending.
        dates: its dates; None finds them.

    Returns:
        For each date, the indexes of all its tokens, and its terms.
    """
    if dates is None:
        from bisearch.notation.date_mentions import find_dates  # noqa: PLC0415 -- a search starts faster without

        dates = find_dates(text)
    found = {}
    for date in dates:
        places = range(bisect_left(starts, date.start), bisect_left(starts, date.end))
        if places:
            found[places.start] = (places, date_terms(date))
    return found
