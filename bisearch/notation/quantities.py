"""Numbers that running text states, in digits and in words of either language, as values that can be compared.

The two sides of a translation write the same number in different ways: 90 тыс. and 90,000; 15 ч. and 3 p.m.; 45 г. and
1945; полторы тысячи and fifteen hundred. A number therefore has one value that it states and others that it may stand
for. Numbers in words are read by lemma, so that every case is covered (двадцати пяти, двадцать пятого).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from bisearch.word_lists import read_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

# Two measures are the same if they differ by less than this share: a translator who converts units also rounds.
CONVERSION_TOLERANCE = 0.06
# Numbers of words below this are often pronouns, articles or idioms: один, оба, the first, once.
LEAST_STATED_CARDINAL, LEAST_STATED_ORDINAL = 3, 4

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
_HOURS_AFTER = re.compile(
    r"(?:[.:]\d{2})?\s{0,2}-?\s{0,2}(?:ч(?![^\W_])|час|o['’]clock|[ap]\.?\s?m(?![^\W_])|h(?:ours)?(?![^\W_])"
    r"|in the (?:morning|afternoon|evening))",
    re.IGNORECASE,
)
_HALF_AFTER = re.compile(r"\s{1,2}(?:(?:\w{1,20}\s)?and a half|с половиной)(?![^\W_])", re.IGNORECASE)
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
_GAP = re.compile(r"[\s\u00ad\-‐‑–]{1,3}")
_AND_GAP = re.compile(r"\s{1,2}and\s{1,2}")
_WORD_AFTER = re.compile(r"[\s\-.°]{0,3}(?P<square>кв\.?\s|sq\.?\s|square\s|куб\.?\s|cubic\s)?(?P<unit>[^\W\d_]{1,20})")
_ROUGHLY = {12.0: frozenset({10.0}), 10.0: frozenset({12.0}), 100.0: frozenset({1000.0})}
_TWO_DIGITS, _CLOCK = 100, 12


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
    sizes, seconds = _unit_sizes(first.unit), _unit_sizes(second.unit)
    for measure, size in sizes:
        for other_measure, other_size in seconds:
            if measure == other_measure and size != other_size:
                one, two = first.value * size, second.value * other_size
                if abs(one - two) <= CONVERSION_TOLERANCE * max(abs(one), abs(two)):
                    return True
    return False


def looks_like(quantity: Quantity, text: str) -> bool:
    """Return whether a text has the digits of a whole number as a scanner may misread them (З for 3, l8О for 180)."""
    if not quantity.value.is_integer() or not 0 <= quantity.value < 1e9:
        return False
    digits = "".join(f"[{re.escape(_LOOK_ALIKES.get(digit, digit))}]" for digit in str(int(quantity.value)))
    return re.search(rf"(?<![^\W_]){digits}(?![^\W_])", text) is not None


def words_for(value: float) -> list[str]:
    """Return the lemmas of the words for a number."""
    return [word for word, (of_word, _) in _number_words().items() if of_word == value]


def find_quantities(
    text: str, starts: Sequence[int], forms: Sequence[str], lemmas: Sequence[Collection[str]]
) -> list[Quantity]:
    """Return the numbers of a text, in digits, Roman numerals and words, in order.

    Args:
        text: a text of either language.
        starts: the offset of each of its words.
        forms: the normalized form of each word.
        lemmas: the lemmas of each word, the likeliest first.
    """
    found = [*_in_digits(text), *_roman(text), *_in_words(text, starts, forms, lemmas)]
    found.sort(key=lambda each: each.start)
    return [each._replace(unit=_unit_after(text, each.end)) for each in found]


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
        if (half := _HALF_AFTER.match(after)) is not None:
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
    return letters not in _endings() and not _unit_sizes(letters)


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
    if 0 <= value <= 2 * _CLOCK and (is_clock or _HOURS_AFTER.match(after)):
        hour = float(int(value))
        return {hour, (hour + _CLOCK) % (2 * _CLOCK), hour % _CLOCK}
    return set()


def _roman(text: str) -> Iterator[Quantity]:
    for match in _ROMAN.finditer(text):
        values = [_ROMAN_VALUES[letter] for letter in match.group()]
        value = sum(-each if each < max(values[place:]) else each for place, each in enumerate(values))
        states = len(values) > 1 and not set(match.group()) & set("LC")
        yield Quantity(match.start(), match.end(), float(value), frozenset(), states, in_digits=False)


@cache
def _number_words() -> dict[str, tuple[float, str]]:
    return {lemma: (float(value), how) for lemma, value, how in read_rows("notation", "number_words.txt")}


@cache
def _prefixes() -> tuple[re.Pattern[str], dict[str, float]]:
    values = {prefix: float(value) for prefix, value in read_rows("notation", "number_prefixes.txt")}
    alternatives = "|".join(sorted(values, key=len, reverse=True))
    return re.compile(rf"({alternatives})[а-я]{{3,}}"), values


def _in_words(
    text: str, starts: Sequence[int], forms: Sequence[str], lemmas: Sequence[Collection[str]]
) -> Iterator[Quantity]:
    words = _number_words()
    reader = _NumberReader()
    previous_end = -1
    for start, form, of_form in zip(starts, forms, lemmas, strict=True):
        if start < reader.end:
            continue
        found = next(((*words[lemma], place) for place, lemma in enumerate(of_form) if lemma in words), None)
        if found is None:
            value = _in_compound(form)
            if value is not None:
                yield Quantity(start, start + len(form), value, frozenset(), is_stated=False, in_digits=False)
            if form not in {"and", "и"}:
                yield from reader.finish()
            continue
        value, how, place = found
        gap = text[previous_end:start] if previous_end >= 0 else ""
        is_joined = _GAP.fullmatch(gap) is not None or (reader.takes_and and _AND_GAP.fullmatch(gap) is not None)
        is_reversed = gap == "-and-" and reader.takes_tens(value)  # five-and-twenty
        if not is_reversed and (not is_joined or not reader.can_take(value, how)):
            yield from reader.finish()
        end = start + len(form)
        reader.take(
            value,
            how,
            start,
            end,
            is_certain=place == 0 and not form.endswith(("dozens", "ousands", "undreds", "illions")),
        )
        after = text[end : end + 28]
        if how != "loose" and (half := _HALF_AFTER.match(after)) is not None:
            reader.add_half(end + half.end())
        previous_end = reader.end
        if _HOURS_AFTER.match(after):
            reader.is_clock = True
        if how in {"last", "loose"}:
            yield from reader.finish()
    yield from reader.finish()


def _in_compound(form: str) -> float | None:
    """Return what a compound counts: двухмесячный, thirtyfold; None for other words."""
    if form.endswith("fold") and form[:-4] in _number_words():
        return _number_words()[form[:-4]][0]
    prefix, values = _prefixes()
    found = prefix.match(form)
    return values[found[1]] if found is not None else None


class _NumberReader:
    """Adds up the words of one number."""

    def __init__(self) -> None:
        self._clear()

    def _clear(self) -> None:
        self._total = self._current = 0.0
        self._parts: list[float] = []
        self._unscaled: list[float] = []
        self._start = self.end = -1
        self._is_certain, self._is_ordinal, self._is_loose, self._is_half = True, False, False, False
        self.is_clock = False
        self.takes_and = False

    def can_take(self, value: float, how: str) -> bool:
        """Return whether a further word continues the number."""
        if self._start < 0:
            return True
        if how == "loose" or (self._is_half and not (how == "times" and value > 100)):
            return False
        if how == "times":
            return value > 100 or self._current > 0
        below = 10.0 ** len(str(int(value))) if value >= 1 else 1.0
        if 10 <= value < 20:
            below = 100.0
        return self._current % below == 0 and (self._current == 0 or self._current >= below)

    def takes_tens(self, value: float) -> bool:
        """Return whether tens may follow the units that have been read."""
        return 0 < self._current < 10 and len(self._parts) == 1 and value in range(20, 100, 10)

    def take(self, value: float, how: str, start: int, end: int, *, is_certain: bool) -> None:
        """Add a word."""
        if self._start < 0:
            self._start = start
        self.end = end
        self._parts.append(value)
        self._is_certain &= is_certain
        self._is_ordinal = how == "last"
        self._is_loose = how == "loose"
        if how == "times":
            self._is_certain &= len(self._parts) > 1 or value == _CLOCK
            self._unscaled.append(self._current)
            if value <= 100:
                self._current = (self._current or 1) * value
            else:
                self._total += (self._current or 1) * value
                self._current = 0.0
        else:
            self._current += value
        self.takes_and = how == "times" or value in {100.0, 200.0, 300.0, 400.0, 500.0, 600.0, 700.0, 800.0, 900.0}

    def add_half(self, end: int) -> None:
        """Add the half of *three and a half*."""
        self._parts.append(0.5)
        self._unscaled.append(self._total + self._current)
        self._current += 0.5
        self.end, self._is_half = end, True

    def finish(self) -> Iterator[Quantity]:
        """Yield the number, if there is one."""
        if self._start >= 0:
            value = self._total + self._current
            least = LEAST_STATED_ORDINAL if self._is_ordinal else LEAST_STATED_CARDINAL
            is_round_alone = len(self._parts) == 1 and value in {100.0, 1000.0, 1e6, 1e9}
            states = self._is_certain and not self._is_loose and value >= least and not is_round_alone
            others = set(self._unscaled)
            if self._is_ordinal or value % 10 == 0:
                others |= {1900 + value, 1800 + value} if value < _TWO_DIGITS else set()
            if self._is_loose and value in {3.0, 4.0, 0.5}:
                others |= {1 / value, 60 / value if value > 1 else 30.0, 100 / value if value > 1 else 50.0}
            if self.is_clock:
                others.add(value + _CLOCK)
            # A dozen and ten are both a loose word for about that many.
            others |= _ROUGHLY.get(value, frozenset()) if len(self._parts) == 1 else frozenset()
            yield Quantity(self._start, self.end, value, frozenset(others), states, in_digits=False)
        self._clear()


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
def _unit_sizes(unit: str) -> tuple[tuple[str, float], ...]:
    """Return what a unit measures and its size; several if its beginning is that of several, none if it is unknown."""
    power, _, word = unit.rpartition(" ")
    whole, beginnings = _unit_rows()
    found = [whole[word]] if word in whole else [(m, size) for start, m, size in beginnings if word.startswith(start)]
    exponent = {"": 1, "square": 2, "cubic": 3}[power]
    return tuple((f"{measure} {power}", size**exponent) for measure, size in found)


def _unit_after(text: str, end: int) -> str:
    match = _WORD_AFTER.match(text, end)
    if match is None:
        return ""
    before = (match["square"] or "").strip(" .").lower()
    power = {"": "", "кв": "square ", "sq": "square ", "square": "square ", "куб": "cubic ", "cubic": "cubic "}[before]
    return power + match["unit"].lower().replace("ё", "е")
