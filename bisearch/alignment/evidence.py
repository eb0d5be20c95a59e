"""What speaks for and against every bead that two texts might have, as features of a log-linear model.

The heart of it is coverage: how much of each side's words, weighed by how rare they are, the other side's words of the
same bead render. A word is rendered as well as by the best of them, whichever sentence that is in, so that merged
sentences cover what neither does alone. All beads of one shape are computed at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from bisearch.alignment.vocabulary import KINDS, MARKS, NAME, NUMBER, SIGNS, WORD

if TYPE_CHECKING:
    from bisearch.alignment.matches import Matches
    from bisearch.alignment.vocabulary import Array, Text

Shape: TypeAlias = "tuple[int, int]"
# Russian by English sentences of a bead.
SHAPES: tuple[Shape, ...] = ((1, 1), (1, 0), (0, 1), (2, 1), (1, 2), (2, 2), (3, 1), (1, 3), (4, 1), (1, 4))
LONGEST = 4
EVIDENCE = (
    "length", "length squared", "length ratio", "omitted length", "omitted words", "omitted names", "omitted numbers",
    "covered words", "lone words", "covered names", "lone names", "covered numbers", "lone numbers", "share covered",
    "weakest share", "weakest gain", "crossed", "uncrossed", "questions", "colons", "exclamations", "brackets", "ended",
    "wordless", "quoted", "begins low", "is open",
)  # fmt: skip
FEATURES = (*(f"{n}:{m}" for n, m in SHAPES), *EVIDENCE)

# Two texts are taken to be equally long by so many characters: one omission in a short text does not skew their ratio.
PRIOR_LENGTH = 2000
# Variance of the length difference for each character, as Gale & Church (1993, "A Program for Aligning Sentences in
# Bilingual Corpora") measured it.
VARIANCE = 6.8
# More of a kind of words than this says no more: the most that counts, and the unit.
MOST = {WORD: (24.0, 6.0), NAME: (8.0, 2.0), NUMBER: (8.0, 2.0)}
NAMES = {WORD: "words", NAME: "names", NUMBER: "numbers"}


def features(ru: Text, en: Text, matches: Matches) -> dict[Shape, Array]:
    """Return the features of every bead.

    Args:
        ru: the Russian sentences, n of them, at least one.
        en: the English sentences, m of them, at least one.
        matches: which words render which.

    Returns:
        For each shape (a, b) that fits, an array of n-a+1 by m-b+1 by `FEATURES`: the bead of a Russian sentences from
        the i-th and b English ones from the j-th is at [i, j].
    """
    beads = _Beads(ru, en, matches)
    return {(a, b): beads.of(a, b) for a, b in SHAPES if a <= len(ru) and b <= len(en)}


class _Side:
    """One side's sentences, and how well spans of the other side's cover them."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.forms, self.of = np.unique(text.ids, return_inverse=True)
        self.sentence = np.repeat(np.arange(len(text)), np.diff(text.starts))
        self._weights = text.vocabulary.rarity[text.ids]
        totals = np.zeros((KINDS, len(text)))
        np.add.at(totals, (text.kinds, self.sentence), self._weights)
        self.totals = totals
        self.marks = _running(text.marks.T)
        self.signs = _running(text.signs.T)
        self.sums = _running(totals)

    def cover(self, likely: Array, other: _Side) -> None:
        """Work out how much of each sentence spans of the other side cover.

        Args:
            likely: for each form of the other side and each of this one, how likely they render each other.
            other: the other side.

        `covered` then holds, for spans of one to `LONGEST` sentences of the other side, an array of the kinds of words
        by the span's first sentence by this side's sentences.
        """
        by_sentence = np.zeros((len(other.text), len(self.forms)))
        for sentence in range(len(other.text)):
            here = other.of[other.text.starts[sentence] : other.text.starts[sentence + 1]]
            if len(here):
                by_sentence[sentence] = likely[here].max(axis=0)
        weights = np.zeros((KINDS, len(self.forms), len(self.text)))
        np.add.at(weights, (self.text.kinds, self.of, self.sentence), self._weights)
        spans = by_sentence
        self.covered = [spans @ weights]
        for length in range(1, min(LONGEST, len(by_sentence))):
            spans = np.maximum(spans[:-1], by_sentence[length:])
            self.covered.append(spans @ weights)


class _Beads:
    """Features of beads, from what each side's spans cover of the other."""

    def __init__(self, ru: Text, en: Text, matches: Matches) -> None:
        self._ru, self._en = _Side(ru), _Side(en)
        likely = matches.between(self._ru.forms, self._en.forms)
        self._en.cover(likely, self._ru)
        self._ru.cover(likely.T, self._en)
        length = MARKS.index("length")
        self._ratio = (self._en.marks[length, -1] + PRIOR_LENGTH) / (self._ru.marks[length, -1] + PRIOR_LENGTH)

    def of(self, a: int, b: int) -> Array:
        n, m = len(self._ru.text) - a + 1, len(self._en.text) - b + 1
        found = np.zeros((n, m, len(FEATURES)))
        found[:, :, SHAPES.index((a, b))] = 1.0
        column = {name: found[:, :, len(SHAPES) + at] for at, name in enumerate(EVIDENCE)}
        self._add_borders(column, a, b)
        if a and b:
            self._add_lengths(column, a, b)
            self._add_marks(column, a, b)
            self._add_coverage(column, a, b)
        else:
            self._add_omission(column, a, b)
        return found

    def _add_borders(self, column: dict[str, Array], a: int, b: int) -> None:
        """Add what its first sentences begin with and its last end with, where a bead's border tells."""
        for side, length, axis in ((self._ru, a, (slice(None), None)), (self._en, b, (None, slice(None)))):
            if length:
                signs = side.text.signs
                last = len(signs) - length + 1
                column["begins low"] += signs[:last, SIGNS.index("begins low")][axis]
                column["is open"] += signs[length - 1 :, SIGNS.index("is open")][axis]

    def _add_omission(self, column: dict[str, Array], a: int, b: int) -> None:
        length = MARKS.index("length")
        ru, en = _span(self._ru.marks[length], a), _span(self._en.marks[length], b)
        column["omitted length"] += np.log1p(ru[:, None] + en[None, :]) / 4
        totals = _span(self._ru.sums, a)[:, :, None] + _span(self._en.sums, b)[:, None, :]
        for kind, (most, unit) in MOST.items():
            column[f"omitted {NAMES[kind]}"] += np.minimum(totals[kind], most) / unit

    def _add_lengths(self, column: dict[str, Array], a: int, b: int) -> None:
        length = MARKS.index("length")
        expected = _span(self._ru.marks[length], a)[:, None] * self._ratio
        actual = _span(self._en.marks[length], b)[None, :]
        off = np.abs(actual - expected) / np.sqrt((actual + expected) / 2 * VARIANCE + 1)
        column["length"] += np.minimum(off, 6)
        column["length squared"] += np.minimum(off * off, 36) / 6
        column["length ratio"] += np.minimum(np.abs(np.log((actual + 10) / (expected + 10))), 2)

    def _add_marks(self, column: dict[str, Array], a: int, b: int) -> None:
        ru, en = _span(self._ru.marks, a), _span(self._en.marks, b)
        for at, name in enumerate(MARKS[1:], 1):
            if name == "brackets":
                column[name] += np.minimum(np.abs(ru[at, :, None]), 2) + np.minimum(np.abs(en[at, None, :]), 2)
            else:
                column[name] += np.minimum(np.abs(ru[at, :, None] - en[at, None, :]), 3)
        signs_ru, signs_en = _span(self._ru.signs, a) > 0, _span(self._en.signs, b) > 0
        for name in ("ended", "wordless", "quoted"):
            at = SIGNS.index(name)
            column[name] += signs_ru[at, :, None] != signs_en[at, None, :]

    def _add_coverage(self, column: dict[str, Array], a: int, b: int) -> None:
        covered = self._covered(a, b)
        totals = _span(self._ru.sums, a)[:, :, None] + _span(self._en.sums, b)[:, None, :]
        both = covered[0] + covered[1]
        for kind, (most, unit) in MOST.items():
            column[f"covered {NAMES[kind]}"] += np.minimum(both[kind], most) / unit
            column[f"lone {NAMES[kind]}"] += np.minimum(totals[kind] - both[kind], most) / unit
        column["share covered"] += both.sum(axis=0) / (totals.sum(axis=0) + 1)
        if a + b == 2:
            return
        column["weakest share"] += np.minimum.reduce(self._shares(a, b))
        if (a, b) == (2, 2):
            crossed, uncrossed = self._crossing()
            column["crossed"] += np.minimum(crossed, 8) / 2
            column["uncrossed"] += np.minimum(uncrossed, 16) / 4
        else:
            column["weakest gain"] += np.minimum(np.minimum.reduce(self._gains(a, b)), 6) / 2

    def _covered(self, a: int, b: int) -> tuple[Array, Array]:
        """Return how much is covered of each bead's Russian and of its English words, by kind."""
        ru = _span(_running(self._ru.covered[b - 1]), a).transpose(0, 2, 1)
        return ru, _span(_running(self._en.covered[a - 1]), b)

    def _shares(self, a: int, b: int) -> list[Array]:
        """Return which share of each sentence of the longer side the other side covers."""
        n, m = len(self._ru.text) - a + 1, len(self._en.text) - b + 1
        ru, en = self._ru.covered[b - 1].sum(axis=0).T, self._en.covered[a - 1].sum(axis=0)
        of_ru, of_en = self._ru.totals.sum(axis=0) + 0.5, self._en.totals.sum(axis=0) + 0.5
        shares = [ru[at : at + n] / of_ru[at : at + n, None] for at in range(a) if a > 1]
        return shares + [en[:, at : at + m] / of_en[None, at : at + m] for at in range(b) if b > 1]

    def _gains(self, a: int, b: int) -> list[Array]:
        """Return how much less would be covered without the first and without the last sentence of the longer side."""
        if a > 1:
            whole, less = self._covered(a, b)[1].sum(axis=0), self._covered(a - 1, b)[1].sum(axis=0)
            return [whole - less[1:], whole - less[:-1]]
        whole, less = self._covered(a, b)[0].sum(axis=0), self._covered(a, b - 1)[0].sum(axis=0)
        return [whole - less[:, 1:], whole - less[:, :-1]]

    def _crossing(self) -> tuple[Array, Array]:
        """Return, for beads of two by two, what only the crossed pairs of sentences cover, and what only the others."""
        one_ru, both_ru = (each.sum(axis=0).T for each in self._ru.covered[:2])
        one_en, both_en = (each.sum(axis=0) for each in self._en.covered[:2])
        # What each sentence gains by the other one opposite: [0] the first of its side, [1] the second.
        second_by_first = (
            both_en[:, 1:] - one_en[1:, 1:] + both_ru[:-1] - one_ru[:-1, :-1],
            both_en[:, :-1] - one_en[:-1, :-1] + both_ru[1:] - one_ru[1:, 1:],
        )
        alone = both_en[:, :-1] - one_en[1:, :-1] + both_en[:, 1:] - one_en[:-1, 1:]
        alone = alone + both_ru[:-1] - one_ru[:-1, 1:] + both_ru[1:] - one_ru[1:, :-1]
        return np.maximum(*second_by_first), alone


def _running(values: Array) -> Array:
    """Return running sums along the last axis, from 0."""
    return np.concatenate([np.zeros((*values.shape[:-1], 1)), values.cumsum(axis=-1)], axis=-1)


def _span(sums: Array, length: int) -> Array:
    """Return the sums over spans of some length along the last axis of running sums."""
    return sums[..., length:] - sums[..., : sums.shape[-1] - length]
