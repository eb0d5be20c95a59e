"""Dates of limited precision, in ISO 8601: ``1946``, ``1946-11`` or ``1946-11-20``."""

from __future__ import annotations

import re
from calendar import monthrange

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


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
