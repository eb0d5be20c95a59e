"""The words of a corpus as numbers, and its sentences as arrays of these numbers.

Each sentence is read once; all passes of the aligner use the result.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from bisearch.alignment.heading_numbers import with_arabic_numbers
from bisearch.analysis.batch_texts import dates_of, words_of
from bisearch.analysis.tokenizer import form_of
from bisearch.analysis.word_frequency import rarity
from bisearch.analysis.written_forms import designation_number, numeral
from bisearch.notation.numbers import fold_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bisearch.model import Side

    Array: TypeAlias = NDArray[np.floating[Any]]
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

_ENDINGS = frozenset('.!?…"»”)')
_QUOTE = re.compile(r"[\"«»“”]")
_SPEECH = re.compile(r"\s*(?:[—–-]\s|[«„“\"‘'])")
_FIRST = re.compile(r"[^\W_]")
# A sentence that ends with an initial, a comma or a letter is unfinished.
_OPEN = re.compile(r"(?:(?<![^\W\d_])[^\W\d_]\.|[,;:–—-]|[^\W\d_])$")
# Number of characters at the end of a sentence that show whether it is unfinished.
_OPEN_LENGTH = 3


class _Spellings(dict[str, int]):
    """Numbers the spellings of words in order of appearance, so that each is normalised once.

    Args:
        forms: the number of each form; new forms are added.

    Attributes:
        columns: for each spelling, the number of its form, its kind if it is not at the start of a sentence, and the
            number of the digits of a designation, or -1.
    """

    def __init__(self, forms: dict[str, int]) -> None:
        super().__init__()
        self._forms = forms
        self.columns = array("q"), array("q"), array("q")

    def __missing__(self, surface: str) -> int:
        form = form_of(surface)
        if form[0].isdigit():
            return self._add(surface, fold_number(numeral(form)), NUMBER)
        return self._add(surface, form, NAME if surface[0].isupper() else WORD, designation_number(form))

    def month(self, month: str) -> int:
        """Return the number of a month, which cannot be confused with a word spelled like it."""
        key = f"\0{month}"
        return self[key] if key in self else self._add(key, month, NUMBER)

    def _add(self, key: str, form: str, kind: int, digits: str | None = None) -> int:
        number = self[key] = len(self)
        forms, (numbers, kinds, designated) = self._forms, self.columns
        numbers.append(forms.setdefault(form, len(forms)))
        kinds.append(kind)
        designated.append(-1 if digits is None else forms.setdefault(digits, len(forms)))
        return number


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
        self._spellings = _Spellings(self.numbers)

    def read(self, sentences: Sequence[str]) -> tuple[Ids, Ids, Ids]:
        """Give numbers to the new words of some sentences.

        Returns:
            Numbers and kinds of all words, in order, and the index of the first word of each sentence, then the number
            of words.
        """
        spelled: list[int] = []
        starts = [0]
        spellings = self._spellings
        for sentence in sentences:
            spelled += map(spellings.__getitem__, words_of(with_arabic_numbers(sentence))[1])
            spelled += map(spellings.month, _months(sentence))
            starts.append(len(spelled))
        places = np.array(spelled, np.int64)
        ids, kinds, digits = (np.frombuffer(column, np.int64)[places] for column in spellings.columns)
        first = np.array(starts)
        at_start = first[:-1][np.diff(first) > 0]
        kinds[at_start] = np.where(kinds[at_start] == NAME, WORD, kinds[at_start])
        self.names.update(np.unique(ids[kinds == NAME]).tolist())
        # The digits of a designation follow it as a number.
        designated = np.flatnonzero(digits >= 0)
        first += np.searchsorted(designated, first)
        return (
            np.insert(ids, designated + 1, digits[designated]),
            np.insert(kinds, designated + 1, NUMBER),
            first,
        )

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

    def words_by_sentence(self) -> list[list[int]]:
        """Return the words of each sentence that are not numbers."""
        kept = self.kinds != NUMBER
        words = self.ids[kept].tolist()
        starts = np.concatenate([[0], np.cumsum(kept)])[self.starts].tolist()
        return [words[start:end] for start, end in pairwise(starts)]


def number_texts(texts: Sequence[Sequence[str]], word_numbers: WordNumbers) -> list[NumberedText]:
    """Return the sentences of some texts in numbered form; all are numbered together, which is faster."""
    whole = number_sentences(list(chain.from_iterable(texts)), word_numbers)
    return [whole.part(start, end) for start, end in pairwise(accumulate(map(len, texts), initial=0))]


def number_sentences(sentences: Sequence[str], word_numbers: WordNumbers) -> NumberedText:
    """Return sentences in numbered form, and give numbers to their new words."""
    ids, kinds, starts = word_numbers.read(sentences)
    return NumberedText(
        word_numbers, ids, kinds, starts,
        np.array([_counts(sentence) for sentence in sentences], np.float64).reshape(-1, len(COUNTS)),
        np.array([_flags(sentence) for sentence in sentences], np.float64).reshape(-1, len(FLAGS)),
    )  # fmt: skip


def is_number(form: str) -> bool:
    """Return whether a form is a number or a month."""
    return form[0].isdigit() or (form[0] == _MONTH and form[1:].isdigit())


def _months(sentence: str) -> list[str]:
    return sorted({f"{_MONTH}{date.month}" for date in dates_of(sentence)})


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
    end = sentence.rstrip()[-_OPEN_LENGTH:]
    return (
        end[-1:] in _ENDINGS,
        first is None,
        _QUOTE.search(sentence) is not None,
        first is not None and first.group().islower(),
        _OPEN.search(end) is not None,
        _SPEECH.match(sentence) is not None,
    )
