"""Dates that the other side seems to lack or to state otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.audit.findings import Doubt, TextSpan
from bisearch.audit.numbers import NAMES
from bisearch.model import SIDES, other
from bisearch.notation.quantities import looks_like
from bisearch.notation.quantity import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bisearch.audit.passage_texts import AuditedText, Bitext
    from bisearch.notation.date_mentions import WrittenDate


def check_dates(bitext: Bitext) -> Iterator[Doubt]:
    """Yield the dates of each side of which the other, or the passages around, do not have every known part."""
    if not bitext.has_both:
        return
    missing = {
        side: [date for date in bitext.texts[side].dates if not _has(bitext.opposite(side), date)] for side in SIDES
    }
    confidence = bitext.passage.confidence
    pairs = min(map(len, missing.values()))
    for ru, en in zip(missing["ru"][:pairs], missing["en"][:pairs], strict=True):
        texts = (_written(bitext.texts["ru"], ru), _written(bitext.texts["en"], en))
        question = f"The Russian has “{texts[0]}” and the English “{texts[1]}”: is it the same date?"
        yield Doubt("date", "ru", (TextSpan(ru.start, ru.end),), (TextSpan(en.start, en.end),), question, confidence)
    for side in SIDES:
        for date in missing[side][pairs:]:
            text = _written(bitext.texts[side], date)
            question = f"The {NAMES[side]} has “{text}”: where is this date in the {NAMES[other(side)]}?"
            yield Doubt("date", side, (TextSpan(date.start, date.end),), (), question, confidence)


def _has(opposite: list[AuditedText], date: WrittenDate) -> bool:
    """Return whether some texts have a date: as a date with the same parts, or part by part."""
    if any(_agree(date, each) for text in opposite for each in text.dates):
        return True
    return all(any(_has_number(text, part) for text in opposite) for part in _parts(date)) and (
        # Part by part the month is a number, or a date that lacks the day or the year.
        any(date.month in text.months for text in opposite)
        or any(_has_number(text, (date.month,)) for text in opposite)
    )


def _agree(first: WrittenDate, second: WrittenDate) -> bool:
    """Return whether two dates have the same month, and the same day and year where both have one."""
    if first.month != second.month:
        return False
    days, years = (first.day, second.day), (first.year, second.year)
    same_day = None in days or days[0] == days[1]
    same_year = None in years or years[0] == years[1]
    shares_one = (None not in days and same_day) or (None not in years and same_year)
    return same_day and same_year and shares_one


def _parts(date: WrittenDate) -> list[tuple[int, ...]]:
    """Return the day and the year of a date, each with what a text may write for it."""
    parts: list[tuple[int, ...]] = []
    if date.day is not None:
        parts.append((date.day,))
    if date.year is not None:
        parts.append((date.year, date.year % 100))
    return parts


def _has_number(text: AuditedText, values: tuple[int, ...]) -> bool:
    wanted = set(map(float, values))
    if any(each.value in wanted or wanted & each.others for each in text.quantities):
        return True
    return any(
        looks_like(Quantity(0, 0, float(value), frozenset(), is_stated=True, in_digits=True), text.text)
        for value in values
    )


def _written(text: AuditedText, date: WrittenDate) -> str:
    return " ".join(text.text[date.start : date.end].split())
