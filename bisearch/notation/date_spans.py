"""What a date means: a span of days with its EDTF, and the spans that follow from others."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from bisearch.notation.edtf import edtf_bounds


class Span(NamedTuple):
    """What a piece of a date means.

    Attributes:
        earliest: the first day, ``YYYY-MM-DD``; empty if open.
        latest: the last day, ``YYYY-MM-DD``; empty if open.
        edtf: the same in EDTF.
        iso: a year, a month or a day in ISO 8601; empty for anything else.
    """

    earliest: str
    latest: str
    edtf: str
    iso: str = ""


def span_of(year: int, month: int | None = None, day: int | None = None) -> Span | None:
    """Return the span of a year, a month or a day; None if the calendar does not have it."""
    iso = f"{year:04}" + (f"-{month:02}" if month is not None else "") + (f"-{day:02}" if day is not None else "")
    bounds = edtf_bounds(iso) if month is None or 1 <= month <= 12 else None
    return Span(*bounds, iso, iso) if bounds is not None else None


def span_of_edtf(edtf: str) -> Span | None:
    """Return the span of a date in EDTF that is no year, month or day."""
    bounds = edtf_bounds(edtf)
    return Span(*bounds, edtf) if bounds is not None else None


def span_of_years(first: int, last: int) -> Span:
    """Return the span of several years, both ends included."""
    return Span(f"{first:04}-01-01", f"{last:04}-12-31", f"{first:04}/{last:04}")


def span_of_day(day: date) -> Span:
    """Return the span of a day."""
    return Span(day.isoformat(), day.isoformat(), day.isoformat(), day.isoformat())


def limited(span: Span, side: int) -> Span | None:
    """Return the time up to a span (-1), before it (-2), from it on (1) or after it (2); None for a choice of dates."""
    if span.edtf[:1] in {"[", "{"}:
        return None
    if side < 0:
        last = span.latest if side == -1 else _shifted(span.earliest, -1)
        return Span("", last, f"[..{_rounded_end(last)}]") if last else None
    first = span.earliest if side == 1 else _shifted(span.latest, 1)
    return Span(first, "", f"[{_rounded_begin(first)}..]") if first else None


def one_of(first: Span, last: Span) -> Span | None:
    """Return the time from the first day of one span to the last day of another, of which one day is meant."""
    if not (first.earliest and last.latest) or first.earliest > last.latest:
        return None
    edtf = f"[{_rounded_begin(first.earliest)}..{_rounded_end(last.latest)}]"
    return Span(first.earliest, last.latest, edtf)


def interval_of(first: Span, last: Span) -> Span | None:
    """Return the interval from one span to another; None if it ends before it begins."""
    if not (first.earliest and last.latest) or first.earliest > last.latest or first.latest > last.latest:
        return None
    ends = [_end_of_interval(span, is_first=number == 0) for number, span in enumerate((first, last))]
    return Span(first.earliest, last.latest, "/".join(ends))


def _end_of_interval(span: Span, *, is_first: bool) -> str:
    """Return one end of an interval in EDTF, where neither sets, intervals nor parts of years may stand."""
    if re.fullmatch(r"\d{4}(?:-(?:0\d|1[0-2])(?:-\d\d)?)?[?~%]?", span.edtf):
        return span.edtf
    return _rounded_begin(span.earliest) if is_first else _rounded_end(span.latest)


def qualified(span: Span | None, sign: str) -> Span | None:
    """Return a span as uncertain (``?``) or approximate (``~``); both are ``%``."""
    if span is None:
        return None
    edtf = span.edtf
    if edtf and edtf[-1] in "?~%":
        edtf = edtf if edtf[-1] in {sign, "%"} else edtf[:-1] + "%"
    elif edtf and "/" in edtf:
        edtf = "/".join(end if end == ".." else f"{end}{sign}" for end in edtf.split("/"))
    elif edtf and edtf[0] not in "[{":
        edtf += sign
    return span._replace(edtf=edtf, iso="")


def _shifted(day: str, days: int) -> str:
    """Return a day some days later; empty for an open one."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat() if day else ""


def _rounded_begin(day: str) -> str:
    """Return the year or the month that begins on a day, or the day itself."""
    return day[:4] if day.endswith("-01-01") else day[:7] if day.endswith("-01") else day


def _rounded_end(day: str) -> str:
    """Return the year or the month that ends on a day, or the day itself."""
    if day.endswith("-12-31"):
        return day[:4]
    return day[:7] if int(day[8:]) == monthrange(int(day[:4]), int(day[5:7]))[1] else day
