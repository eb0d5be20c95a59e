"""Reading the whole of a date: EDTF, or a date with words such as "before", "about" or "not later than"."""

from __future__ import annotations

import re
from functools import lru_cache

from bisearch.lazy_pattern import lazy_pattern
from bisearch.notation.date_intervals import completions, read_choice, read_interval, read_two, read_year_first
from bisearch.notation.date_points import (
    read_decade_or_century,
    read_either_order,
    read_part,
    read_part_of_year,
    read_point,
)
from bisearch.notation.date_spans import Span, limited, one_of, qualified
from bisearch.notation.date_words import any_word, compiled, fold
from bisearch.notation.double_dates import read_double_date
from bisearch.notation.edtf import edtf_bounds

# A longer text is not a date.
MAX_DATE = 200
ISO = lazy_pattern(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@lru_cache(maxsize=1 << 12)
def read_date(text: str) -> Span | None:
    """Return what a whole text means as a date; a span without bounds if it says that there is no date."""
    text = text.strip()
    is_inferred = text.startswith("[") and "," not in text and ".." not in text  # a set in EDTF has several members
    if not is_inferred and (bounds := edtf_bounds(text)) is not None:
        is_plain = ISO.fullmatch(text) is not None and bounds[0][:4] == text[:4]
        if is_plain and (len(text) < 7 or int(text[5:7]) <= 12):
            return Span(*bounds, text, text)
        # A time of day is not kept in EDTF: the date is a day.
        day = text[:10]
        return Span(*bounds, day, day) if bounds == (day, day) and text[10:11] in {"T", " "} else Span(*bounds, text)
    folded = fold(text).strip(" ,;")
    if compiled(rf"[\[(]?{any_word('undated')}[\])]?\.?").fullmatch(folded):
        return Span("", "", "")
    is_bracketed = "[" in folded or "?" in folded
    if is_bracketed:
        folded = " ".join(compiled(r"\(\?\)|[\[\]?]").sub("", folded).split())
    try:
        span = _read_qualified(folded)
    except (ValueError, OverflowError):
        return None
    return qualified(span, "?") if span is not None and is_bracketed else span


def _read_qualified(text: str) -> Span | None:
    """Return the meaning of a date with or without "about", "before", "probably" and the like."""
    text = text.strip(" ,;")
    if not text or len(text) > MAX_DATE:
        return None
    if (match := compiled(rf"{any_word('undated')}\.?,?\s*\(?([^()]+)\)?").fullmatch(text)) is not None:
        return qualified(_read_plain(match[1]), "?")
    if (match := compiled(rf"(?:{any_word('probably')})[\s,]*").match(text)) is not None:
        return qualified(_read_qualified(text[match.end() :]), "?")
    if (match := compiled(rf"(?:{any_word('circa')}|~)\s*").match(text)) is not None:
        return qualified(_read_qualified(text[match.end() :]), "~")
    return _read_plain(text) or _read_between(text) or _read_one_sided(text)


def _read_one_sided(text: str) -> Span | None:
    """Return the meaning of "before 1946", "не позднее 20 ноября 1946" and the like."""
    for ending, side in ((r"(?:ранее|раньше|earlier|before)", -1), (r"(?:позднее|позже|later|after)", 1)):
        if (match := compiled(rf"(.+?),?\s+(?:и|или|and|or)\s+{ending}").fullmatch(text)) is not None:
            found = _read_plain(match[1])
            return limited(found, side) if found is not None else None
    tail = re.sub(r"\s*,?\s*(?:включительно|inclusive)$", "", text)
    for kind, side in (("not_after", -1), ("not_before", 1), ("before", -2), ("after", 2)):
        match = compiled(rf"{any_word(kind)}\s*").match(tail)
        if match is None or (found := _read_plain(tail[match.end() :])) is None:
            continue
        return limited(found, -1 if tail != text else side)
    return None


def _read_between(text: str) -> Span | None:
    """Return the meaning of "не ранее 5 и не позднее 20 ноября 1946" and "between 5 and 20 November 1946"."""
    if (match := compiled(rf"{any_word('between')}\s+(.+?)\s+(?:и|and)\s+(.+)").fullmatch(text)) is not None:
        return read_two(match[1], match[2], one_of)
    lower, upper = (f"{any_word('not_before')}|{any_word('after')}", f"{any_word('not_after')}|{any_word('before')}")
    between = r"\s*[-,;/]?\s*(?:но|и|but|and)?\s*"
    match = compiled(rf"(?P<low>{lower})\s*(?P<a>.+?){between}(?P<up>{upper})\s*(?P<b>.+)").fullmatch(text)
    if match is None:
        return None
    for first, last in completions(match["a"], match["b"]):
        begin, end = _read_one_sided(f"{match['low']} {first}"), _read_one_sided(f"{match['up']} {last}")
        if begin is not None and end is not None and begin.earliest and end.latest:
            return one_of(begin, end)
    return None


def _read_plain(text: str) -> Span | None:
    """Return the meaning of a date without words before it: a point, a part, an interval, a choice, a double date."""
    return (
        read_point(text)
        or read_either_order(text)
        or read_decade_or_century(text)
        or read_part_of_year(text)
        or read_part(text)
        or read_double_date(text)
        or read_interval(text)
        or read_choice(text)
        or read_year_first(text)
    )
