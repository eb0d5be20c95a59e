"""Dates as archives write them, read without narrowing: days, intervals, decades, "before", "about", double dates.

A text is read as a whole or not at all. "12-14 мая 1956" never becomes 14 May, and "1946 or so" never becomes 1946.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from bisearch.lazy_pattern import lazy_pattern
from bisearch.notation.date_mentions import find_dates
from bisearch.notation.date_reading import ISO, MAX_DATE, read_date
from bisearch.notation.date_words import MONTH, ROMAN, any_word, compiled, fold
from bisearch.notation.edtf import edtf_bounds
from bisearch.word_lists import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bisearch.notation.date_spans import Span

# Longer pieces between two punctuation marks of a citation are not years.
MAX_YEARS = 30
# How many words of a citation before and after the mention of a date may belong to it: "between 5 and", "- 3 June".
WORDS_BEFORE, WORDS_AFTER = 7, 6


class ArchivalDate(NamedTuple):
    """A date as its source has it, and what it means.

    Attributes:
        text: the date exactly as written.
        iso: a year, a month or a day in ISO 8601; empty for any other date.
        edtf: the date in EDTF (ISO 8601-2); empty if undated.
        earliest: the first day that it may mean, ``YYYY-MM-DD``; empty if open.
        latest: the last day that it may mean, ``YYYY-MM-DD``; empty if open. Undated if both are empty.
    """

    text: str
    iso: str
    edtf: str
    earliest: str
    latest: str


def parse_date(text: str) -> ArchivalDate | None:
    """Read a date.

    Args:
        text: the date as its source has it, in Russian, English, ISO 8601 or EDTF. A day of the week, the place of
            writing and the time of day may stand beside it.

    Returns:
        What the date means, without bounds if the text says that the document is undated. None if any part of the text
        is not understood, or the calendar has no such date.
    """
    if len(text) > MAX_DATE:
        return None
    return _archival(text, read_date(text) or read_date(_without_surroundings(text)))


def find_date(text: str) -> ArchivalDate | None:
    """Return the date of a citation or a heading: the first day mentioned, else the first month, else the first year.

    All words that belong to the date are read with it: "between 5 and 20 May 1946" is never 20 May. A year counts only
    if it stands alone between punctuation marks.

    Args:
        text: a citation or a heading.

    Returns:
        The date, or None if none is found.
    """
    mentions = sorted(find_dates(text), key=lambda each: (each.day is None, each.year is None))
    for mention in mentions:
        for start, end in _windows(text, mention.start, mention.end):
            found = _archival(text[start:end], read_date(text[start:end]))
            if found is not None and not (_OPENING_WORD.match(found.text) and not (found.earliest and found.latest)):
                return found if not _is_cut_short(text, start, end) else None
    pieces = [piece.strip() for piece in re.split(r"[,;()\"«»“”]|(?<!г)\.", text)]
    years = [piece for piece in pieces if len(piece) < MAX_YEARS and re.search(r"\d{4}", piece)]
    return next((found for year in years if (found := _archival(year, read_date(year))) is not None), None)


def day_range(iso: str) -> tuple[str, str]:
    """Return the first and the last day of a year, a month or a day.

    Args:
        iso: a year, a month or a day in ISO 8601.

    Returns:
        Two days as ``YYYY-MM-DD``.

    Raises:
        ValueError: the text is not a date in ISO 8601, or the calendar has no such day.
    """
    bounds = edtf_bounds(iso) if ISO.fullmatch(iso) else None
    if bounds is None or "X" in iso:
        raise ValueError(iso)
    return bounds


def day_range_of_text(text: str) -> tuple[str, str]:
    """Return the first and the last day that a date in any form may mean; an open side is the end of the calendar.

    Raises:
        ValueError: the text is not understood, or it says that there is no date.
    """
    found = parse_date(text)
    if found is None or not (found.earliest or found.latest):
        raise ValueError(text)
    return found.earliest or "0001-01-01", found.latest or "9999-12-31"


def _archival(text: str, span: Span | None) -> ArchivalDate | None:
    return ArchivalDate(text, span.iso, span.edtf, span.earliest, span.latest) if span is not None else None


def _windows(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches around a mention that may be one date, the longest first."""
    before = list(re.finditer(r"\S+", text[:start]))[-WORDS_BEFORE:]
    after = list(re.finditer(r"\S+", text[end:]))[:WORDS_AFTER]
    starts = [start, *(word.start() for word in takewhile(_may_be_of_date, reversed(before)))]
    ends = [end, *(end + word.end() for word in takewhile(_may_be_of_date, after))]
    stretches = {(first, first + len(text[first:last].rstrip(" ,;:"))) for first in starts for last in ends}
    return iter(sorted(stretches, key=lambda each: (each[0] - each[1], each)))


# "A letter from 5 May 1946" is not of a time that is open towards the end.
_OPENING_WORD = lazy_pattern(r"(?:from|since|by|to|up\s+to|с|со)\s", re.IGNORECASE)


def _is_cut_short(text: str, start: int, end: int) -> bool:
    """Return whether a stretch has a word before it that changes its meaning, or one end of an interval beside it."""
    words = "|".join(map(any_word, ("circa", "before", "not_after", "not_before", "after", "between")))
    before, after = fold(text[max(0, start - 40) : start]), fold(text[end : end + 40])
    if _OPENING_WORD.match(f"{before.rpartition(' ')[2]} "):
        return False
    return (
        compiled(rf".*(?<!\w)(?:{words}|\d\s*-|(?:{MONTH})\s*-)").fullmatch(before) is not None
        or compiled(rf"-\s*(?:\d|{MONTH}).*").fullmatch(after) is not None
    )


def _may_be_of_date(word: re.Match[str]) -> bool:
    """Return whether a word may be part of a date: a number, a month, a word such as "between", a mere mark."""
    folded = fold(word.group()).strip("[](),.;:?- ")
    return not folded.isalpha() or folded in _single_words() or compiled(MONTH).fullmatch(folded) is not None


@cache
def _single_words() -> frozenset[str]:
    cells = ",".join(cell for row in read_rows("notation", "date_words.txt", "|") for cell in row[1:])
    joining = ("г", "гг", "год", "года", "году", "годы", "годов", "и", "and", "of", "or", "или", "по", "to", "ст")
    return frozenset((*cells.replace(",", " ").split(), *joining))


# Places around a date: capitalized words, with or without "г." (город) before them.
_PLACE = r"(?:(?:г|гор|пос|с|д)\.\s?)?[A-ZА-ЯЁ][\w'’]*\.?(?:[ -](?:[A-ZА-ЯЁ][\w'’]*\.?|на|de|la|of))*"
_CLOCK = r"\d{1,2}(?:[:.]\d{2})?\s*[ap]\.?\s?m\b\.?"
_TIME = lazy_pattern(
    r"[,\s]+(?:в\s+|at\s+)?(?:\d{1,2}[:.]\d{2}(?:\s*(?:[ap]\.?\s?m\b\.?|ч\b\.?|час\w*\.?))?|\d{1,2}\s*(?:час\w*|ч\b)\.?"
    r"(?:\s*\d{1,2}\s*(?:мин\w*|м\b)\.?)?)$"
    rf"|(?:[,\s]+|\s*[—–]\s*)(?:at\s+)?(?:(?:\d{{1,2}}(?:[:.]\d{{2}})?\s*[—–-]\s*|{_CLOCK}\s*[—–-]\s*)?{_CLOCK}|noon|midnight)$",
    re.IGNORECASE,
)


def _without_surroundings(text: str) -> str:
    """Return a date without the day of the week, the place and the time that stand around it."""
    kept = text.strip().rstrip(",;")
    kept = compiled(rf"(?i:{any_word('weekday')})\.?,?\s+(?=.*\d)").sub("", kept, count=1) if kept else kept
    kept = _TIME.sub("", kept)
    kept = compiled(r"(?i:date|dated|дата|от|on|in|в|во|at)(?:\s*:)?\s+(?=.*\d)").sub("", kept, count=1)
    for pattern in (rf"(?P<place>{_PLACE})\s*[,.]\s+(?=\S)", rf"\s*[,.]\s+(?P<place>{_PLACE})$"):
        match = compiled(pattern).match(kept) if pattern.startswith("(?P") else compiled(pattern).search(kept)
        if match is not None and not _is_about_time(match["place"]):
            kept = kept[: match.start()] + kept[match.end() :]
    kept = _TIME.sub("", kept)
    return compiled(rf"^(?i:{any_word('weekday')})\.?,?\s+|[\s,]+\(?(?i:{any_word('weekday')})\)?$").sub("", kept)


def _is_about_time(place: str) -> bool:
    """Return whether a word that stands where places stand is one of the words of dates."""
    kinds = ("circa", "probably", "before", "not_after", "not_before", "after", "between", "undated", "part", "weekday")
    seasons = ("spring", "summer", "autumn", "winter", "counted")
    words = "|".join((MONTH, ROMAN, *map(any_word, (*kinds, *seasons))))
    return compiled(rf"(?:.*\W)?(?:{words})(?:\W.*)?").fullmatch(fold(place)) is not None
