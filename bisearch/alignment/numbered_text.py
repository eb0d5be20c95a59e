"""The words of a corpus as numbers, and its sentences as arrays of these numbers.

Each sentence is read once; all passes of the aligner use the result.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from bisearch.alignment.heading_numbers import with_arabic_numbers
from bisearch.analysis.tokenizer import words
from bisearch.analysis.word_frequency import rarity
from bisearch.analysis.written_forms import designation_number, numeral
from bisearch.notation.date_mentions import find_dates
from bisearch.notation.numbers import fold_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bisearch.model import Side

    Array: TypeAlias = NDArray[np.float64]
    Ids: TypeAlias = NDArray[np.int64]

# Kinds of words: names are words capitalised other than at the start of a sentence.
WORD, NAME, NUMBER = range(3)
KINDS = 3
# Counts of each sentence, besides its words.
COUNTS = ("length", "questions", "colons", "exclamations", "brackets")
# Yes-or-no properties of each sentence.
FLAGS = ("ended", "wordless", "quoted", "lower-case start", "unfinished", "speech start")
# First letter of a month among the numbers, which are digits otherwise.
_MONTH = "m"

_ENDED = re.compile(r"[.!?…\"»”)]\s*$")
_QUOTE = re.compile(r"[\"«»“”]")
_SPEECH = re.compile(r"\s*(?:[—–-]\s|[«„“\"‘'])")
_FIRST = re.compile(r"[^\W_]")
# A sentence that ends with an initial, a comma or a letter is unfinished.
_OPEN = re.compile(r"(?:(?<![^\W\d_])[^\W\d_]\.|[,;:–—-]|[^\W\d_])\s*$")


class WordNumbers:
    """Numbers for the forms of one side of a corpus.

    Attributes:
        side: language of the forms.
        numbers: number of each form, from 0 in order of first occurrence; digits are normalised.
        names: numbers of the forms that occur capitalised other than at the start of a sentence.
    """

    def __init__(self, side: Side) -> None:
        self.side = side
        self.numbers: dict[str, int] = {}
        self.names: set[int] = set()
        self._rarity = np.zeros(0)

    def number(self, form: str, kind: int) -> int:
        """Return the number of a form, a new one for a new form."""
        number = self.numbers.setdefault(form, len(self.numbers))
        if kind == NAME:
            self.names.add(number)
        return number

    @property
    def rarity(self) -> Array:
        """Rarity of each form in its language, in (0, 1]; 1 for numbers."""
        if len(self._rarity) < len(self.numbers):
            new = list(self.numbers)[len(self._rarity) :]
            found = [1.0 if is_number(form) else rarity(form, self.side) for form in new]
            self._rarity = np.concatenate([self._rarity, found])
        return self._rarity


@dataclass(frozen=True, slots=True)
class NumberedText:
    """The sentences of one text.

    Attributes:
        word_numbers: the numbers of the forms.
        ids: numbers of all words of the text, in order.
        kinds: kind of each word: `WORD`, `NAME` or `NUMBER`.
        starts: index in `ids` of the first word of each sentence, then the length of `ids`.
        counts: `COUNTS` of each sentence.
        flags: `FLAGS` of each sentence, as 0 or 1.
    """

    word_numbers: WordNumbers
    ids: Ids
    kinds: Ids
    starts: Ids
    counts: Array
    flags: Array

    def __len__(self) -> int:
        return len(self.starts) - 1

    def part(self, start: int, end: int) -> NumberedText:
        """Return the sentences from `start` up to but not including `end`."""
        first, last = self.starts[start], self.starts[end]
        return NumberedText(
            self.word_numbers, self.ids[first:last], self.kinds[first:last], self.starts[start : end + 1] - first,
            self.counts[start:end], self.flags[start:end],
        )  # fmt: skip

    def only(self, sentences: Sequence[int]) -> NumberedText:
        """Return a text of some of the sentences, at least one."""
        parts = [self.part(sentence, sentence + 1) for sentence in sentences]
        return NumberedText(
            self.word_numbers,
            np.concatenate([part.ids for part in parts]),
            np.concatenate([part.kinds for part in parts]),
            np.cumsum([0, *(len(part.ids) for part in parts)]),
            np.concatenate([part.counts for part in parts]),
            np.concatenate([part.flags for part in parts]),
        )

    def words(self, sentence: int) -> Ids:
        """Return the words of a sentence that are not numbers."""
        here = slice(self.starts[sentence], self.starts[sentence + 1])
        words: Ids = self.ids[here][self.kinds[here] != NUMBER]
        return words


def number_sentences(sentences: Sequence[str], word_numbers: WordNumbers) -> NumberedText:
    """Return sentences in numbered form, and give numbers to their new words."""
    ids: list[int] = []
    kinds: list[int] = []
    starts = [0]
    for sentence in sentences:
        _, surfaces, forms = words(with_arabic_numbers(sentence))
        for place, form in enumerate(forms):
            if form[0].isdigit():
                kind, form = NUMBER, fold_number(numeral(form))  # noqa: PLW2901 -- the folded number replaces the form
            else:
                kind = NAME if place and surfaces[place][0].isupper() else WORD
            ids.append(word_numbers.number(form, kind))
            kinds.append(kind)
            if kind != NUMBER and (digits := designation_number(form)) is not None:
                ids.append(word_numbers.number(digits, NUMBER))
                kinds.append(NUMBER)
        for month in _months(sentence):
            ids.append(word_numbers.number(month, NUMBER))
            kinds.append(NUMBER)
        starts.append(len(ids))
    return NumberedText(
        word_numbers, np.array(ids, np.int64), np.array(kinds, np.int64), np.array(starts, np.int64),
        np.array([_counts(sentence) for sentence in sentences], np.float64).reshape(-1, len(COUNTS)),
        np.array([_flags(sentence) for sentence in sentences], np.float64).reshape(-1, len(FLAGS)),
    )  # fmt: skip


def is_number(form: str) -> bool:
    """Return whether a form is a number or a month."""
    return form[0].isdigit() or (form[0] == _MONTH and form[1:].isdigit())


def _months(sentence: str) -> list[str]:
    return sorted({f"{_MONTH}{date.month}" for date in find_dates(sentence)})


def _counts(sentence: str) -> tuple[float, ...]:
    return (
        float(len(sentence)),
        float("?" in sentence),
        float(sentence.count(":") + sentence.count(";")),
        float("!" in sentence),
        float(sentence.count("(") - sentence.count(")")),
    )


def _flags(sentence: str) -> tuple[bool, ...]:
    first = _FIRST.search(sentence)
    return (
        _ENDED.search(sentence) is not None,
        first is None,
        _QUOTE.search(sentence) is not None,
        first is not None and first.group().islower(),
        _OPEN.search(sentence) is not None,
        _SPEECH.match(sentence) is not None,
    )
