"""Mistakes planted into translations: sentences, numbers, dates, names, negations and words, dropped or changed.

Where a mistake is planted is decided by patterns that are independent of the checks: digits and month names that both
sides have, capitalized words that sound alike, *not* and *не*, words that the word aligner links.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from bisearch.similarity.skeletons import skeleton

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

    from bisearch.audit.findings import Kind
    from bisearch.model import Side

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_MONTHS_RU = (
    "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября",
    "декабря",
)  # fmt: skip
_DATE_EN = re.compile(
    rf"(?<![-–] )(?<!\d)(?P<day>\d{{1,2}}) (?P<month>{'|'.join(_MONTHS)})(?: (?P<year>\d{{4}}))?"
    rf"|(?P<month2>{'|'.join(_MONTHS)}) (?P<day2>\d{{1,2}})(?:, (?P<year2>\d{{4}}))?(?!\d)"
)
_DATE_RU = re.compile(rf"(?<![-–] )(?<!\d)(?P<day>\d{{1,2}}) (?P<month>{'|'.join(_MONTHS_RU)})(?: (?P<year>\d{{4}}))?")
_DIGITS = re.compile(r"(?<![\w.,:/-])\d{1,7}(?![\w,:/-]|\.\d)")
_WORDS = {
    "three": "seven", "four": "nine", "five": "eleven", "six": "fourteen", "seven": "three", "eight": "fifteen",
    "nine": "four", "ten": "thirteen", "eleven": "five", "twelve": "nineteen", "fifteen": "eight", "twenty": "fifty",
    "thirty": "eighty", "forty": "ninety", "fifty": "twenty",
}  # fmt: skip
_NUMBER_WORD = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b(?!-)", re.IGNORECASE)
_NOT_EN = re.compile(r"(?<=\w)(?: not\b|n['’]t\b)(?! only)")
_AUXILIARY = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|can|could|should|must)\b(?! not\b)(?= [a-z])")
_NOT_RU = re.compile(r"\b[Нн]е (?=[а-я]{4,})(?!только|раз|менее|более)")
_CAPITALIZED = re.compile(r"(?<=[a-zа-яё,] )[A-ZА-ЯЁ][a-zа-яё]{3,}")
_OTHER_NAMES = ("Whitcombe", "Baxley", "Ormerod", "Quimby", "Fenwick", "Jessop", "Haverill", "Umbridge", "Applegarth")
# A sentence to drop has at least this many words.
LEAST_WORDS = 5


class Corruption(NamedTuple):
    """A mistake to plant.

    Attributes:
        kind: the kind of question that should find it.
        how: ``"dropped"``, ``"changed"`` or ``"negated"``.
        side: the side whose text is changed.
        old: the text of the passage on that side.
        new: the text with the mistake; empty for a dropped sentence.
        query: the word to ask about; only for terms.
    """

    kind: Kind
    how: str
    side: Side
    old: str
    new: str
    query: str = ""


def corrupt(kind: Kind, ru: str, en: str, random: Random) -> Corruption | None:
    """Return a mistake of some kind to plant into a passage with both sides; None if there is no place for one."""
    candidates = list(_CORRUPTERS[kind](ru, en, random))
    return random.choice(candidates) if candidates else None


def _omissions(ru: str, en: str, random: Random) -> Iterator[Corruption]:
    """Yield the omission of the English sentence: translators leave out more than they add."""
    del random
    if min(len(ru.split()), len(en.split())) >= LEAST_WORDS:
        yield Corruption("omission", "dropped", "en", en, "")


def _numbers(ru: str, en: str, random: Random) -> Iterator[Corruption]:
    sides: tuple[tuple[Side, str, str], ...] = (("en", en, ru), ("ru", ru, en))
    for side, mine, other in sides:
        for match in _DIGITS.finditer(mine):
            digits = match.group()
            if digits not in _DIGITS.findall(other) or mine.count(digits) > 1 or _is_date_or_label(mine, match):
                continue
            changed = _other_number(digits, random)
            yield Corruption("number", "changed", side, mine, _replaced(mine, match, changed))
            yield Corruption("number", "dropped", side, mine, _replaced(mine, match, ""))
    for match in _NUMBER_WORD.finditer(en):
        if len(_NUMBER_WORD.findall(en)) == 1:
            yield Corruption("number", "changed", "en", en, _replaced(en, match, _WORDS[match.group().lower()]))


def _dates(ru: str, en: str, random: Random) -> Iterator[Corruption]:
    sides: tuple[tuple[Side, str, str, re.Pattern[str], tuple[str, ...]], ...] = (
        ("en", en, ru, _DATE_EN, _MONTHS),
        ("ru", ru, en, _DATE_RU, _MONTHS_RU),
    )
    for side, mine, other, pattern, months in sides:
        for match in pattern.finditer(mine):
            fields = {name.rstrip("2"): value for name, value in match.groupdict().items() if value is not None}
            if fields["day"] not in re.findall(r"\d+", other):
                continue
            month = random.choice([each for each in months if each != fields["month"]])
            day = str((int(fields["day"]) + random.randint(1, 20)) % 28 + 1)
            if day != fields["day"]:
                yield Corruption("date", "changed", side, mine, _field_replaced(mine, match, "day", day))
            yield Corruption("date", "changed", side, mine, _field_replaced(mine, match, "month", month))
            if "year" in fields and fields["year"] in other:
                year = str(int(fields["year"]) + random.choice([-3, -2, -1, 1, 2, 3]))
                yield Corruption("date", "changed", side, mine, _field_replaced(mine, match, "year", year))
            yield Corruption("date", "dropped", side, mine, _replaced(mine, match, ""))


def _names(ru: str, en: str, random: Random) -> Iterator[Corruption]:
    sounds = {skeleton(name.lower()) for name in _CAPITALIZED.findall(ru)} - {""}
    for match in _CAPITALIZED.finditer(en):
        if skeleton(match.group().lower()) in sounds and en.count(match.group()) == 1:
            yield Corruption("name", "changed", "en", en, _replaced(en, match, random.choice(_OTHER_NAMES)))
            yield Corruption("name", "dropped", "en", en, _replaced(en, match, ""))


def _negations(ru: str, en: str, random: Random) -> Iterator[Corruption]:
    del random
    if len(_NOT_EN.findall(en)) == 1 and len(_NOT_RU.findall(ru)) == 1:
        for match in _NOT_EN.finditer(en):
            yield Corruption("negation", "dropped", "en", en, _replaced(en, match, ""))
        for match in _NOT_RU.finditer(ru):
            yield Corruption("negation", "dropped", "ru", ru, _replaced(ru, match, ""))
    if not re.search(r"\b(?:не|нет|ни|без)\b", ru, re.IGNORECASE) and not re.search(
        r"\b(?:not?|never|nor)\b|n['’]t", en
    ):
        for match in _AUXILIARY.finditer(en):
            yield Corruption("negation", "negated", "en", en, _replaced(en, match, f"{match.group()} not"))


_CORRUPTERS: dict[Kind, Callable[[str, str, Random], Iterator[Corruption]]] = {
    "omission": _omissions, "number": _numbers, "date": _dates, "name": _names, "negation": _negations,
}  # fmt: skip


def _is_date_or_label(text: str, match: re.Match[str]) -> bool:
    """Return whether a number is beside the name of a month, or labels an item."""
    around = text[max(0, match.start() - 14) : match.end() + 14].lower()
    is_label = text[match.end() : match.end() + 1] in {".", ")"} and not text[: match.start()].rstrip()[-1:].isalnum()
    return is_label or any(month.lower()[:-1] in around for month in (*_MONTHS, *_MONTHS_RU))


def _other_number(digits: str, random: Random) -> str:
    place = random.randrange(len(digits))
    others = [digit for digit in "123456789" if digit != digits[place]]
    return digits[:place] + random.choice(others) + digits[place + 1 :]


def _replaced(text: str, match: re.Match[str], new: str) -> str:
    return re.sub(r" (?=[ .,;:!?])", "", text[: match.start()] + new + text[match.end() :]).strip()


def _field_replaced(text: str, match: re.Match[str], name: str, new: str) -> str:
    group = name if match[name] is not None else f"{name}2"
    return text[: match.start(group)] + new + text[match.end(group) :]
