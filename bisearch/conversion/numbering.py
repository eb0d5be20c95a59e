"""The numbers that word processors and web pages put before list items."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"
_PLACE = re.compile(r"%([1-9])")
BULLET = "- "


class Level(NamedTuple):
    """A level of a list.

    Attributes:
        style: how its numbers are written, by the names of WordprocessingML: ``decimal``, ``lowerRoman``, ``bullet``.
        template: the whole number, with ``%1`` for the number of the first level.
        start: its first number.
    """

    style: str
    template: str
    start: int = 1


class Counters:
    """Counts the items of a list.

    Args:
        levels: its levels by their numbers, from 0.
    """

    def __init__(self, levels: Mapping[int, Level]) -> None:
        self._levels = levels
        self._counts: dict[int, int] = {}

    def next(self, level: int) -> str:
        """Return the number of the next item at a level, with a space after it; empty if items have none."""
        found = self._levels.get(level)
        if found is None or found.style == "none":
            return ""
        if found.style == "bullet":
            return BULLET if found.template.strip() else ""
        self._counts = {each: count for each, count in self._counts.items() if each <= level}
        self._counts[level] = self._counts.get(level, found.start - 1) + 1
        return f"{_PLACE.sub(self._number, found.template)} " if found.template else ""

    def _number(self, match: re.Match[str]) -> str:
        level = int(match.group(1)) - 1
        found = self._levels.get(level, Level("decimal", ""))
        return number_in(found.style, self._counts.get(level, found.start))


def number_in(style: str, number: int) -> str:
    """Return a number as a style writes it; in digits for an unknown style."""
    if number < 1 or number > 9999:
        return str(number)
    match style:
        case "lowerRoman" | "upperRoman":
            text = _roman(number)
        case "lowerLetter" | "upperLetter":
            text = _letters(number, _LATIN)
        case "russianLower" | "russianUpper":
            text = _letters(number, _RUSSIAN)
        case _:
            return str(number)
    return text.upper() if "upper" in style.lower() else text


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text


def _letters(number: int, alphabet: str) -> str:
    """Return a letter, doubled after the last one, as word processors count: a, b, ..., z, aa, bb."""
    times, place = divmod(number - 1, len(alphabet))
    return alphabet[place] * (times + 1)
