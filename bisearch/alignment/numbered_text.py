"""The words of a corpus, numbered, and its sentences as runs of such numbers.

Each sentence is read once; every pass of the aligner works on what is kept here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from bisearch.analysis.tokenizer import words
from bisearch.analysis.word_frequency import rarity
from bisearch.notation.dates import mentions
from bisearch.notation.numbers import fold_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bisearch.model import Side

    Array: TypeAlias = NDArray[np.float64]
    Ids: TypeAlias = NDArray[np.int64]

# Kinds of words: names are words set in capitals where no sentence begins.
WORD, NAME, NUMBER = range(3)
KINDS = 3
# What is counted in a sentence beside its words.
MARKS = ("length", "questions", "colons", "exclamations", "brackets")
# What a sentence has or has not.
SIGNS = ("ended", "wordless", "quoted", "begins low", "is open")
# A month begins so as a number; no number does.
_MONTH = "m"

_ENDED = re.compile(r"[.!?…\"»”)]\s*$")
_QUOTE = re.compile(r"[\"«»“”]")
_FIRST = re.compile(r"[^\W_]")
# A sentence goes on after an initial, a comma or a letter.
_OPEN = re.compile(r"(?:(?<![^\W\d_])[^\W\d_]\.|[,;:–—-]|[^\W\d_])\s*$")


class Vocabulary:
    """The forms of one side of a corpus.

    Attributes:
        side: which.
        numbers: of each form its number, counted from 0 as they are met; digits are brought to one writing.
        names: the numbers of those met with a capital where no sentence begins.
    """

    def __init__(self, side: Side) -> None:
        self.side = side
        self.numbers: dict[str, int] = {}
        self.names: set[int] = set()
        self._rarity = np.zeros(0)

    def number(self, form: str, kind: int) -> int:
        """Return the number of a form, a new one where it is new."""
        number = self.numbers.setdefault(form, len(self.numbers))
        if kind == NAME:
            self.names.add(number)
        return number

    @property
    def rarity(self) -> Array:
        """How rare each form is in its language at large, in (0, 1]; of a number, 1."""
        if len(self._rarity) < len(self.numbers):
            new = list(self.numbers)[len(self._rarity) :]
            found = [1.0 if is_number(form) else rarity(form, self.side) for form in new]
            self._rarity = np.concatenate([self._rarity, found])
        return self._rarity


@dataclass(frozen=True, slots=True)
class Text:
    """The sentences of one text.

    Attributes:
        vocabulary: which numbers their words.
        ids: the numbers of all their words, one after the other.
        kinds: of the same, `WORD`, `NAME` or `NUMBER`.
        starts: where in `ids` each sentence begins, and the end.
        marks: for each sentence, `MARKS`.
        signs: for each sentence, `SIGNS` as 0 or 1.
    """

    vocabulary: Vocabulary
    ids: Ids
    kinds: Ids
    starts: Ids
    marks: Array
    signs: Array

    def __len__(self) -> int:
        return len(self.starts) - 1

    def part(self, start: int, end: int) -> Text:
        """Return some consecutive sentences."""
        first, last = self.starts[start], self.starts[end]
        return Text(
            self.vocabulary, self.ids[first:last], self.kinds[first:last], self.starts[start : end + 1] - first,
            self.marks[start:end], self.signs[start:end],
        )  # fmt: skip

    def only(self, sentences: Sequence[int]) -> Text:
        """Return some sentences, at least one, as if they were all."""
        parts = [self.part(sentence, sentence + 1) for sentence in sentences]
        return Text(
            self.vocabulary,
            np.concatenate([part.ids for part in parts]),
            np.concatenate([part.kinds for part in parts]),
            np.cumsum([0, *(len(part.ids) for part in parts)]),
            np.concatenate([part.marks for part in parts]),
            np.concatenate([part.signs for part in parts]),
        )

    def words(self, sentence: int) -> Ids:
        """Return the numbers of a sentence's words without its numbers."""
        here = slice(self.starts[sentence], self.starts[sentence + 1])
        words: Ids = self.ids[here][self.kinds[here] != NUMBER]
        return words


def read(sentences: Sequence[str], vocabulary: Vocabulary) -> Text:
    """Return sentences of the vocabulary's language as the aligner sees them, and number their words."""
    ids: list[int] = []
    kinds: list[int] = []
    starts = [0]
    for sentence in sentences:
        _, surfaces, forms = words(sentence)
        for place, form in enumerate(forms):
            if form[0].isdigit():
                kind, form = NUMBER, fold_number(form)  # noqa: PLW2901 -- what is numbered in its place
            else:
                kind = NAME if place and surfaces[place][0].isupper() else WORD
            ids.append(vocabulary.number(form, kind))
            kinds.append(kind)
        for month in _months(sentence):
            ids.append(vocabulary.number(month, NUMBER))
            kinds.append(NUMBER)
        starts.append(len(ids))
    return Text(
        vocabulary, np.array(ids, np.int64), np.array(kinds, np.int64), np.array(starts, np.int64),
        np.array([_marks(sentence) for sentence in sentences], np.float64).reshape(-1, len(MARKS)),
        np.array([_signs(sentence) for sentence in sentences], np.float64).reshape(-1, len(SIGNS)),
    )  # fmt: skip


def is_number(form: str) -> bool:
    """Tell whether a form of a vocabulary is a number or a month."""
    return form[0].isdigit() or (form[0] == _MONTH and form[1:].isdigit())


def _months(sentence: str) -> list[str]:
    return sorted({f"{_MONTH}{date.month}" for date in mentions(sentence)})


def _marks(sentence: str) -> tuple[float, ...]:
    return (
        float(len(sentence)),
        float("?" in sentence),
        float(sentence.count(":") + sentence.count(";")),
        float("!" in sentence),
        float(sentence.count("(") - sentence.count(")")),
    )


def _signs(sentence: str) -> tuple[bool, ...]:
    first = _FIRST.search(sentence)
    return (
        _ENDED.search(sentence) is not None,
        first is None,
        _QUOTE.search(sentence) is not None,
        first is not None and first.group().islower(),
        _OPEN.search(sentence) is not None,
    )
