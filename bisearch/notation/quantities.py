"""Numbers that running text states, in digits and in words of either language, as values that can be compared.

The two sides of a translation write the same number in different ways: 90 тыс. and 90,000; 15 ч. and 3 p.m.; 45 г. and
1945; полторы тысячи and fifteen hundred. A number therefore has one value that it states and others that it may stand
for. Numbers in words are read by lemma, so that every case is covered (двадцати пяти, двадцать пятого).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from bisearch.notation.number_words import HALF_AFTER, HOURS_AFTER, numbers_in_words
from bisearch.notation.quantity import Quantity, unit_after, unit_sizes
from bisearch.word_lists import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Letters that a scanner reads in place of digits. The longest run keeps one pathological line from costing much.
_DIGIT_LETTERS = dict(zip("OОоoЗзбБlI|ІЧч", "00003366111144", strict=True))
_LOOK_ALIKES = {"0": "0OОоo", "1": "1lI|Іi", "3": "3ЗзЭэ", "4": "4Чч", "5": "5S", "6": "6бБ", "8": "8ВB"}
_MIXED = re.compile(rf"(?<![^\W_])[\d{re.escape(''.join(_DIGIT_LETTERS))}]{{2,12}}(?![^\W_])")
_TO_DIGITS = str.maketrans(_DIGIT_LETTERS)
_SPACES = " \u00a0\u2009\u202f"
_NUMBER = re.compile(
    rf"(?<![^\W\d_])(?<!\d)(?:(?P<hour>\d{{1,2}}):(?P<minute>\d{{2}})(?!\d)"
    rf"|(?P<grouped>\d{{1,3}}(?:[{_SPACES},.'’]\d{{3}})+)(?![\d])(?:(?P<rest>[.,]\d+)(?!\d))?"
    r"|(?P<whole>\d{1,15})(?:(?P<point>[.,])(?P<decimals>\d{1,9})(?![\d]|[.,]\d))?(?P<fraction>[½¼¾⅓⅔])?"
    r"|(?P<alone>[½¼¾⅓⅔]))"
)
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
_SCALES = (
    (re.compile(r"(?:-?[а-я]{1,3})?\s{0,2}(?:тыс(?:\.|яч\w{0,3})|thousand|k(?![^\W_]))", re.IGNORECASE), 1e3),
    (re.compile(r"\s{0,2}(?:млн|миллион\w{0,3}|million|mln)(?![^\W_])", re.IGNORECASE), 1e6),
    (re.compile(r"\s{0,2}(?:млрд|миллиард\w{0,3}|billion|bln)(?![^\W_])", re.IGNORECASE), 1e9),
    (re.compile(r"\s{0,2}(?:hundred|сот(?:ен|ни|ня))(?![^\W_])", re.IGNORECASE), 1e2),
)
# The smaller part of a number right after its scaled part: 4 млн. 200 тыс.
_LOWER_PART = re.compile(r"\.?\s{1,2}(?P<number>\d{1,3})(?!\d)")
# Between the two ends of a range, which share the scale of the second: 4-5 тысяч, four or five thousand.
_RANGE = re.compile(r"\s{0,2}(?:[-–—÷]|или|до|or|to|и|and)\s{0,2}", re.IGNORECASE)
_YEAR_AFTER = re.compile(r"(?:-?(?:й|го|м|х|е|ые)(?![^\W_]))?\s{0,2}(?:гг?(?![^\W_])|год)", re.IGNORECASE)
_BEFORE_SHORT_YEAR = frozenset("'’/-.–")
# A number that labels a list item, a page or a note states nothing.
_LABEL = re.compile(r"(?:^|(?<=[.;:!?)»”\"—–\n]))\s*[(\[]?\d{1,3}(?:\.\d{1,2}){0,3}[.)\]](?=\s|$)")
# A single digit in place of a letter: an initial, or a letter of a letter-spaced word.
_INITIAL = re.compile(r"(?<![\d№])(?<!№\s)(?<![^\W_])[0346]\.\s?[A-ZА-ЯЁ]")
_SPACED_WORD = re.compile(r"(?<![^\W_])(?:[^\W_] ){2,}[^\W_](?![^\W_])")
# The index of a chemical formula: O 2, CO 2.
_FORMULA = re.compile(r"(?<![^\W_])(?:[A-Z][a-z]?){1,2}\s{1,3}[2-9](?![\d.,]\d|[^\W_])")
_ONLY_DIGITS = re.compile(r"[\W\d_]*(?:page|стр|с|p)?[\W\d_]*", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_ROMAN = re.compile(r"(?<![^\W_])[IVXLCХІ]{1,7}(?![^\W_])")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "Х": 10, "І": 1}
_TWO_DIGITS, _CLOCK = 100, 12


def looks_like(quantity: Quantity, text: str) -> bool:
    """Return whether a text has the digits of a whole number as a scanner may misread them (З for 3, l8О for 180)."""
    if not quantity.value.is_integer() or not 0 <= quantity.value < 1e9:
        return False
    digits = "".join(f"[{re.escape(_LOOK_ALIKES.get(digit, digit))}]" for digit in str(int(quantity.value)))
    return re.search(rf"(?<![^\W_]){digits}(?![^\W_])", text) is not None


def find_quantities(
    text: str, starts: Sequence[int], forms: Sequence[str], lemmas: Sequence[tuple[str, ...]]
) -> list[Quantity]:
    """Return the numbers of a text, in digits, Roman numerals and words, in order.

    Args:
        text: a text of either language.
        starts: the offset of each of its words.
        forms: the normalized form of each word.
        lemmas: the lemmas of each word, the likeliest first.
    """
    found = [*_in_digits(text), *_roman(text), *numbers_in_words(text, starts, forms, lemmas)]
    found.sort(key=lambda each: each.start)
    return [each._replace(unit=unit_after(text, each.end)) for each in found]


def _in_digits(text: str) -> Iterator[Quantity]:
    folded = _MIXED.sub(_with_digits, text)
    silent = [match.span() for pattern in (_LABEL, _INITIAL, _FORMULA) for match in pattern.finditer(text)]
    silent += [match.span() for match in _SPACED_WORD.finditer(text) if any(map(str.isalpha, match.group()))]
    is_page_number = _ONLY_DIGITS.fullmatch(text) is not None
    matches = list(_NUMBER.finditer(folded))
    taken = 0
    for place, match in enumerate(matches):
        if match.start() < taken:
            continue
        value, others = _value(match)
        end = match.end()
        after = folded[end : end + 24]
        if (half := HALF_AFTER.match(after)) is not None:
            others.add(value)
            value += 0.5
            end += half.end()
            after = folded[end : end + 24]
        scale = _scale(after)
        if scale is not None:
            others |= {value}
            value, end = value * scale[0], end + scale[1]
            # The thousands after the millions: 4 млн. 200 тыс.
            while (smaller := _lower_part(folded, end, scale[0])) is not None:
                others.add(value)
                value, end, scale = value + smaller[0], smaller[1], (smaller[2], 0)
            taken = end
        elif place + 1 < len(matches) and _RANGE.fullmatch(folded, end, matches[place + 1].start()):
            next_end = matches[place + 1].end()
            if (of_next := _scale(folded[next_end : next_end + 24])) is not None:
                others.add(value * of_next[0])
        others |= _years(value, folded, match.start(), after) | _hours(value, after, match["hour"] is not None)
        original = text[match.start() : match.end()]
        if not original.isdecimal() and (kept := re.match(r"\d+", original)) and any(map(str.isalpha, original)):
            others.add(float(kept.group()))
        bracketed = (
            text[max(0, match.start() - 1) : match.start()] == "[" and text[match.end() : match.end() + 1] == "]"
        )
        is_silent = any(start <= match.start() < stop for start, stop in silent)
        is_word = _is_part_of_word(folded, match.end())
        states = not (is_page_number or bracketed or is_silent or is_word or match["alone"] or original == "00")
        yield Quantity(match.start(), end, value, frozenset(others), states, in_digits=True)
        if match["minute"] is not None and int(match["minute"]):
            yield Quantity(
                match.start("minute"), match.end(), float(match["minute"]), frozenset(), states, in_digits=True
            )


def _is_part_of_word(text: str, end: int) -> bool:
    """Return whether letters after a digit are no ending and no unit: the digit is a letter that a scanner misread."""
    match = _LETTERS.match(text, end)
    if match is None:
        return False
    letters = match.group().lower()
    return letters not in _endings() and not unit_sizes(letters)


@cache
def _endings() -> frozenset[str]:
    return frozenset(row[0] for row in read_rows("analysis", "number_endings.txt"))


def _lower_part(text: str, start: int, factor: float) -> tuple[float, int, float] | None:
    """Return the value, the end and the scale of a smaller number right after a scaled one."""
    match = _LOWER_PART.match(text, start)
    if match is None:
        return None
    scale = _scale(text[match.end() : match.end() + 24])
    value = float(match["number"])
    if scale is None or scale[0] >= factor or value >= 1000:
        return None
    return value * scale[0], match.end() + scale[1], scale[0]


def _with_digits(match: re.Match[str]) -> str:
    return match.group().translate(_TO_DIGITS) if any(map(str.isdigit, match.group())) else match.group()


def _value(match: re.Match[str]) -> tuple[float, set[float]]:
    """Return the value of digits and what else they may be."""
    if match["hour"] is not None:
        return float(match["hour"]), {float(f"{match['hour']}.{match['minute']}")}
    if match["grouped"] is not None:
        digits = re.sub(r"\D", "", match["grouped"])
        value = float(digits) + (float(f"0.{match['rest'][1:]}") if match["rest"] else 0.0)
        parts = re.split(r"\D", match["grouped"])
        return value, {float(f"{parts[0]}.{parts[1]}")} if len(parts) == 2 else set()
    if match["alone"] is not None:
        return _FRACTIONS[match["alone"]], set()
    whole = float(match["whole"])
    if match["fraction"]:
        return whole + _FRACTIONS[match["fraction"]], {whole}
    if match["decimals"] is not None:
        is_time = len(match["decimals"]) == 2 and whole <= 2 * _CLOCK  # 15.30
        return float(f"{match['whole']}.{match['decimals']}"), {whole, float(match["decimals"])} if is_time else set()
    return whole, set()


def _scale(after: str) -> tuple[float, int] | None:
    for pattern, factor in _SCALES:
        if (match := pattern.match(after)) is not None:
            return factor, match.end()
    return None


def _years(value: float, text: str, start: int, after: str) -> set[float]:
    """Return the years that a number of two digits may be, or the two digits of a year."""
    if 0 < value < _TWO_DIGITS and (_YEAR_AFTER.match(after) or text[start - 1 : start] in _BEFORE_SHORT_YEAR):
        return {1900 + value, 1800 + value}
    if 1800 <= value < 2000 and value.is_integer():
        return {value % 100} if value % 100 else set()
    return set()


def _hours(value: float, after: str, is_clock: bool) -> set[float]:  # noqa: FBT001 -- private
    if 0 <= value <= 2 * _CLOCK and (is_clock or HOURS_AFTER.match(after)):
        hour = float(int(value))
        return {hour, (hour + _CLOCK) % (2 * _CLOCK), hour % _CLOCK}
    return set()


def _roman(text: str) -> Iterator[Quantity]:
    for match in _ROMAN.finditer(text):
        values = [_ROMAN_VALUES[letter] for letter in match.group()]
        value = sum(-each if each < max(values[place:]) else each for place, each in enumerate(values))
        states = len(values) > 1 and not set(match.group()) & set("LC")
        yield Quantity(match.start(), match.end(), float(value), frozenset(), states, in_digits=False)
