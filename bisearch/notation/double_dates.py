"""Reading days that are written in the old and the new calendar: 25 октября (7 ноября) 1917."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from bisearch.notation.date_intervals import completions
from bisearch.notation.date_points import POINTS, point_of, read_point
from bisearch.notation.date_spans import Span, span_of_day
from bisearch.notation.date_words import any_word, compiled

# Julian dates are behind by a fortnight at most; a slash between two days of later years is an interval.
LAST_DOUBLE_YEAR = 1925


def read_double_date(text: str) -> Span | None:
    """Return the meaning of a day of the old calendar: 25 октября (7 ноября) 1917, 25.10/07.11.1917, 1917 ст. ст.

    The day is that of the new calendar. Two days that are not the same in the two calendars are no double date.
    """
    old, new = any_word("old_style"), any_word("new_style")
    if (match := compiled(rf"(.+?)\s*\(?{old}\)?").fullmatch(text)) is not None:
        found = _day_of(match[1])
        return span_of_day(_to_gregorian(*found)) if found is not None else None
    if (match := compiled(rf"(.+?)\s*\(?{new}\)?").fullmatch(text)) is not None:
        return read_point(match[1])
    text = compiled(rf"\s*\(?(?:{old}|{new})\)?").sub("", text)
    if (match := compiled(r"(?P<a>[^()]+?)\s*\((?P<b>[^()]+)\)\s*,?\s*(?P<rest>[^()]*)").fullmatch(text)) is not None:
        a, b, rest = match["a"], match["b"], match["rest"]
        return _same_day(a, b, rest)
    for slash in re.finditer("/", text):
        a, b = text[: slash.start()], text[slash.end() :]
        found_day = _same_day(a, b, "")
        if found_day is not None and found_day.iso[:4] <= str(LAST_DOUBLE_YEAR):
            return found_day
    return None


def _same_day(a: str, b: str, rest: str) -> Span | None:
    """Return the day that is `a` in one calendar and `b` in the other, in either order."""
    pairs = [
        pair
        for end in dict.fromkeys((f"{b} {rest}".strip(), f"{b}, {rest}", b))
        for pair in (*completions(a, end), *((f"{a} {rest}".strip(), each) for _, each in completions(a, end)))
    ]
    for first, last in pairs:
        left, right = _day_of(first), _day_of(last)
        if left is None or right is None:
            continue
        for old, new in ((left, right), (right, left)):
            day = _to_gregorian(*old)
            if (day.year, day.month, day.day) == new and new[0] >= 1582:
                return span_of_day(day)
    return None


def _day_of(text: str) -> tuple[int, int, int] | None:
    """Return the year, month and day of a day; 29 February may be one of the old calendar alone."""
    folded = text.strip(" ,;")
    for pattern in POINTS:
        match = compiled(pattern).fullmatch(folded)
        fields = match.groupdict() if match is not None else {}
        if not fields.get("d"):
            continue
        if (month := point_of({**fields, "d": None})) is not None and len(month.iso) == 7:
            year, number, day = int(month.iso[:4]), int(month.iso[5:]), int(fields["d"])
            longest = 29 if number == 2 and year % 4 == 0 else monthrange(year, number)[1]
            if 1 <= day <= longest:
                return year, number, day
    return None


def _to_gregorian(year: int, month: int, day: int) -> date:
    """Return the day of the new calendar that is a day of the old (Julian) one."""
    shifted = year - (month < 3)
    behind = shifted // 100 - shifted // 400 - 2
    if (month, day) == (2, 29):
        return date(year, 2, 28) + timedelta(days=behind + 1)
    return date(year, month, day) + timedelta(days=behind)
