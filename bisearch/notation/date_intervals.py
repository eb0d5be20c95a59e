"""Reading intervals and choices of dates, of which one may lack what the other has: 12-14 мая 1956."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bisearch.notation.date_points import (
    read_decade_or_century,
    read_either_order,
    read_part,
    read_part_of_year,
    read_point,
)
from bisearch.notation.date_spans import Span, interval_of, qualified, span_of_years
from bisearch.notation.date_words import YEAR_WORD, YEARS_WORD, any_word, compiled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_OPEN_INTERVAL = rf"(\d{{4}}){YEAR_WORD}\s*(?:-|/)\s*(?:\.\.\.?)?(?:настоящее\s+время|н\.\s?в\.|present|now)?"
_SHORT_INTERVAL = rf"(\d{{4}}){YEAR_WORD}\s*(?:-|/|по|to)\s*(\d{{2}}){YEAR_WORD}(?:{YEARS_WORD})?"
_OPENING = r"(?:с|со|from|в период с|за период с|за)\s+(?=.*\d)"
# Between the ends of an interval, the clearest first.
_TO = (r"\s+-+\s+", r"\s+(?:по|to|till|until|through|thru)\s+", r"\s+/\s+", r"\s*\.\.\.?\s*", r"-+|\s-|-\s", "/")
# Between dates of which one is meant, or all. A comma may also stand before the year of a date.
_OR = r"\s+(?:или|либо|or)\s+"
_AND = r"\s+(?:и|and|&)\s+|(?<=\d{4})\s*[,;]\s*|\s*[,;](?!\s*\d{4}\b)\s*"


def read_interval(text: str) -> Span | None:
    """Return the meaning of an interval: 12-14 мая 1956, 1946/47, с 5 по 12 мая 1946 г., May 12 to June 3, 1956."""
    if (match := compiled(_SHORT_INTERVAL).fullmatch(text)) is not None:
        first, last = int(match[1]), int(match[1][:2] + match[2])
        return span_of_years(first, last) if first < last else None
    if (match := compiled(_OPEN_INTERVAL).fullmatch(text)) is not None:
        return Span(f"{match[1]}-01-01", "", f"{match[1]}/..")
    body = re.sub(r"(?<=\d)\s*гг\b\.?$", "", text)
    if (opening := compiled(_OPENING).match(body)) is not None:
        body = body[opening.end() :]
    for separator in _TO:
        for match in compiled(separator).finditer(body):
            begin, end = body[: match.start()], body[match.end() :]
            if begin and end and (found := read_two(begin, end, interval_of)) is not None:
                return found
    return None


def read_two(first: str, last: str, join: Callable[[Span, Span], Span | None]) -> Span | None:
    """Return two dates joined, of which one may lack what the other has: "12" and "14 мая 1956"."""
    for begin, end in completions(first, last):
        left = _read_end(begin)
        right = _read_end(end) if left is not None else None
        if left is not None and right is not None and (found := join(left, right)) is not None:
            return found
    return None


def _read_end(text: str) -> Span | None:
    """Return the meaning of one end of an interval."""
    text = text.strip(" ,;")
    if (match := compiled(rf"(?:{any_word('circa')}|~)\s*").match(text)) is not None:
        return qualified(_read_end(text[match.end() :]), "~")
    return (
        read_point(text)
        or read_either_order(text)
        or read_decade_or_century(text)
        or read_part_of_year(text)
        or read_part(text)
    )


def completions(first: str, last: str) -> Iterator[tuple[str, str]]:
    """Yield two texts, and each with what the other has of a month and a year."""
    first, last = first.strip(" ,;"), last.strip(" ,;")
    ends = [last]
    if (name := re.match(r"[^\W\d_]{3,}\.?\s", first)) is not None:
        ends.append(name.group() + last)  # "May 12" and "14, 1956"
    if (year := re.search(rf"[-./\s,]*\d{{4}}{YEAR_WORD}$", first)) is not None:
        ends.append(last + year.group())
    for end in ends:
        yield first, end
        year = re.search(rf"[-./\s,]*(?:\d{{4}}|\d{{2}}(?=\s*г)){YEAR_WORD}$", end)
        if year is not None and not first.isdecimal():  # "1" with a year would be January
            yield first + (year.group() if year.group()[:1] in "-./ ," else f" {year.group()}"), end
            if first.endswith("."):
                yield first + year.group().lstrip("-./ ,"), end
        if (century := re.search(r"\s+(?:вв?\b\.?|века?|century)$", end)) is not None:
            yield first + century.group(), end
        if (tail := re.match(r"\w+", end)) is not None and end[tail.end() :]:
            yield first + end[tail.end() :], end


def read_choice(text: str) -> Span | None:
    """Return the meaning of "1946 or 1947" (one of them) and of "5, 8 и 12 мая 1956" (all of them)."""
    for pattern, brackets in ((_OR, "[]"), (_AND, "{}")):
        pieces = [piece for piece in compiled(pattern).split(text) if piece]
        if not 2 <= len(pieces) <= 20:
            continue
        members = [_read_end(pieces[-1])]
        for piece in reversed(pieces[:-1]):
            completed = (_read_end(begin) for begin, _ in completions(piece, pieces[-1]))
            members.append(next((member for member in completed if member is not None), None))
        known = [member for member in reversed(members) if member is not None]
        is_simple = all(member.iso for member in known) and known == sorted(known)
        if len(known) == len(pieces) and is_simple:
            edtf = ",".join(member.edtf for member in known)
            return Span(known[0].earliest, max(member.latest for member in known), f"{brackets[0]}{edtf}{brackets[1]}")
    return None


def read_year_first(text: str) -> Span | None:
    """Return the meaning of a date that begins with its year: 1946 г., ноябрь-декабрь."""
    match = compiled(rf"(\d{{4}}){YEAR_WORD}\s*[,.:]?\s+(?!.*\d{{4}})(?=.*[^\W\d_])(.+)").fullmatch(text)
    return read_interval(f"{match[2]} {match[1]}") if match is not None else None
