"""Numbers in words of either language, read by lemma, so that every case is covered: двадцати пяти, twenty-fifth."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from bisearch.notation.quantity import Quantity
from bisearch.word_lists import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Numbers of words below this are often pronouns, articles or idioms: один, оба, the first, once.
LEAST_STATED_CARDINAL, LEAST_STATED_ORDINAL = 3, 4

HOURS = DOZEN = 12
HOURS_AFTER = re.compile(
    r"(?:[.:]\d{2})?\s{0,2}-?\s{0,2}(?:ч(?![^\W_])|час|o['’]clock|[ap]\.?\s?m(?![^\W_])|h(?:ours)?(?![^\W_])"
    r"|in the (?:morning|afternoon|evening))",
    re.IGNORECASE,
)
HALF_AFTER = re.compile(r"\s{1,2}(?:(?:\w{1,20}\s)?and a half|с половиной)(?![^\W_])", re.IGNORECASE)
_GAP = re.compile(r"[\s\u00ad\-‐‑–]{1,3}")
_AND_GAP = re.compile(r"\s{1,2}and\s{1,2}")
_ROUGHLY = {12.0: frozenset({10.0}), 10.0: frozenset({12.0}), 100.0: frozenset({1000.0})}


def words_for(value: float) -> list[str]:
    """Return the lemmas of the words for a number."""
    return [word for word, (of_word, _) in _number_words().items() if of_word == value]


@cache
def _number_words() -> dict[str, tuple[float, str]]:
    return {lemma: (float(value), how) for lemma, value, how in read_rows("notation", "number_words.txt")}


@cache
def _prefixes() -> tuple[re.Pattern[str], dict[str, float]]:
    values = {prefix: float(value) for prefix, value in read_rows("notation", "number_prefixes.txt")}
    alternatives = "|".join(sorted(values, key=len, reverse=True))
    return re.compile(rf"({alternatives})[а-я]{{3,}}"), values


def numbers_in_words(
    text: str, starts: Sequence[int], forms: Sequence[str], lemmas: Sequence[tuple[str, ...]]
) -> Iterator[Quantity]:
    """Yield the numbers in words of a text, in order; arguments as for `find_quantities`."""
    reader = _NumberReader()
    previous_end = -1
    for start, form, of_form in zip(starts, forms, lemmas, strict=True):
        if start < reader.end:
            continue
        found = _number_word(form, of_form)
        if found is None:
            if reader.has_begun and form not in {"and", "и"}:
                yield from reader.finish()
            continue
        value, how, is_certain = found
        if how == "compound":
            yield from reader.finish()
            yield Quantity(start, start + len(form), value, frozenset(), is_stated=False, in_digits=False)
            continue
        gap = text[previous_end:start] if previous_end >= 0 else ""
        is_joined = _GAP.fullmatch(gap) is not None or (reader.takes_and and _AND_GAP.fullmatch(gap) is not None)
        is_reversed = gap == "-and-" and reader.takes_tens(value)  # five-and-twenty
        if not is_reversed and (not is_joined or not reader.can_take(value, how)):
            yield from reader.finish()
        end = start + len(form)
        reader.take(value, how, start, end, is_certain=is_certain)
        after = text[end : end + 28]
        if how != "loose" and (half := HALF_AFTER.match(after)) is not None:
            reader.add_half(end + half.end())
        previous_end = reader.end
        if HOURS_AFTER.match(after):
            reader.is_clock = True
        if how in {"last", "loose"}:
            yield from reader.finish()
    yield from reader.finish()


class _NumberWord(NamedTuple):
    """A word for a number.

    Attributes:
        value: its value.
        how: how it combines with its neighbours, as the table of number words says, or ``"compound"``.
        is_certain: whether it is likelier a number than anything else.
    """

    value: float
    how: str
    is_certain: bool


@lru_cache(maxsize=1 << 15)
def _number_word(form: str, lemmas: tuple[str, ...]) -> _NumberWord | None:
    """Return what number a word is; None for other words."""
    words = _number_words()
    for place, lemma in enumerate(lemmas):
        if lemma in words:
            is_plural = form.endswith(("dozens", "ousands", "undreds", "illions"))
            return _NumberWord(*words[lemma], place == 0 and not is_plural)
    value = _in_compound(form)
    return _NumberWord(value, "compound", is_certain=False) if value is not None else None


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

    @property
    def has_begun(self) -> bool:
        """Whether any word of a number has been read."""
        return self._start >= 0

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
            self._is_certain &= len(self._parts) > 1 or value == DOZEN
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
                others |= {1900 + value, 1800 + value} if value < 100 else set()
            if self._is_loose and value in {3.0, 4.0, 0.5}:
                others |= {1 / value, 60 / value if value > 1 else 30.0, 100 / value if value > 1 else 50.0}
            if self.is_clock:
                others.add(value + HOURS)
            # A dozen and ten are both a loose word for about that many.
            others |= _ROUGHLY.get(value, frozenset()) if len(self._parts) == 1 else frozenset()
            yield Quantity(self._start, self.end, value, frozenset(others), states, in_digits=False)
        self._clear()
