"""Dates as archives write them, read without narrowing: days, intervals, decades, "before", "about", double dates.

A text is read as a whole or not at all. "12-14 мая 1956" never becomes 14 May, and "1946 or so" never becomes 1946.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import cache, lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from bisearch.notation.date_mentions import MONTH_NAMES, ROMAN_MONTHS, find_dates
from bisearch.notation.edtf import edtf_bounds
from bisearch.word_lists import read_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# A longer text is not a date.
MAX_DATE = 200
# How many words of a citation before and after the mention of a date may belong to it: "between 5 and", "- 3 June".
WORDS_BEFORE, WORDS_AFTER = 7, 6
# Julian dates are behind by a fortnight at most; a slash between two days of later years is an interval.
LAST_DOUBLE_YEAR = 1925

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


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


class _Span(NamedTuple):
    """What a piece of a date means; attributes as in `ArchivalDate`."""

    earliest: str
    latest: str
    edtf: str
    iso: str = ""


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
    return _archival(text, _read(text) or _read(_without_surroundings(text)))


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
            found = _archival(text[start:end], _read(text[start:end]))
            if found is not None and not (_OPENING_WORD.match(found.text) and not (found.earliest and found.latest)):
                return found if not _is_cut_short(text, start, end) else None
    pieces = (piece.strip() for piece in re.split(r"[,;()\"«»“”]|(?<!г)\.", text))
    return next(
        (found for piece in pieces if len(piece) < 30 and "19" in piece and (found := _archival(piece, _read(piece)))),
        None,
    )


def day_range(iso: str) -> tuple[str, str]:
    """Return the first and the last day of a year, a month or a day.

    Args:
        iso: a year, a month or a day in ISO 8601.

    Returns:
        Two days as ``YYYY-MM-DD``.

    Raises:
        ValueError: the text is not a date in ISO 8601, or the calendar has no such day.
    """
    bounds = edtf_bounds(iso) if _ISO.fullmatch(iso) else None
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


def _archival(text: str, span: _Span | None) -> ArchivalDate | None:
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
_OPENING_WORD = re.compile(r"(?:from|since|by|to|up\s+to|с|со)\s", re.IGNORECASE)


def _is_cut_short(text: str, start: int, end: int) -> bool:
    """Return whether a stretch has a word before it that changes its meaning, or one end of an interval beside it."""
    words = "|".join(map(_words, ("circa", "before", "not_after", "not_before", "after", "between")))
    before, after = _folded(text[max(0, start - 40) : start]), _folded(text[end : end + 40])
    if _OPENING_WORD.match(f"{before.rpartition(' ')[2]} "):
        return False
    return (
        _pattern(rf".*(?<!\w)(?:{words}|\d\s*-|(?:{_MONTH})\s*-)").fullmatch(before) is not None
        or _pattern(rf"-\s*(?:\d|{_MONTH}).*").fullmatch(after) is not None
    )


def _may_be_of_date(word: re.Match[str]) -> bool:
    """Return whether a word may be part of a date: a number, a month, a word such as "between", a mere mark."""
    folded = _folded(word.group()).strip("[](),.;:?- ")
    return not folded.isalpha() or folded in _single_words() or _pattern(_MONTH).fullmatch(folded) is not None


@cache
def _single_words() -> frozenset[str]:
    cells = ",".join(cell for row in read_rows("notation", "date_words.txt", "|") for cell in row[1:])
    joining = ("г", "гг", "год", "года", "году", "годы", "годов", "и", "and", "of", "or", "или", "по", "to", "ст")
    return frozenset((*cells.replace(",", " ").split(), *joining))


# Words and patterns. Texts are folded first: lower case, one kind of hyphen and space, no quotation marks.

_FOLDED = str.maketrans({**dict.fromkeys("‐‑‒–—―−", "-"), **dict.fromkeys("«»„“”\"'’‘`", " "), "ё": "е", "\u00a0": " "})
_YEAR_WORD = r"(?:-(?:й|го|м|ом)\b)?(?:\s*(?:года|году|годом|год|г)\b\.?)?"
_YEARS_WORD = r"(?:\s*(?:годы|годов|годах|годам|гг|г)\b\.?)"
_MONTH = "|".join(MONTH_NAMES)
_ROMAN = "[ivxхі]{1,4}"
_ORDINAL = r"(?:\s?-?\s?(?:st|nd|rd|th|го|е|ое)\b)?"
_DAY = rf"(?P<d>\d{{1,2}}){_ORDINAL}"
_YEAR = rf"(?P<y>\d{{4}}|\d{{2}}(?=\s*г)){_YEAR_WORD}"
_SHORT_YEAR = rf"(?P<y>\d{{4}}|\d{{2}}){_YEAR_WORD}"
_NAME = rf"(?P<name>{_MONTH})(?!\w)\.?"
_POINTS = (
    r"(?P<y>\d{4})[-./](?P<m>\d{1,2})[-./](?P<d>\d{1,2})",
    r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})",
    rf"{_DAY}\s*[-./]?\s*(?:day\s+)?(?:of\s+)?{_NAME}\s*[-,/]?\s*{_YEAR}",
    rf"{_NAME}\s*{_DAY}\s*(?:дня)?,?\s*(?P<y>\d{{4}}){_YEAR_WORD}",
    rf"(?P<y>\d{{4}}){_YEAR_WORD},?\s*{_NAME}(?:\s*{_DAY}(?:\s*дня)?)?",
    rf"(?P<y>\d{{4}}){_YEAR_WORD},?\s*{_DAY}\s+{_NAME}",
    rf"{_DAY}\s?[-./\s]\s?(?P<roman>{_ROMAN})\s?[-./\s]\s?{_SHORT_YEAR}",
    rf"{_DAY}\.\s?(?P<m>\d{{1,2}})\.\s?{_SHORT_YEAR}",
    rf"(?:month\s+of\s+)?{_NAME}\s*(?:of\s+)?[-,/.]?\s*{_YEAR}",
    rf"(?P<m>\d{{1,2}})[./]\s?(?P<y>\d{{4}}){_YEAR_WORD}",
    rf"(?P<roman>{_ROMAN})\s?[-./\s]\s?(?P<y>\d{{4}}){_YEAR_WORD}",
    r"(?P<y>\d{4})(?P<slash>[./])(?P<m>\d{1,2})",
    rf"(?:year\s+)?(?P<y>\d{{4}}){_YEAR_WORD}",
)
# Day and month, or month and day: writers of both kinds use a slash or a hyphen.
_EITHER_ORDER = rf"(?P<a>\d{{1,2}})(?P<sep>[-/])(?P<b>\d{{1,2}})(?P=sep)(?P<y>\d{{4}}){_YEAR_WORD}"
_DECADE = rf"(?:the\s+)?(?P<y>\d{{3}}0|\d0)(?:\s?-?\s?(?:е|ые|х|ых)(?:{_YEARS_WORD})?|\s?s|{_YEARS_WORD})"
_CENTURY = (
    r"(?:the\s+)?(?P<number>[ivxх]{1,5}|\d{1,2})(?:\s?-?\s?(?:й|го|м|ом|th|st|nd|rd))?"
    r"\s*-?(?:века|веке|век|вв|в|столетия|столетие|столетии|ст|century|cent|c)\b\.?"
)
_DECADE_OF_CENTURY = r"(\d0)(\s?-?\s?(?:е|х)\b.*?)\s+([ivxхі]{1,5}|\d{1,2})(?:\s?-?\s?го)?\s*(?:века|в\.|столетия)"
_OPEN_INTERVAL = rf"(\d{{4}}){_YEAR_WORD}\s*(?:-|/)\s*(?:\.\.\.?)?(?:настоящее\s+время|н\.\s?в\.|present|now)?"
_SHORT_INTERVAL = rf"(\d{{4}}){_YEAR_WORD}\s*(?:-|/|по|to)\s*(\d{{2}}){_YEAR_WORD}(?:{_YEARS_WORD})?"
_OPENING = r"(?:с|со|from|в период с|за период с|за)\s+(?=.*\d)"
# Between the ends of an interval, the clearest first.
_TO = (r"\s+-+\s+", r"\s+(?:по|to|till|until|through|thru)\s+", r"\s+/\s+", r"\s*\.\.\.?\s*", r"-+|\s-|-\s", "/")
# Between dates of which one is meant, or all. A comma may also stand before the year of a date.
_OR = r"\s+(?:или|либо|or)\s+"
_AND = r"\s+(?:и|and|&)\s+|(?<=\d{4})\s*[,;]\s*|\s*[,;](?!\s*\d{4}\b)\s*"
_FIRST = {1: "i|1|перв\\w+|first|1st", 2: "ii|2|втор\\w+|second|2nd", 3: "iii|3|трет\\w+|third|3rd",
          4: "iv|4|четверт\\w+|fourth|4th"}  # fmt: skip
_COUNTED = {number: rf"(?:the\s+)?(?:{words})(?:\s?-?\s?(?:й|е|ое|я|ая|м|ом|го))?" for number, words in _FIRST.items()}
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10}

# Places around a date: capitalized words, with or without "г." (город) before them.
_PLACE = r"(?:(?:г|гор|пос|с|д)\.\s?)?[A-ZА-ЯЁ][\w'’]*\.?(?:[ -](?:[A-ZА-ЯЁ][\w'’]*\.?|на|de|la|of))*"
_TIME = re.compile(
    r"[,\s]+(?:в\s+|at\s+)?(?:\d{1,2}[:.]\d{2}(?:\s*(?:[ap]\.?\s?m\b\.?|ч\b\.?|час\w*\.?))?|\d{1,2}\s*(?:час\w*|ч\b)\.?"
    r"(?:\s*\d{1,2}\s*(?:мин\w*|м\b)\.?)?|\d{1,2}\s*[ap]\.?\s?m\b\.?)$",
    re.IGNORECASE,
)


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@cache
def _words(kind: str) -> str:
    """Return the alternatives of the shipped words of a kind, e.g. ``before``, the longest first, as a pattern."""
    rows = [row[1:] for row in read_rows("notation", "date_words.txt", "|") if row[0] == kind]
    words = sorted({word.strip() for row in rows for cell in row for word in cell.split(",")}, key=len, reverse=True)
    patterns = (re.escape(word).replace(r"\ ", r"\s+") + (r"\b" if word[-1:].isalnum() else "") for word in words)
    return f"(?:{'|'.join(patterns)})"


def _without_surroundings(text: str) -> str:
    """Return a date without the day of the week, the place and the time that stand around it."""
    kept = text.strip().rstrip(",;")
    kept = _pattern(rf"(?i:{_words('weekday')})\.?,?\s+(?=.*\d)").sub("", kept, count=1) if kept else kept
    kept = _TIME.sub("", kept)
    kept = _pattern(r"(?i:date|dated|дата|от|on|in|в|во|at)(?:\s*:)?\s+(?=.*\d)").sub("", kept, count=1)
    for pattern in (rf"(?P<place>{_PLACE})\s*[,.]\s+(?=\S)", rf"\s*[,.]\s+(?P<place>{_PLACE})$"):
        match = _pattern(pattern).match(kept) if pattern.startswith("(?P") else _pattern(pattern).search(kept)
        if match is not None and not _is_about_time(match["place"]):
            kept = kept[: match.start()] + kept[match.end() :]
    kept = _TIME.sub("", kept)
    return _pattern(rf"^(?i:{_words('weekday')})\.?,?\s+|[\s,]+\(?(?i:{_words('weekday')})\)?$").sub("", kept)


def _is_about_time(place: str) -> bool:
    """Return whether a word that stands where places stand is one of the words of dates."""
    kinds = ("circa", "probably", "before", "not_after", "not_before", "after", "between", "undated", "part", "weekday")
    seasons = ("spring", "summer", "autumn", "winter", "counted")
    words = "|".join((_MONTH, _ROMAN, *map(_words, (*kinds, *seasons))))
    return _pattern(rf"(?:.*\W)?(?:{words})(?:\W.*)?").fullmatch(_folded(place)) is not None


def _folded(text: str) -> str:
    return " ".join(text.translate(_FOLDED).lower().replace("ё", "е").split())


@lru_cache(maxsize=1 << 12)
def _read(text: str) -> _Span | None:
    """Return what a whole text means as a date; a span without bounds if it says that there is no date."""
    text = text.strip()
    is_inferred = text.startswith("[") and "," not in text and ".." not in text  # a set in EDTF has several members
    if not is_inferred and (bounds := edtf_bounds(text)) is not None:
        is_plain = _ISO.fullmatch(text) is not None and bounds[0][:4] == text[:4]
        if is_plain and (len(text) < 7 or int(text[5:7]) <= 12):
            return _Span(*bounds, text, text)
        # A time of day is not kept in EDTF: the date is a day.
        day = text[:10]
        return _Span(*bounds, day, day) if bounds == (day, day) and text[10:11] in {"T", " "} else _Span(*bounds, text)
    folded = _folded(text).strip(" ,;")
    if _pattern(rf"[\[(]?{_words('undated')}[\])]?\.?").fullmatch(folded):
        return _Span("", "", "")
    is_bracketed = "[" in folded or "?" in folded
    if is_bracketed:
        folded = " ".join(_pattern(r"\(\?\)|[\[\]?]").sub("", folded).split())
    try:
        span = _qualified(folded)
    except (ValueError, OverflowError):
        return None
    return _qualify(span, "?") if span is not None and is_bracketed else span


def _qualified(text: str) -> _Span | None:
    """Return the meaning of a date with or without "about", "before", "probably" and the like."""
    text = text.strip(" ,;")
    if not text or len(text) > MAX_DATE:
        return None
    if (match := _pattern(rf"{_words('undated')}\.?,?\s*\(?([^()]+)\)?").fullmatch(text)) is not None:
        return _qualify(_plain(match[1]), "?")
    if (match := _pattern(rf"(?:{_words('probably')})[\s,]*").match(text)) is not None:
        return _qualify(_qualified(text[match.end() :]), "?")
    if (match := _pattern(rf"(?:{_words('circa')}|~)\s*").match(text)) is not None:
        return _qualify(_qualified(text[match.end() :]), "~")
    return _plain(text) or _between(text) or _one_sided(text)


def _one_sided(text: str) -> _Span | None:
    """Return the meaning of "before 1946", "не позднее 20 ноября 1946" and the like."""
    for ending, side in ((r"(?:ранее|раньше|earlier|before)", -1), (r"(?:позднее|позже|later|after)", 1)):
        if (match := _pattern(rf"(.+?),?\s+(?:и|или|and|or)\s+{ending}").fullmatch(text)) is not None:
            found = _plain(match[1])
            return _limited(found, side) if found is not None else None
    tail = re.sub(r"\s*,?\s*(?:включительно|inclusive)$", "", text)
    for kind, side in (("not_after", -1), ("not_before", 1), ("before", -2), ("after", 2)):
        match = _pattern(rf"{_words(kind)}\s*").match(tail)
        if match is None or (found := _plain(tail[match.end() :])) is None:
            continue
        return _limited(found, -1 if tail != text else side)
    return None


def _limited(span: _Span, side: int) -> _Span | None:
    """Return the time up to a span (-1), before it (-2), from it on (1) or after it (2); None for a choice of dates."""
    if span.edtf[:1] in {"[", "{"}:
        return None
    if side < 0:
        last = span.latest if side == -1 else _shifted(span.earliest, -1)
        return _Span("", last, f"[..{_rounded_end(last)}]") if last else None
    first = span.earliest if side == 1 else _shifted(span.latest, 1)
    return _Span(first, "", f"[{_rounded_begin(first)}..]") if first else None


def _between(text: str) -> _Span | None:
    """Return the meaning of "не ранее 5 и не позднее 20 ноября 1946" and "between 5 and 20 November 1946"."""
    if (match := _pattern(rf"{_words('between')}\s+(.+?)\s+(?:и|and)\s+(.+)").fullmatch(text)) is not None:
        return _joined(match[1], match[2], _one_of)
    lower, upper = (f"{_words('not_before')}|{_words('after')}", f"{_words('not_after')}|{_words('before')}")
    between = r"\s*[-,;/]?\s*(?:но|и|but|and)?\s*"
    match = _pattern(rf"(?P<low>{lower})\s*(?P<a>.+?){between}(?P<up>{upper})\s*(?P<b>.+)").fullmatch(text)
    if match is None:
        return None
    for first, last in _completions(match["a"], match["b"]):
        begin, end = _one_sided(f"{match['low']} {first}"), _one_sided(f"{match['up']} {last}")
        if begin is not None and end is not None and begin.earliest and end.latest:
            return _one_of(begin, end)
    return None


def _one_of(first: _Span, last: _Span) -> _Span | None:
    if not (first.earliest and last.latest) or first.earliest > last.latest:
        return None
    edtf = f"[{_rounded_begin(first.earliest)}..{_rounded_end(last.latest)}]"
    return _Span(first.earliest, last.latest, edtf)


def _interval(first: _Span, last: _Span) -> _Span | None:
    if not (first.earliest and last.latest) or first.earliest > last.latest or first.latest > last.latest:
        return None
    ends = [_end_of_interval(span, is_first=number == 0) for number, span in enumerate((first, last))]
    return _Span(first.earliest, last.latest, "/".join(ends))


def _end_of_interval(span: _Span, *, is_first: bool) -> str:
    """Return one end of an interval in EDTF, where neither sets, intervals nor parts of years may stand."""
    if re.fullmatch(r"\d{4}(?:-(?:0\d|1[0-2])(?:-\d\d)?)?[?~%]?", span.edtf):
        return span.edtf
    return _rounded_begin(span.earliest) if is_first else _rounded_end(span.latest)


def _plain(text: str) -> _Span | None:
    """Return the meaning of a date without words before it: a point, a part, an interval, a choice, a double date."""
    return (
        _point(text)
        or _either_order(text)
        or _decade_or_century(text)
        or _part_of_year(text)
        or _part(text)
        or _double(text)
        or _interval_of(text)
        or _choice(text)
        or _year_first(text)
    )


def _year_first(text: str) -> _Span | None:
    """Return the meaning of a date that begins with its year: 1946 г., ноябрь-декабрь."""
    match = _pattern(rf"(\d{{4}}){_YEAR_WORD}\s*[,.:]?\s+(?!.*\d{{4}})(?=.*[^\W\d_])(.+)").fullmatch(text)
    return _interval_of(f"{match[2]} {match[1]}") if match is not None else None


def _point(text: str) -> _Span | None:
    """Return the meaning of a year, a month or a day."""
    for pattern in _POINTS:
        match = _pattern(pattern).fullmatch(text)
        if match is not None and (found := _point_of(match.groupdict())) is not None:
            return found
    return None


def _point_of(fields: dict[str, str | None]) -> _Span | None:
    year = int(fields["y"] or 0)
    if len(fields["y"] or "") == 2:
        year += 1900
    month: int | None = None
    if fields.get("m"):
        month = int(fields["m"] or 0)
        if fields.get("slash") == "/" and month == year % 100 + 1:
            return None  # 1911/12 is two years
    elif fields.get("roman"):
        roman = (fields["roman"] or "").translate(str.maketrans("хі", "xi")).upper()
        if roman not in ROMAN_MONTHS:
            return None
        month = ROMAN_MONTHS.index(roman) + 1
    elif fields.get("name"):
        name = fields["name"] or ""
        month = next(number for number, names in enumerate(MONTH_NAMES, 1) if _pattern(names).fullmatch(name))
    day = int(fields["d"] or 0) if fields.get("d") else None
    return _span(year, month, day)


def _span(year: int, month: int | None = None, day: int | None = None) -> _Span | None:
    iso = f"{year:04}" + (f"-{month:02}" if month is not None else "") + (f"-{day:02}" if day is not None else "")
    bounds = edtf_bounds(iso) if month is None or 1 <= month <= 12 else None
    return _Span(*bounds, iso, iso) if bounds is not None else None


def _either_order(text: str) -> _Span | None:
    """Return the meaning of 20/11/1946 or 11/20/1946; of 5/6/1946, one of the two days."""
    match = _pattern(_EITHER_ORDER).fullmatch(text)
    if match is None:
        return None
    year, first, second = int(match["y"]), int(match["a"]), int(match["b"])
    days = [day for day in (_span(year, second, first), _span(year, first, second)) if day is not None]
    days.sort()
    if len(days) < 2 or days[0] == days[1]:
        return days[0] if days else None
    return _Span(days[0].earliest, days[1].latest, f"[{days[0].edtf},{days[1].edtf}]")


def _decade_or_century(text: str) -> _Span | None:
    if (match := _pattern(_DECADE_OF_CENTURY).fullmatch(text)) is not None:
        century = int(match[3]) if match[3].isdecimal() else _from_roman(match[3])
        return _decade_or_century(f"{100 * (century - 1) + int(match[1])}{match[2]}")
    if (match := _pattern(_DECADE).fullmatch(text)) is not None:
        year = int(match["y"]) + (1900 if len(match["y"]) == 2 else 0)
        is_century = year % 100 == 0 and text.endswith("s")  # "1900s" may be a decade or a century
        return _of_edtf(f"{year // 100}XX" if is_century else f"{year // 10}X")
    match = _pattern(_CENTURY).fullmatch(text)
    if match is None:
        return None
    number = int(match["number"]) if match["number"].isdecimal() else _from_roman(match["number"])
    if not 1 <= number <= 30:
        return None
    return _years(100 * number - 99, 100 * number)


def _from_roman(text: str) -> int:
    values = [_ROMAN_DIGITS[letter] for letter in text.translate(str.maketrans("хі", "xi"))]
    return sum(-value if value < max(values[place:]) else value for place, value in enumerate(values))


def _of_edtf(edtf: str) -> _Span | None:
    bounds = edtf_bounds(edtf)
    return _Span(*bounds, edtf) if bounds is not None else None


def _years(first: int, last: int) -> _Span:
    return _Span(f"{first:04}-01-01", f"{last:04}-12-31", f"{first:04}/{last:04}")


def _part_of_year(text: str) -> _Span | None:
    """Return the meaning of a season, a quarter or a half of a year."""
    year = rf"(?:of\s+)?(?P<y>\d{{4}}){_YEAR_WORD}"
    for part, name in enumerate(("spring", "summer", "autumn", "winter"), 21):
        for form in (rf"{_words(name)}\s*,?\s*{year}", rf"(?P<y>\d{{4}}){_YEAR_WORD}\s*,?\s*{_words(name)}"):
            if (match := _pattern(form).fullmatch(text)) is not None:
                return _of_edtf(f"{match['y']}-{part}")
    years = rf"(\d{{4}})\s*[-/]\s*(\d{{4}}|\d{{2}})(?:{_YEARS_WORD}|{_YEAR_WORD})"
    if (match := _pattern(rf"{_words('winter')}\s*,?\s*(?:of\s+)?{years}").fullmatch(text)) is not None:
        first = int(match[1])
        return _of_edtf(f"{first:04}-12/{first + 1:04}-02") if (first + 1) % 100 == int(match[2]) % 100 else None
    for quarter, counted in _COUNTED.items():
        for form in (
            rf"{counted}\s*(?:квартал\w*|кв\.|quarter)\s*{year}",
            rf"q{quarter}[\s,/-]*(?P<y>\d{{4}})",
            rf"(?P<y>\d{{4}})[\s,/-]*q{quarter}",
        ):
            if (match := _pattern(form).fullmatch(text)) is not None:
                return _of_edtf(f"{match['y']}-{32 + quarter}")
    return None


def _part(text: str) -> _Span | None:
    """Return the meaning of a half, or of the beginning, the middle or the end: of these, all of what it is part of."""
    for half in (1, 2):
        words = rf"{_COUNTED[half]}\s*-?(?:полугоди\w+|половин\w+|half)\s*,?\s*(?:of\s+)?(?:the\s+)?"
        if (match := _pattern(words).match(text)) is not None and (whole := _whole(text[match.end() :])) is not None:
            return _half(whole, half)
    if (match := _pattern(rf"{_words('part')}[\s-]*(?:of\s+)?(?:the\s+)?").match(text)) is not None:
        whole = _whole(text[match.end() :])
        return whole._replace(iso="") if whole is not None else None
    return None


def _whole(text: str) -> _Span | None:
    """Return a year, a month, a decade or a century, of which there are parts."""
    found = _decade_or_century(text) or _point(text)
    return found if found is not None and found.earliest != found.latest else None


def _half(span: _Span, half: int) -> _Span | None:
    first, last = span.earliest, span.latest
    if len(span.iso) == 7:
        bounds = (first, f"{span.iso}-15") if half == 1 else (f"{span.iso}-16", last)
        return _Span(*bounds, f"{bounds[0]}/{bounds[1]}")
    if len(span.iso) == 4:
        return _of_edtf(f"{span.iso}-{39 + half}")
    begin, end = int(first[:4]), int(last[:4])
    middle = (begin + end) // 2
    return _years(begin, middle) if half == 1 else _years(middle + 1, end)


def _interval_of(text: str) -> _Span | None:
    """Return the meaning of an interval: 12-14 мая 1956, 1946/47, с 5 по 12 мая 1946 г., May 12 to June 3, 1956."""
    if (match := _pattern(_SHORT_INTERVAL).fullmatch(text)) is not None:
        first, last = int(match[1]), int(match[1][:2] + match[2])
        return _years(first, last) if first < last else None
    if (match := _pattern(_OPEN_INTERVAL).fullmatch(text)) is not None:
        return _Span(f"{match[1]}-01-01", "", f"{match[1]}/..")
    body = re.sub(r"(?<=\d)\s*гг\b\.?$", "", text)
    if (opening := _pattern(_OPENING).match(body)) is not None:
        body = body[opening.end() :]
    for separator in _TO:
        for match in _pattern(separator).finditer(body):
            begin, end = body[: match.start()], body[match.end() :]
            if begin and end and (found := _joined(begin, end, _interval)) is not None:
                return found
    return None


def _joined(first: str, last: str, join: Callable[[_Span, _Span], _Span | None]) -> _Span | None:
    """Return two dates joined, of which one may lack what the other has: "12" and "14 мая 1956"."""
    for begin, end in _completions(first, last):
        left = _member(begin)
        right = _member(end) if left is not None else None
        if left is not None and right is not None and (found := join(left, right)) is not None:
            return found
    return None


def _member(text: str) -> _Span | None:
    """Return the meaning of one end of an interval."""
    text = text.strip(" ,;")
    if (match := _pattern(rf"(?:{_words('circa')}|~)\s*").match(text)) is not None:
        return _qualify(_member(text[match.end() :]), "~")
    return _point(text) or _either_order(text) or _decade_or_century(text) or _part_of_year(text) or _part(text)


def _completions(first: str, last: str) -> Iterator[tuple[str, str]]:
    """Yield two texts, and each with what the other has of a month and a year."""
    first, last = first.strip(" ,;"), last.strip(" ,;")
    ends = [last]
    if (name := re.match(r"[^\W\d_]{3,}\.?\s", first)) is not None:
        ends.append(name.group() + last)  # "May 12" and "14, 1956"
    if (year := re.search(rf"[-./\s,]*\d{{4}}{_YEAR_WORD}$", first)) is not None:
        ends.append(last + year.group())
    for end in ends:
        yield first, end
        year = re.search(rf"[-./\s,]*(?:\d{{4}}|\d{{2}}(?=\s*г)){_YEAR_WORD}$", end)
        if year is not None and not first.isdecimal():  # "1" with a year would be January
            yield first + (year.group() if year.group()[:1] in "-./ ," else f" {year.group()}"), end
            if first.endswith("."):
                yield first + year.group().lstrip("-./ ,"), end
        if (century := re.search(r"\s+(?:вв?\b\.?|века?|century)$", end)) is not None:
            yield first + century.group(), end
        if (tail := re.match(r"\w+", end)) is not None and end[tail.end() :]:
            yield first + end[tail.end() :], end


def _choice(text: str) -> _Span | None:
    """Return the meaning of "1946 or 1947" (one of them) and of "5, 8 и 12 мая 1956" (all of them)."""
    for pattern, brackets in ((_OR, "[]"), (_AND, "{}")):
        pieces = [piece for piece in _pattern(pattern).split(text) if piece]
        if not 2 <= len(pieces) <= 20:
            continue
        members = [_member(pieces[-1])]
        for piece in reversed(pieces[:-1]):
            completed = (_member(begin) for begin, _ in _completions(piece, pieces[-1]))
            members.append(next((member for member in completed if member is not None), None))
        known = [member for member in reversed(members) if member is not None]
        is_simple = all(member.iso for member in known) and known == sorted(known)
        if len(known) == len(pieces) and is_simple:
            edtf = ",".join(member.edtf for member in known)
            return _Span(known[0].earliest, max(member.latest for member in known), f"{brackets[0]}{edtf}{brackets[1]}")
    return None


def _double(text: str) -> _Span | None:
    """Return the meaning of a day of the old calendar: 25 октября (7 ноября) 1917, 25.10/07.11.1917, 1917 ст. ст.

    The day is that of the new calendar. Two days that are not the same in the two calendars are no double date.
    """
    old, new = _words("old_style"), _words("new_style")
    if (match := _pattern(rf"(.+?)\s*\(?{old}\)?").fullmatch(text)) is not None:
        found = _day_of(match[1])
        return _of_date(_to_gregorian(*found)) if found is not None else None
    if (match := _pattern(rf"(.+?)\s*\(?{new}\)?").fullmatch(text)) is not None:
        return _point(match[1])
    text = _pattern(rf"\s*\(?(?:{old}|{new})\)?").sub("", text)
    if (match := _pattern(r"(?P<a>[^()]+?)\s*\((?P<b>[^()]+)\)\s*,?\s*(?P<rest>[^()]*)").fullmatch(text)) is not None:
        a, b, rest = match["a"], match["b"], match["rest"]
        return _same_day(a, b, rest)
    for slash in re.finditer("/", text):
        a, b = text[: slash.start()], text[slash.end() :]
        found_day = _same_day(a, b, "")
        if found_day is not None and found_day.iso[:4] <= str(LAST_DOUBLE_YEAR):
            return found_day
    return None


def _same_day(a: str, b: str, rest: str) -> _Span | None:
    """Return the day that is `a` in one calendar and `b` in the other, in either order."""
    pairs = [
        pair
        for end in dict.fromkeys((f"{b} {rest}".strip(), f"{b}, {rest}", b))
        for pair in (*_completions(a, end), *((f"{a} {rest}".strip(), each) for _, each in _completions(a, end)))
    ]
    for first, last in pairs:
        left, right = _day_of(first), _day_of(last)
        if left is None or right is None:
            continue
        for old, new in ((left, right), (right, left)):
            day = _to_gregorian(*old)
            if (day.year, day.month, day.day) == new and new[0] >= 1582:
                return _of_date(day)
    return None


def _day_of(text: str) -> tuple[int, int, int] | None:
    """Return the year, month and day of a day; 29 February may be one of the old calendar alone."""
    folded = text.strip(" ,;")
    for pattern in _POINTS:
        match = _pattern(pattern).fullmatch(folded)
        fields = match.groupdict() if match is not None else {}
        if not fields.get("d"):
            continue
        if (month := _point_of({**fields, "d": None})) is not None and len(month.iso) == 7:
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


def _of_date(day: date) -> _Span:
    return _Span(day.isoformat(), day.isoformat(), day.isoformat(), day.isoformat())


def _qualify(span: _Span | None, sign: str) -> _Span | None:
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
