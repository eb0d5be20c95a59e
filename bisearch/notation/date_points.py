"""Reading a day, a month, a year, a decade, a century or a part of one of these."""

from __future__ import annotations

from bisearch.notation.date_mentions import MONTH_NAMES, ROMAN_MONTHS
from bisearch.notation.date_spans import Span, span_of, span_of_edtf, span_of_years
from bisearch.notation.date_words import MONTH, ROMAN, YEAR_WORD, YEARS_WORD, any_word, compiled

_ORDINAL = r"(?:\s?-?\s?(?:st|nd|rd|th|го|е|ое)\b)?"
_DAY = rf"(?P<d>\d{{1,2}}){_ORDINAL}"
_YEAR = rf"(?P<y>\d{{4}}|\d{{2}}(?=\s*г)){YEAR_WORD}"
_SHORT_YEAR = rf"(?P<y>\d{{4}}|\d{{2}}){YEAR_WORD}"
_NAME = rf"(?P<name>{MONTH})(?!\w)\.?"
POINTS = (
    r"(?P<y>\d{4})[-./](?P<m>\d{1,2})[-./](?P<d>\d{1,2})",
    r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})",
    rf"{_DAY}\s*[-./]?\s*(?:day\s+)?(?:of\s+)?{_NAME}\s*[-,/]?\s*{_YEAR}",
    rf"{_NAME}\s*{_DAY}\s*(?:дня)?,?\s*(?P<y>\d{{4}}){YEAR_WORD}",
    rf"(?P<y>\d{{4}}){YEAR_WORD},?\s*{_NAME}(?:\s*{_DAY}(?:\s*дня)?)?",
    rf"(?P<y>\d{{4}}){YEAR_WORD},?\s*{_DAY}\s+{_NAME}",
    rf"{_DAY}\s?[-./\s]\s?(?P<roman>{ROMAN})\s?[-./\s]\s?{_SHORT_YEAR}",
    rf"{_DAY}\.\s?(?P<m>\d{{1,2}})\.\s?{_SHORT_YEAR}",
    rf"(?:month\s+of\s+)?{_NAME}\s*(?:of\s+)?[-,/.]?\s*{_YEAR}",
    rf"(?P<m>\d{{1,2}})[./]\s?(?P<y>\d{{4}}){YEAR_WORD}",
    rf"(?P<roman>{ROMAN})\s?[-./\s]\s?(?P<y>\d{{4}}){YEAR_WORD}",
    r"(?P<y>\d{4})(?P<slash>[./])(?P<m>\d{1,2})",
    rf"(?:year\s+)?(?P<y>\d{{4}}){YEAR_WORD}",
)
# Day and month, or month and day: writers of both kinds use a slash or a hyphen.
_EITHER_ORDER = rf"(?P<a>\d{{1,2}})(?P<sep>[-/])(?P<b>\d{{1,2}})(?P=sep)(?P<y>\d{{4}}){YEAR_WORD}"
_DECADE = rf"(?:the\s+)?(?P<y>\d{{3}}0|\d0)(?:\s?-?\s?(?:е|ые|х|ых)(?:{YEARS_WORD})?|\s?s|{YEARS_WORD})"
_CENTURY = (
    r"(?:the\s+)?(?P<number>[ivxх]{1,5}|\d{1,2})(?:\s?-?\s?(?:й|го|м|ом|th|st|nd|rd))?"
    r"\s*-?(?:века|веке|век|вв|в|столетия|столетие|столетии|ст|century|cent|c)\b\.?"
)
_DECADE_OF_CENTURY = r"(\d0)(\s?-?\s?(?:е|х)\b.*?)\s+([ivxхі]{1,5}|\d{1,2})(?:\s?-?\s?го)?\s*(?:века|в\.|столетия)"
_FIRST = {1: "i|1|перв\\w+|first|1st", 2: "ii|2|втор\\w+|second|2nd", 3: "iii|3|трет\\w+|third|3rd",
          4: "iv|4|четверт\\w+|fourth|4th"}  # fmt: skip
_COUNTED = {number: rf"(?:the\s+)?(?:{words})(?:\s?-?\s?(?:й|е|ое|я|ая|м|ом|го))?" for number, words in _FIRST.items()}
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10}


def read_point(text: str) -> Span | None:
    """Return the meaning of a year, a month or a day."""
    for pattern in POINTS:
        match = compiled(pattern).fullmatch(text)
        if match is not None and (found := point_of(match.groupdict())) is not None:
            return found
    return None


def point_of(fields: dict[str, str | None]) -> Span | None:
    """Return the year, month or day of a match of `POINTS`; None if the calendar has none such.

    Args:
        fields: the year as ``y``, the month as ``m``, ``roman`` or ``name``, and the day as ``d``.
    """
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
        month = next(number for number, names in enumerate(MONTH_NAMES, 1) if compiled(names).fullmatch(name))
    day = int(fields["d"] or 0) if fields.get("d") else None
    return span_of(year, month, day)


def read_either_order(text: str) -> Span | None:
    """Return the meaning of 20/11/1946 or 11/20/1946; of 5/6/1946, one of the two days."""
    match = compiled(_EITHER_ORDER).fullmatch(text)
    if match is None:
        return None
    year, first, second = int(match["y"]), int(match["a"]), int(match["b"])
    days = [day for day in (span_of(year, second, first), span_of(year, first, second)) if day is not None]
    days.sort()
    if len(days) < 2 or days[0] == days[1]:
        return days[0] if days else None
    return Span(days[0].earliest, days[1].latest, f"[{days[0].edtf},{days[1].edtf}]")


def read_decade_or_century(text: str) -> Span | None:
    """Return the meaning of 1940-е гг., 1940s, 50-е гг. XIX в. or XIX век."""
    if (match := compiled(_DECADE_OF_CENTURY).fullmatch(text)) is not None:
        century = int(match[3]) if match[3].isdecimal() else _from_roman(match[3])
        return read_decade_or_century(f"{100 * (century - 1) + int(match[1])}{match[2]}")
    if (match := compiled(_DECADE).fullmatch(text)) is not None:
        year = int(match["y"]) + (1900 if len(match["y"]) == 2 else 0)
        is_century = year % 100 == 0 and text.endswith("s")  # "1900s" may be a decade or a century
        return span_of_edtf(f"{year // 100}XX" if is_century else f"{year // 10}X")
    match = compiled(_CENTURY).fullmatch(text)
    if match is None:
        return None
    number = int(match["number"]) if match["number"].isdecimal() else _from_roman(match["number"])
    if not 1 <= number <= 30:
        return None
    return span_of_years(100 * number - 99, 100 * number)


def _from_roman(text: str) -> int:
    values = [_ROMAN_DIGITS[letter] for letter in text.translate(str.maketrans("хі", "xi"))]
    return sum(-value if value < max(values[place:]) else value for place, value in enumerate(values))


def read_part_of_year(text: str) -> Span | None:
    """Return the meaning of a season, a quarter or a half of a year."""
    year = rf"(?:of\s+)?(?P<y>\d{{4}}){YEAR_WORD}"
    for part, name in enumerate(("spring", "summer", "autumn", "winter"), 21):
        for form in (rf"{any_word(name)}\s*,?\s*{year}", rf"(?P<y>\d{{4}}){YEAR_WORD}\s*,?\s*{any_word(name)}"):
            if (match := compiled(form).fullmatch(text)) is not None:
                return span_of_edtf(f"{match['y']}-{part}")
    years = rf"(\d{{4}})\s*[-/]\s*(\d{{4}}|\d{{2}})(?:{YEARS_WORD}|{YEAR_WORD})"
    if (match := compiled(rf"{any_word('winter')}\s*,?\s*(?:of\s+)?{years}").fullmatch(text)) is not None:
        first = int(match[1])
        return span_of_edtf(f"{first:04}-12/{first + 1:04}-02") if (first + 1) % 100 == int(match[2]) % 100 else None
    for quarter, counted in _COUNTED.items():
        for form in (
            rf"{counted}\s*(?:квартал\w*|кв\.|quarter)\s*{year}",
            rf"q{quarter}[\s,/-]*(?P<y>\d{{4}})",
            rf"(?P<y>\d{{4}})[\s,/-]*q{quarter}",
        ):
            if (match := compiled(form).fullmatch(text)) is not None:
                return span_of_edtf(f"{match['y']}-{32 + quarter}")
    return None


def read_part(text: str) -> Span | None:
    """Return the meaning of a half, or of the beginning, the middle or the end: of these, all of what it is part of."""
    for half in (1, 2):
        words = rf"{_COUNTED[half]}\s*-?(?:полугоди\w+|половин\w+|half)\s*,?\s*(?:of\s+)?(?:the\s+)?"
        if (match := compiled(words).match(text)) is not None and (whole := _whole(text[match.end() :])) is not None:
            return _half(whole, half)
    if (match := compiled(rf"{any_word('part')}[\s-]*(?:of\s+)?(?:the\s+)?").match(text)) is not None:
        whole = _whole(text[match.end() :])
        return whole._replace(iso="") if whole is not None else None
    return None


def _whole(text: str) -> Span | None:
    """Return a year, a month, a decade or a century, of which there are parts."""
    found = read_decade_or_century(text) or read_point(text)
    return found if found is not None and found.earliest != found.latest else None


def _half(span: Span, half: int) -> Span | None:
    first, last = span.earliest, span.latest
    if len(span.iso) == 7:
        bounds = (first, f"{span.iso}-15") if half == 1 else (f"{span.iso}-16", last)
        return Span(*bounds, f"{bounds[0]}/{bounds[1]}")
    if len(span.iso) == 4:
        return span_of_edtf(f"{span.iso}-{39 + half}")
    begin, end = int(first[:4]), int(last[:4])
    middle = (begin + end) // 2
    return span_of_years(begin, middle) if half == 1 else span_of_years(middle + 1, end)
