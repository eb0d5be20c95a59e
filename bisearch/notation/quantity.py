"""A number that a text states, and whether two numbers may be the same, perhaps in other units."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from bisearch.word_lists import read_rows

# Two measures are the same if they differ by less than this share: a translator who converts units also rounds.
CONVERSION_TOLERANCE = 0.06
_WORD_AFTER = re.compile(r"[\s\-.°]{0,3}(?P<square>кв\.?\s|sq\.?\s|square\s|куб\.?\s|cubic\s)?(?P<unit>[^\W\d_]{1,20})")


class Quantity(NamedTuple):
    """A number in a text.

    Attributes:
        start: offset of its first code point.
        end: offset after its last code point.
        value: the value that it states.
        others: further values that it may stand for: 1945 for ``45 г.``, 3 for ``15 ч.``.
        is_stated: whether a translation has to state it too. Labels of list items do not, nor do words such as
            *один*, *first* or *half*, which are seldom about numbers.
        in_digits: whether it is written in digits.
        unit: the word after it, in small letters; empty if there is none.
    """

    start: int
    end: int
    value: float
    others: frozenset[float]
    is_stated: bool
    in_digits: bool
    unit: str = ""


def same_quantity(first: Quantity, second: Quantity) -> bool:
    """Return whether two numbers may be the same, perhaps in other units."""
    if first.value == second.value or first.value in second.others or second.value in first.others:
        return True
    sizes, seconds = unit_sizes(first.unit), unit_sizes(second.unit)
    for measure, size in sizes:
        for other_measure, other_size in seconds:
            if measure == other_measure and size != other_size:
                one, two = first.value * size, second.value * other_size
                if abs(one - two) <= CONVERSION_TOLERANCE * max(abs(one), abs(two)):
                    return True
    return False


@cache
def _unit_rows() -> tuple[dict[str, tuple[str, float]], tuple[tuple[str, str, float], ...]]:
    whole: dict[str, tuple[str, float]] = {}
    beginnings = []
    for measure, size, names in read_rows("notation", "units.txt", "|"):
        for name in names.split(","):
            word = name.strip()
            if word.endswith("*"):
                beginnings.append((word[:-1], measure, float(size)))
            else:
                whole[word] = (measure, float(size))
    return whole, tuple(beginnings)


@cache
def unit_sizes(unit: str) -> tuple[tuple[str, float], ...]:
    """Return what a unit measures and its size; several if its beginning is that of several, none if it is unknown."""
    power, _, word = unit.rpartition(" ")
    whole, beginnings = _unit_rows()
    found = [whole[word]] if word in whole else [(m, size) for start, m, size in beginnings if word.startswith(start)]
    exponent = {"": 1, "square": 2, "cubic": 3}[power]
    return tuple((f"{measure} {power}", size**exponent) for measure, size in found)


def unit_after(text: str, end: int) -> str:
    """Return the word after an offset in small letters, with square or cubic before it; empty if there is none."""
    match = _WORD_AFTER.match(text, end)
    if match is None:
        return ""
    before = (match["square"] or "").strip(" .").lower()
    power = {"": "", "кв": "square ", "sq": "square ", "square": "square ", "куб": "cubic ", "cubic": "cubic "}[before]
    return power + match["unit"].lower().replace("ё", "е")
