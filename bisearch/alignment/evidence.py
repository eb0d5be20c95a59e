"""What speaks for and against every bead that two texts might have, as features of a log-linear model.

Evidence is gathered for pairs of sentences and added up over the pairs of a bead by running sums, so that all beads of
one shape are one array. Words are compared by their beginnings, which is what OCR noise and both languages' endings
leave alone.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from bisearch.analysis.tokens import tokenize
from bisearch.names import anchors, consonants

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    Array: TypeAlias = NDArray[np.float64]
    Shape: TypeAlias = tuple[int, int]
    # For the beginning of a Russian word, the beginnings of English words that render it, with probabilities in [0, 1].
    Table: TypeAlias = Mapping[str, Mapping[str, float]]

# Russian by English sentences of a bead.
SHAPES: tuple[Shape, ...] = ((1, 1), (1, 0), (0, 1), (2, 1), (1, 2), (2, 2), (3, 1), (1, 3), (4, 1), (1, 4))
EVIDENCE = (
    "crossed", "uncrossed", "length", "length squared", "omitted length", "shared numbers", "lone numbers",
    "shared names", "lone names", "translated", "share translated", "alike", "share alike", "questions", "colons",
    "ends", "wordless",
)  # fmt: skip
FEATURES = (*(f"{n}:{m}" for n, m in SHAPES), *EVIDENCE)

STEM = 6
KEY, MIN_KEY = 4, 3
# Two texts are taken to be equally long by so many characters: one omission in a short text does not skew their ratio.
PRIOR_LENGTH = 2000
# Variance of the length difference for each character, as Gale & Church (1993) measured it.
VARIANCE = 6.8


@dataclass(frozen=True, slots=True)
class Text:
    """The sentences of one text, each as what it is compared by.

    Attributes:
        lengths: in code points.
        numbers: numbers and months.
        names: of words set in capitals, their skeletons.
        words: beginnings of the words, with how often they occur.
        keys: consonants of the longer words.
        marks: for each sentence, question marks; colons and semicolons; whether it ends as a sentence does; whether it
            has no word.
    """

    lengths: Array
    numbers: tuple[frozenset[str], ...]
    names: tuple[frozenset[str], ...]
    words: tuple[Counter[str], ...]
    keys: tuple[frozenset[str], ...]
    marks: Array


def read(sentences: Sequence[str]) -> Text:
    """Return what sentences of either language are compared by."""
    found = [anchors(sentence) for sentence in sentences]
    words = [[token.form for token in tokenize(sentence)] for sentence in sentences]
    return Text(
        np.array([float(len(sentence)) for sentence in sentences]),
        tuple(frozenset(filter(_is_number, anchor)) for anchor in found),
        tuple(frozenset(each for each in anchor if not _is_number(each)) for anchor in found),
        tuple(Counter(stems(forms)) for forms in words),
        tuple(frozenset(_keys(forms)) for forms in words),
        np.array([_marks(sentence) for sentence in sentences], dtype=np.float64).reshape(-1, 4),
    )


def stems(forms: Iterable[str]) -> list[str]:
    """Return the beginnings of words that are long enough to tell something."""
    return [form[:STEM] for form in forms if len(form) > 2 and not form[0].isdigit()]


def features(ru: Text, en: Text, table: Table) -> dict[Shape, Array]:
    """Return the features of every bead.

    Args:
        ru: the Russian sentences, n of them, at least one.
        en: the English sentences, m of them, at least one.
        table: which beginnings of words render which.

    Returns:
        For each shape (a, b) that fits, an array of n-a+1 by m-b+1 by `FEATURES`: the bead of a Russian sentences from
        the i-th and b English ones from the j-th is at [i, j].
    """
    pairs = _Pairs(ru, en, table)
    return {
        (a, b): pairs.beads(a, b, place)
        for place, (a, b) in enumerate(SHAPES)
        if a <= len(ru.lengths) and b <= len(en.lengths)
    }


class _Pairs:
    """Running sums over pairs of sentences, from which the beads of any shape follow."""

    def __init__(self, ru: Text, en: Text, table: Table) -> None:
        self._ru, self._en = _sums(ru), _sums(en)
        self._ratio = (en.lengths.sum() + PRIOR_LENGTH) / (ru.lengths.sum() + PRIOR_LENGTH)
        self._numbers = _running(_shared(ru.numbers, en.numbers))
        self._names = _running(_shared(ru.names, en.names))
        self._alike = _running(_shared(ru.keys, en.keys, _rarity(en.keys)))
        self._translated = _running(_translated(ru.words, en.words, table))

    def beads(self, a: int, b: int, place: int) -> Array:
        ru, en = self._ru[a:] - self._ru[: len(self._ru) - a], self._en[b:] - self._en[: len(self._en) - b]
        found = np.zeros((len(ru), len(en), len(FEATURES)))
        found[:, :, place] = 1.0
        column = {name: found[:, :, len(SHAPES) + at] for at, name in enumerate(EVIDENCE)}
        both = ru[:, None, :] + en[None, :, :]
        if not (a and b):
            column["omitted length"][:] = np.log1p(both[:, :, 0]) / 4
            column["lone numbers"][:] = np.minimum(both[:, :, 1], 6) / 2
            column["lone names"][:] = np.minimum(both[:, :, 2], 8) / 2
            return found
        expected = ru[:, None, 0] * self._ratio
        off = np.abs(en[None, :, 0] - expected) / np.sqrt((en[None, :, 0] + expected) / 2 * VARIANCE + 1)
        column["length"][:] = np.minimum(off, 6)
        column["length squared"][:] = np.minimum(off * off, 36) / 6
        for name, sums, at, most in (("numbers", self._numbers, 1, 4), ("names", self._names, 2, 5)):
            shared = np.minimum(_over(sums, a, b), both[:, :, at] / 2)
            column[f"shared {name}"][:] = np.minimum(shared, most)
            column[f"lone {name}"][:] = np.minimum(both[:, :, at] - 2 * shared, most + 2 + (name == "names"))
        fewer = np.minimum(ru[:, None, 3], en[None, :, 3])
        for name, sums, most in (("translated", self._translated, 12), ("alike", self._alike, 6)):
            evidence = _over(sums, a, b)
            column[name][:] = np.minimum(evidence, most) / 3
            column[f"share {name}"][:] = evidence / (fewer + 3) * np.log1p(fewer)
        apart = np.abs(ru[:, None, :] - en[None, :, :])
        column["questions"][:] = np.minimum(apart[:, :, 4], 2)
        column["colons"][:] = np.minimum(apart[:, :, 5], 3)
        column["ends"][:] = (ru[:, None, 6] > 0) != (en[None, :, 6] > 0)
        column["wordless"][:] = (ru[:, None, 7] > 0) != (en[None, :, 7] > 0)
        if (a, b) == (2, 2):
            column["crossed"][:] = np.minimum(self._cell(0, 1) + self._cell(1, 0), 10) / 2
            column["uncrossed"][:] = np.minimum(self._cell(0, 0) + self._cell(1, 1), 10) / 2
        return found

    def _cell(self, i: int, j: int) -> Array:
        """Return, for each bead of two by two, the evidence of its i-th Russian and its j-th English sentence alone."""
        evidence = self._translated / 1.5 + self._alike / 2 + self._numbers + self._names
        ones = _over(evidence, 1, 1)
        return ones[i : len(ones) - 1 + i, j : ones.shape[1] - 1 + j]


def _sums(text: Text) -> Array:
    counts = [
        (float(len(numbers)), float(len(names)), float(words.total()))
        for numbers, names, words in zip(text.numbers, text.names, text.words, strict=True)
    ]
    columns = np.hstack([text.lengths[:, None], np.array(counts).reshape(-1, 3), text.marks])
    return np.vstack([np.zeros((1, columns.shape[1])), columns.cumsum(axis=0)])


def _running(pairs: Array) -> Array:
    sums = np.zeros((pairs.shape[0] + 1, pairs.shape[1] + 1))
    sums[1:, 1:] = pairs.cumsum(axis=0).cumsum(axis=1)
    return sums


def _over(sums: Array, a: int, b: int) -> Array:
    n, m = sums.shape
    found: Array = sums[a:, b:] - sums[: n - a, b:] - sums[a:, : m - b] + sums[: n - a, : m - b]
    return found


def _shared(
    ru: Sequence[frozenset[str]], en: Sequence[frozenset[str]], weights: Mapping[str, float] | None = None
) -> Array:
    """Return how much each Russian sentence shares with each English one, by the weights or by count."""
    known = {key: place for place, key in enumerate(sorted(frozenset().union(*ru) & frozenset().union(*en)))}
    left, right = np.zeros((len(ru), len(known))), np.zeros((len(en), len(known)))
    for side, rows in ((ru, left), (en, right)):
        for row, keys in zip(rows, side, strict=True):
            row[[known[key] for key in keys if key in known]] = 1.0
    if weights is not None and known:
        right *= np.array([weights[key] for key in known])
    return left @ right.T


def _translated(ru: Sequence[Counter[str]], en: Sequence[Counter[str]], table: Table) -> Array:
    rarity = _rarity([frozenset(words) for words in en])
    known = {word: place for place, word in enumerate(rarity)}
    left, right = np.zeros((len(ru), len(known))), np.zeros((len(en), len(known)))
    for row, words in zip(left, ru, strict=True):
        for word in words:
            for rendered, probability in table.get(word, {}).items():
                if rendered in known:
                    row[known[rendered]] = max(row[known[rendered]], probability)
    for row, words in zip(right, en, strict=True):
        for word in words:
            row[known[word]] = rarity[word]
    return left @ right.T


def _rarity(sentences: Sequence[frozenset[str]]) -> dict[str, float]:
    """Return how rare each key is among some sentences: 1 where it is in one of them, towards 0 where in all."""
    counts = Counter(key for keys in sentences for key in keys)
    total = len(sentences) + 1
    return {key: log(total / count) / log(total) for key, count in sorted(counts.items())}


def _is_number(anchor: str) -> bool:
    return anchor[0] in "#m" and anchor[1:].isdigit()


def _keys(forms: Iterable[str]) -> list[str]:
    keys = (consonants(form)[:KEY] for form in forms if len(form) > 3 and not form[0].isdigit())
    return [key for key in keys if len(key) >= MIN_KEY]


def _marks(sentence: str) -> tuple[float, float, float, float]:
    return (
        float("?" in sentence),
        float(sentence.count(":") + sentence.count(";")),
        float(sentence.rstrip()[-1:] in '.!?…"»”)'),
        float(not any(character.isalnum() for character in sentence)),
    )
