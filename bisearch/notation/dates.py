"""Dates of limited precision, in ISO 8601 (``1946``, ``1946-11``, ``1946-11-20``) and as texts write them."""

from __future__ import annotations

import re
from calendar import monthrange
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
# What stands for a year or a month where no date names its month.
_BARE = re.compile(r"(?<!\d)(?:1[6-9]|20)\d\d(?:-(?:0[1-9]|1[0-2]))?(?!\d)", re.ASCII)
_LEAP_YEAR = 1948

# Roman numerals as typists write them, the Cyrillic Х and І among them.
_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_TO_ROMAN = str.maketrans("ХІ", "XI")
_CASES = r"(?:[ьяеюй]|[ею]м)?"
_MONTHS = (
    rf"янв(?:ар{_CASES})?|jan(?:uary)?",
    rf"фев(?:р|рал{_CASES})?|feb(?:ruary)?",
    r"мар(?:т(?:а|у|ом|е)?)?|mar(?:ch)?",
    rf"апр(?:ел{_CASES})?|apr(?:il)?",
    r"ма[йяюе]|маем|may",
    rf"июн{_CASES}|june?",
    rf"июл{_CASES}|july?",
    r"авг(?:уст(?:а|у|ом|е)?)?|aug(?:ust)?",
    rf"сен(?:т|тябр{_CASES})?|sept?(?:ember)?",
    rf"окт(?:ябр{_CASES})?|oct(?:ober)?",
    rf"ноя(?:б|бр{_CASES})?|nov(?:ember)?",
    rf"дек(?:абр{_CASES})?|dec(?:ember)?",
)
_MONTH = rf"(?P<name%d>{'|'.join(_MONTHS)})\.?"
_ROMAN = r"(?P<roman%d>(?-i:[IVXХІ]{1,4}))"
_DAY = r"(?P<day%d>\d{1,2})(?:-?(?:st|nd|rd|th|го|е|ое))?"
_YEAR = r"(?P<year%d>\d{4}|\d{2}(?=\s*г))"
_SHORT_YEAR = r"(?P<year%d>\d{4}|\d{2})"
# In this order; a shorter form is taken only where no longer one stands.
_FORMS = (
    r"(?P<year%d>\d{4})-(?P<number%d>\d{2})-(?P<day%d>\d{2})",
    rf"{_DAY}\s+{_MONTH},?\s+{_YEAR}",
    rf"{_MONTH}\s+{_DAY},?\s+(?P<year%d>\d{{4}})",
    rf"{_DAY}\s?[./\s-]\s?{_ROMAN}\s?[-./\s]\s?{_SHORT_YEAR}",
    rf"{_DAY}\.\s?(?P<number%d>\d{{1,2}})\.\s?{_SHORT_YEAR}",
    rf"{_DAY}\s+{_MONTH}(?!\w)",
    rf"{_MONTH}\s+{_DAY}",
    rf"{_DAY}[./]{_ROMAN}",
    rf"{_MONTH},?\s+(?P<year%d>\d{{4}})",
)


# A text that has neither of these has no date: digits with what joins them, or a month's name and a digit.
_JOINED = re.compile(r"\d(?:\.\s?\d|-\d|(?:-?[^\W\d_]{1,2})?\s?[./\s-]\s?[IVXХІ])")
_DIGIT = re.compile(r"\d")
_BEGINNINGS = (
    "янв", "фев", "мар", "апр", "май", "мая", "маю", "мае", "июн", "июл", "авг", "сен", "окт", "ноя", "дек",
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip


class Mention(NamedTuple):
    """A date as it stands in a text.

    Attributes:
        start: first code point.
        end: one past the last.
        year: None where it is not said; years of two digits are of the twentieth century.
        month: from 1.
        day: None where it is not said; not both it and the year.
    """

    start: int
    end: int
    year: int | None
    month: int
    day: int | None


def days(date: str) -> tuple[str, str]:
    """Return the first and the last day that a date of limited precision may mean.

    Args:
        date: a year, a month or a day in ISO 8601.

    Returns:
        Two days as ``YYYY-MM-DD``.

    Raises:
        ValueError: not such a date, or no such day.
    """
    match = _ISO.fullmatch(date)
    if match is None:
        raise ValueError(date)
    year, month, day = (int(part) if part else None for part in match.groups())
    if not year or (month is not None and not 1 <= month <= 12):
        raise ValueError(date)
    if month is None:
        return f"{date}-01-01", f"{date}-12-31"
    last = monthrange(year, month)[1]
    if day is None:
        return f"{date}-01", f"{date}-{last:02}"
    if not 1 <= day <= last:
        raise ValueError(date)
    return date, date


def span(text: str) -> tuple[str, str]:
    """Return the first and the last day that a date may mean, in ISO 8601 or in any form that texts have.

    Raises:
        ValueError: the text is not a date, or is more than one, or there is no such day.
    """
    if _ISO.fullmatch(text):
        return days(text)
    date = next(mentions(text), None)
    if date is None or date.year is None or text[: date.start].strip() or text[date.end :].strip(" г."):
        raise ValueError(text)
    return days(_iso(date))


def mentions(text: str) -> Iterator[Mention]:
    """Yield the dates of a text that name a month, in the Soviet and the Western form, in order.

    ``20.XI.46г.``, ``20/XI-46``, ``20 ноября 1946 г.``, ``November 20, 1946`` and ``20.11.46`` are all the same day. A
    day that no calendar has is no date.
    """
    if not _may_have_dates(text):
        return
    for match in _mention().finditer(text):
        found = {name.rstrip("0123456789"): value for name, value in match.groupdict().items() if value is not None}
        month = _month(found)
        year = int(found["year"]) if "year" in found else None
        if year is not None and year < 100:
            year += 1900
        day = int(found["day"]) if "day" in found else None
        if month is not None and (day is None or 1 <= day <= monthrange(year or _LEAP_YEAR, month)[1]):
            yield Mention(match.start(), match.end(), year, month, day)


def find_date(text: str) -> str:
    """Return the date that a heading, a citation or a date line gives, in ISO 8601.

    Args:
        text: the line.

    Returns:
        The first day in it, or else its first month, or else its first year from 1600 on; empty where there is none.
    """
    dates = [date for date in mentions(text) if date.year is not None]
    if dates:
        return _iso(next((date for date in dates if date.day is not None), dates[0]))
    bare = _BARE.search(text)
    return bare.group() if bare else ""


def is_impossible(text: str) -> bool:
    """Tell whether a text is written as a day in ISO 8601, and no calendar has that day."""
    return _ISO_DAY.fullmatch(text.strip()) is not None and not any(mentions(text))


def _iso(date: Mention) -> str:
    return f"{date.year:04}-{date.month:02}" + (f"-{date.day:02}" if date.day is not None else "")


def _may_have_dates(text: str) -> bool:
    """Tell whether a text may have dates, at a tenth of the cost of looking for them."""
    if _DIGIT.search(text) is None:
        return False
    if _JOINED.search(text) is not None:
        return True
    lowered = text.lower()
    return any(beginning in lowered for beginning in _BEGINNINGS)


@cache
def _mention() -> re.Pattern[str]:
    forms = "|".join(form.replace("%d", str(place)) for place, form in enumerate(_FORMS))
    return re.compile(rf"(?<![\w.])(?:{forms})(?![^\W_г]|\.\d)", re.IGNORECASE)


@cache
def _month_names() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(names, re.IGNORECASE) for names in _MONTHS)


def _month(found: dict[str, str]) -> int | None:
    if "number" in found:
        month = int(found["number"])
        return month if 1 <= month <= 12 else None
    if "roman" in found:
        roman = found["roman"].upper().translate(_TO_ROMAN)
        return _NUMERALS.index(roman) + 1 if roman in _NUMERALS else None
    return next(number for number, names in enumerate(_month_names(), 1) if names.fullmatch(found["name"]))
