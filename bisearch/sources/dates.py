"""Dates as documents write them, in the Soviet and the Western convention, to ISO 8601 with the precision they have."""

from __future__ import annotations

import re
from calendar import monthrange

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_STEMS = (
    ("jan", "янв"), ("feb", "фев"), ("mar", "мар"), ("apr", "апр"), ("may", "ма"), ("jun", "июн"),
    ("jul", "июл"), ("aug", "авг"), ("sep", "сен"), ("oct", "окт"), ("nov", "ноя"), ("dec", "дек"),
)  # fmt: skip
_MONTH = r"(?P<month>[A-Za-zА-Яа-я]{3,9})\.?"
_YEAR = r"(?P<year>\d{4}|\d{2}(?=\s*г))"
_FORMS = tuple(
    re.compile(rf"(?<!\d){form}(?!\d)")
    for form in (
        r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})",
        rf"{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH},?\s+{_YEAR}",
        r"(?P<day>\d{1,2})\s?[./]\s?(?P<month>[IVX]{1,4}|\d{1,2})\s?[-./]\s?(?P<year>\d{4}|\d{2})",
        rf"{_MONTH}\s+{_YEAR}",
        r"(?P<year>\d{4})-(?P<month>\d{2})",
        r"(?P<year>1[6-9]\d\d|20\d\d)",
    )
)


def find_date(text: str) -> str:
    """Return the first date in a text.

    Args:
        text: a heading, a citation, a date line.

    Returns:
        ``1946``, ``1946-11`` or ``1946-11-20``; empty where there is none. Years of two digits are of the twentieth
        century; a day that no calendar has is no date.
    """
    for form in _FORMS:
        for match in form.finditer(text):
            if date := _iso(match.groupdict()):
                return date
    return ""


def _iso(parts: dict[str, str | None]) -> str:
    year = int(parts["year"] or 0)
    year += 1900 if year < 100 else 0
    if parts.get("month") is None:
        return f"{year:04}"
    month = _month(parts["month"] or "")
    if month is None:
        return ""
    if parts.get("day") is None:
        return f"{year:04}-{month:02}"
    day = int(parts["day"] or 0)
    return f"{year:04}-{month:02}-{day:02}" if 1 <= day <= monthrange(year, month)[1] else ""


def _month(word: str) -> int | None:
    if word.isdigit():
        return int(word) if 1 <= int(word) <= 12 else None
    if word in _ROMAN:
        return _ROMAN.index(word) + 1
    stem = word.lower()
    return next((number for number, stems in enumerate(_STEMS, 1) if stem.startswith(stems)), None)
