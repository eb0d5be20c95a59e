"""Reading EDTF, the dates of ISO 8601-2: the first and the last day that a text such as ``1946~/1947`` may mean.

Levels 0, 1 and most of 2 are read: qualified and unspecified dates, seasons, quarters, intervals, sets. Years of more
than four digits and significant digits are not. The library ``edtf`` reads the same, but takes 15 ms for a date, puts
an unknown end of an interval ten years off and accepts intervals that end before they begin. The tests compare the two.
"""

from __future__ import annotations

import re
from calendar import monthrange
from functools import cache
from itertools import product

from bisearch.lazy_pattern import lazy_pattern

_DATE = lazy_pattern(
    r"[?~%]?([\dX]{4})[?~%]?(?:-[?~%]?([\dX]{2})[?~%]?(?:-[?~%]?([\dX]{2})[?~%]?)?)?",
    re.ASCII,
)
_TIME = lazy_pattern(r"(?<=\d)[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s?(?:Z|[+-]\d{2}(?::?\d{2})?)?$", re.ASCII)
# The first and the last month of each season, quarter, third and half of a year. Seasons are the northern ones unless
# the south is named. A winter may be the one that begins or the one that ends in the year.
_WINTER = (0, 14)
_PARTS_OF_YEARS = {
    21: (3, 5), 22: (6, 8), 23: (9, 11), 24: _WINTER, 25: (3, 5), 26: (6, 8), 27: (9, 11), 28: _WINTER,
    29: (9, 11), 30: _WINTER, 31: (3, 5), 32: (6, 8), 33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12),
    37: (1, 4), 38: (5, 8), 39: (9, 12), 40: (1, 6), 41: (7, 12),
}  # fmt: skip
MAX_SET = 100


def edtf_bounds(text: str) -> tuple[str, str] | None:
    """Return the first and the last day that a date in EDTF may mean.

    Args:
        text: a date, an interval or a set, e.g. ``1946-11~``, ``194X``, ``1946/..`` or ``[..1946]``.

    Returns:
        Two days as ``YYYY-MM-DD``, the first not after the last; an open or unknown end is empty, but not both. None if
        the text is not EDTF or the calendar has no such date.
    """
    if text[:1] in {"[", "{"}:
        return _bounds_of_set(text)
    first, slash, last = text.partition("/")
    if not slash:
        return _bounds_of_date(_TIME.sub("", text))
    bounds = [("", "") if end in {"", ".."} else _bounds_of_date(end) for end in (first, last)]
    return _ordered(bounds[0] and bounds[0][0], bounds[1] and bounds[1][1])


def _bounds_of_set(text: str) -> tuple[str, str] | None:
    closing = {"[": "]", "{": "}"}[text[0]]
    members = text[1:-1].split(",")
    if text[-1] != closing or len(members) > MAX_SET:
        return None
    firsts: list[str] = []
    lasts: list[str] = []
    for member in members:
        first, dots, last = member.strip().partition("..")
        ends = [("", "") if dots and not end else _bounds_of_date(end) for end in (first, last if dots else first)]
        if ends[0] is None or ends[1] is None:
            return None
        firsts.append(ends[0][0])
        lasts.append(ends[1][1])
    return _ordered("" if "" in firsts else min(firsts), "" if "" in lasts else max(lasts))


def _ordered(first: str | None, last: str | None) -> tuple[str, str] | None:
    if first is None or last is None or not (first or last) or (first and last and first > last):
        return None
    return first, last


def _bounds_of_date(text: str) -> tuple[str, str] | None:
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day = match.groups()
    if month is not None and month.isdecimal() and int(month) in _PARTS_OF_YEARS:
        return None if day is not None or "X" in year else _bounds_of_part(int(year), int(month))
    years = _numbers(year, range(1, 10_000))
    months = _numbers(month or "XX", range(1, 13))
    days = _numbers(day or "XX", range(1, 32))
    first = _first_day(years, months, days)
    last = _first_day(years[::-1], months[::-1], days[::-1])
    return (first, last) if first is not None and last is not None else None


def _first_day(years: list[int], months: list[int], days: list[int]) -> str | None:
    """Return the first combination that the calendar has."""
    combinations = product(years, months, days)
    return next((f"{y:04}-{m:02}-{d:02}" for y, m, d in combinations if d <= monthrange(y, m)[1]), None)


@cache
def _numbers(pattern: str, among: range) -> list[int]:
    """Return the numbers of a range that a pattern of digits and ``X`` may stand for, ascending."""
    if "X" not in pattern:
        return [int(pattern)] if int(pattern) in among else []
    digits = re.compile(pattern.replace("X", r"\d"))
    return [number for number in among if digits.fullmatch(f"{number:0{len(pattern)}}")]


def _bounds_of_part(year: int, part: int) -> tuple[str, str] | None:
    first, last = _PARTS_OF_YEARS[part]
    begin, end = 12 * year + first - 1, 12 * year + last - 1
    if begin < 12 or end >= 120_000:
        return None
    return f"{begin // 12:04}-{begin % 12 + 1:02}-01", _month_end(end // 12, end % 12 + 1)


def _month_end(year: int, month: int) -> str:
    return f"{year:04}-{month:02}-{monthrange(year, month)[1]:02}"
