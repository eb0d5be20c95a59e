"""Features of every possible bead of two texts, for the log-linear model.

The main features measure coverage: the share of each side's words, weighted by their rarity in the language and in the
text, that words on the other side of the bead translate. The best translation of a word counts, whichever sentence it
is in, so that merged sentences cover what neither covers alone. All beads of a shape are computed at once. Lengths are
compared as by Gale and Church (1993, "A Program for Aligning Sentences in Bilingual Corpora").
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from bisearch.alignment.numbered_text import COUNTS, FLAGS, KINDS, NAME, NUMBER, WORD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bisearch.alignment.numbered_text import Array, NumberedText
    from bisearch.alignment.word_matches import Matches

Shape: TypeAlias = "tuple[int, int]"
MAX_SENTENCES = 4
# Numbers of Russian and English sentences in a bead; each shape follows those that it may be split into.
SHAPES: tuple[Shape, ...] = (
    (1, 0),
    (0, 1),
    *((n, m) for n in range(1, MAX_SENTENCES + 1) for m in range(1, MAX_SENTENCES + 1)),
)
# Groups of shapes that share a weight.
FAMILIES = ("1:0", "0:1", "1:1", "n:1", "1:n", "n:m")
BEAD_FEATURES = (
    "pairs", "length", "length squared", "length ratio", "omitted length", "omitted words", "omitted names",
    "omitted numbers", "omitted nearby", "covered words", "uncovered words", "covered names", "uncovered names",
    "covered numbers", "uncovered numbers", "share covered", "weakest share", "gain", "crossed", "questions", "colons",
    "exclamations", "brackets", "ended", "wordless", "quoted", "lower-case start", "unfinished", "moved",
    "least needed", "better outside",
)  # fmt: skip
FEATURES = (*FAMILIES, *BEAD_FEATURES)

# Both texts are smoothed by this many characters, so that an omission in a short text does not distort their ratio.
PRIOR_LENGTH = 2000
# Variance of the length difference per character, as measured by Gale and Church (1993).
VARIANCE = 6.8
# Upper limit of a kind of words, for beads of up to two pairs, and the unit that it is measured in.
MAX_WEIGHTS = {WORD: (24.0, 6.0), NAME: (8.0, 2.0), NUMBER: (8.0, 2.0)}
KIND_NAMES = {WORD: "words", NAME: "names", NUMBER: "numbers"}
# Upper limit of the coverage gained by joining sentences, and of that moved over a sentence border.
MAX_GAIN = 6.0


def family(shape: Shape) -> str:
    """Return the family in `FAMILIES` that a shape belongs to."""
    n, m = shape
    if min(shape) < 2:
        return f"{'n' if n > 1 else n}:{'n' if m > 1 else m}"
    return "n:m"


def features(
    ru: NumberedText, en: NumberedText, matches: Matches, shapes: Sequence[Shape] = SHAPES
) -> dict[Shape, Array]:
    """Return the features of every bead.

    Args:
        ru: the Russian sentences, n of them, at least one.
        en: the English sentences, m of them, at least one.
        matches: which words translate each other.
        shapes: shapes of the beads in the order of `SHAPES`, with all shapes that they may be split into.

    Returns:
        For each shape (a, b) that fits, an array of `FEATURES` by n-a+1 by m-b+1: the bead of a Russian sentences from
        the
        i-th on and b English ones from the j-th on is at [:, i, j].
    """
    beads = _Beads(ru, en, matches)
    return {(a, b): beads.of(a, b) for a, b in shapes if a <= len(ru) and b <= len(en)}


class _Side:
    """The sentences of one side, and how well spans of the other side cover them."""

    def __init__(self, text: NumberedText) -> None:
        self.text = text
        self.forms, self.of = np.unique(text.ids, return_inverse=True)
        self.sentence = np.repeat(np.arange(len(text)), np.diff(text.starts))
        self._weights = (text.word_numbers.rarity[self.forms] * self._locally())[self.of]
        totals = np.zeros((KINDS, len(text)))
        np.add.at(totals, (text.kinds, self.sentence), self._weights)
        self.totals = totals
        self.counts = _running(text.counts.T)
        self.flags = _running(text.flags.T)
        self.sums = _running(totals)

    def _locally(self) -> Array:
        """Return how well each form distinguishes the sentences of this text, in (0, 1]; 1 if it is in one sentence.

        The inverse document frequency of Spärck Jones (1972, "A Statistical Interpretation of Term Specificity") with
        sentences
        as documents, as a share of its maximum.
        """
        count = len(self.text)
        of_sentences = np.unique(self.of * count + self.sentence) // count
        most = np.log(count + 1)
        share: Array = (most - np.log(np.bincount(of_sentences, minlength=len(self.forms)))) / most
        return share

    def cover(self, likely: Array, other: _Side) -> None:
        """Work out how much of each sentence spans of the other side cover.

        Args:
            likely: for each form of the other side and each of this one, how likely they translate each other.
            other: the other side.

        Sets lists with one array for each span length from 1 to `MAX_SENTENCES` sentences of the other side:
        `covered`, (kinds of words, first sentence of the span, sentences of this side); `covered_sums`, its running
        sums; `covered_in_all`, the running sums over all kinds; and `outside_sums`, the running sums of the weight that
        a sentence next to the span covers and the span does not.
        """
        by_sentence = np.zeros((len(other.text), len(self.forms)))
        for sentence in range(len(other.text)):
            here = other.of[other.text.starts[sentence] : other.text.starts[sentence + 1]]
            if len(here):
                by_sentence[sentence] = likely[here].max(axis=0)
        weights = np.zeros((KINDS, len(self.forms), len(self.text)))
        np.add.at(weights, (self.text.kinds, self.of, self.sentence), self._weights)
        around = np.pad(by_sentence, ((1, 1), (0, 0)))
        self.covered, self.outside_sums = [], []
        spans = by_sentence
        for length in range(1, 1 + min(MAX_SENTENCES, len(by_sentence))):
            if length > 1:
                spans = np.maximum(spans[:-1], by_sentence[length - 1 :])
            beyond = np.maximum(np.maximum(around[: len(spans)], around[length + 1 :]) - spans, 0)
            self.covered.append(spans @ weights)
            self.outside_sums.append(_running(beyond @ weights.sum(axis=0)))
        self.covered_sums = [_running(each) for each in self.covered]
        self.covered_in_all = [each.sum(axis=0) for each in self.covered_sums]
        self._by_word = by_sentence[:, self.of] * self._weights

    def shares(self, span: int) -> Array:
        """Return the share of each sentence that each span of `span` sentences of the other side covers."""
        shares: Array = self.covered[span - 1].sum(axis=0) / (self.totals.sum(axis=0) + 0.5)
        return shares

    def moved(self) -> Array:
        """Return how much more of two neighbours is covered if the border between them is moved.

        The words before the border are covered by the first of two sentences on the other side, those after it by the
        second.
        Words that moved over the border gain coverage by this; chance matches do not.

        Returns:
            An array by the first of the two sentences on the other side and the first of the two on this side.
        """
        starts = self.text.starts
        ahead = _running(self._by_word[:-1] - self._by_word[1:])
        most = np.maximum(np.maximum.reduceat(ahead, starts[:-1], axis=1), ahead[:, starts[1:]])
        moved: Array = np.maximum(most[:, :-1], most[:, 1:]) - ahead[:, starts[1:-1]]
        return moved


class _Beads:
    """Features of beads, computed from the coverage of both sides."""

    def __init__(self, ru: NumberedText, en: NumberedText, matches: Matches) -> None:
        self._ru, self._en = _Side(ru), _Side(en)
        # Two words that sometimes translate each other probably do if they occur in the same bead, so the root is
        # taken.
        likely = np.sqrt(matches.between(self._ru.forms, self._en.forms))
        self._en.cover(likely, self._ru)
        self._ru.cover(likely.T, self._en)
        # The coverage of both sides of each bead, for the shapes done.
        self._covered: dict[Shape, Array] = {}
        self._moved_at: Array | None = None
        length = COUNTS.index("length")
        self._ratio = (self._en.counts[length, -1] + PRIOR_LENGTH) / (self._ru.counts[length, -1] + PRIOR_LENGTH)

    def of(self, a: int, b: int) -> Array:
        found = np.zeros((len(FEATURES), len(self._ru.text) - a + 1, len(self._en.text) - b + 1))
        column = dict(zip(FEATURES, found, strict=True))
        column[family((a, b))] += 1.0
        column["pairs"] += min(a, b)
        self._add_borders(column, a, b)
        if a and b:
            self._add_lengths(column, a, b)
            self._add_punctuation(column, a, b)
            self._add_coverage(column, a, b)
        else:
            self._add_omission(column, a, b)
        return found

    def _add_borders(self, column: dict[str, Array], a: int, b: int) -> None:
        """Add features of the start of the first sentences and the end of the last ones."""
        for side, length, axis in ((self._ru, a, (slice(None), None)), (self._en, b, (None, slice(None)))):
            if length:
                flags = side.text.flags
                last = len(flags) - length + 1
                column["lower-case start"] += flags[:last, FLAGS.index("lower-case start")][axis]
                column["unfinished"] += flags[length - 1 :, FLAGS.index("unfinished")][axis]

    def _add_omission(self, column: dict[str, Array], a: int, b: int) -> None:
        length = COUNTS.index("length")
        ru, en = _span(self._ru.counts[length], a), _span(self._en.counts[length], b)
        column["omitted length"] += np.log1p(ru[:, None] + en[None, :]) / 4
        totals = _span(self._ru.sums, a)[:, :, None] + _span(self._en.sums, b)[:, None, :]
        for kind, (most, unit) in MAX_WEIGHTS.items():
            column[f"omitted {KIND_NAMES[kind]}"] += np.minimum(totals[kind], most) / unit
        # The neighbours of a position are the sentences before and after it.
        covered = np.pad((self._ru if a else self._en).shares(1), ((1, 1), (0, 0)))
        nearby = np.maximum(covered[:-1], covered[1:])
        column["omitted nearby"] += nearby.T if a else nearby

    def _add_lengths(self, column: dict[str, Array], a: int, b: int) -> None:
        length = COUNTS.index("length")
        expected = _span(self._ru.counts[length], a)[:, None] * self._ratio
        actual = _span(self._en.counts[length], b)[None, :]
        off = np.abs(actual - expected) / np.sqrt((actual + expected) / 2 * VARIANCE + 1)
        column["length"] += np.minimum(off, 6)
        column["length squared"] += np.minimum(off * off, 36) / 6
        column["length ratio"] += np.minimum(np.abs(np.log((actual + 10) / (expected + 10))), 2)

    def _add_punctuation(self, column: dict[str, Array], a: int, b: int) -> None:
        ru, en = _span(self._ru.counts, a), _span(self._en.counts, b)
        for at, name in enumerate(COUNTS[1:], 1):
            if name == "brackets":
                column[name] += np.minimum(np.abs(ru[at, :, None]), 2) + np.minimum(np.abs(en[at, None, :]), 2)
            else:
                column[name] += np.minimum(np.abs(ru[at, :, None] - en[at, None, :]), 3)
        flags_ru, flags_en = _span(self._ru.flags, a) > 0, _span(self._en.flags, b) > 0
        for name in ("ended", "wordless", "quoted"):
            at = FLAGS.index(name)
            column[name] += flags_ru[at, :, None] != flags_en[at, None, :]

    def _add_coverage(self, column: dict[str, Array], a: int, b: int) -> None:
        covered = _span(self._ru.covered_sums[b - 1], a).transpose(0, 2, 1) + _span(self._en.covered_sums[a - 1], b)
        totals = _span(self._ru.sums, a)[:, :, None] + _span(self._en.sums, b)[:, None, :]
        times = max(1.0, min(a, b) / 2)
        for kind, (most, unit) in MAX_WEIGHTS.items():
            column[f"covered {KIND_NAMES[kind]}"] += np.minimum(covered[kind], most * times) / unit
            column[f"uncovered {KIND_NAMES[kind]}"] += np.minimum(totals[kind] - covered[kind], most * times) / unit
        whole = self._covered[a, b] = covered.sum(axis=0)
        column["share covered"] += min(a, b) * whole / (totals.sum(axis=0) + 1)
        outside = _span(self._ru.outside_sums[b - 1], a).T + _span(self._en.outside_sums[a - 1], b)
        column["better outside"] += np.log1p(outside)
        if min(a, b) > 1:
            column["moved"] += np.minimum(self._moved(a, b), MAX_GAIN) / 2
        if a + b > 2:
            column["weakest share"] += self._weakest_share(a, b)
            column["least needed"] += self._least_needed(a, b)
            gain = np.minimum(whole - self._parted(a, b), MAX_GAIN) / 2
            column["crossed" if min(a, b) > 1 else "gain"] += gain

    def _weakest_share(self, a: int, b: int) -> Array:
        """Return the least share covered among sentences that share their side with others."""
        n, m = len(self._ru.text) - a + 1, len(self._en.text) - b + 1
        ru, en = self._ru.shares(b).T, self._en.shares(a)
        shares = [ru[at : at + n] for at in range(a) if a > 1] + [en[:, at : at + m] for at in range(b) if b > 1]
        weakest: Array = np.minimum.reduce(shares)
        return weakest

    def _least_needed(self, a: int, b: int) -> Array:
        """Return the least that the first or last of several sentences adds to the coverage of the other side.

        It is a share of the sentence's own words, 1 at most: nearly 1 for a merged sentence, 0 for one that repeats its
        neighbour.
        """
        n, m = len(self._ru.text) - a + 1, len(self._en.text) - b + 1
        added = []
        if a > 1:
            covered, without = (_span(self._en.covered_in_all[length - 1], b) for length in (a, a - 1))
            size = self._ru.totals.sum(axis=0)[:, None] + 0.5
            added += [(covered - without[1:]) / size[:n], (covered - without[:-1]) / size[a - 1 :]]
        if b > 1:
            covered, without = (_span(self._ru.covered_in_all[length - 1], a).T for length in (b, b - 1))
            size = self._en.totals.sum(axis=0)[None, :] + 0.5
            added += [(covered - without[:, 1:]) / size[:, :m], (covered - without[:, :-1]) / size[:, b - 1 :]]
        least: Array = np.minimum(np.minimum.reduce(added), 1)
        return least

    def _moved(self, a: int, b: int) -> Array:
        """Return the largest coverage moved over a border within the bead, on both sides."""
        n, m = len(self._ru.text) - a + 1, len(self._en.text) - b + 1
        moved = self._moved_at
        if moved is None:
            moved = self._moved_at = self._en.moved() + self._ru.moved().T
        most: Array = np.maximum.reduce([moved[i : i + n, j : j + m] for i, j in product(range(a - 1), range(b - 1))])
        return most

    def _parted(self, a: int, b: int) -> Array:
        """Return the largest coverage if the bead is split in two, of which one may be one-sided."""
        n, m = len(self._ru.text) - a + 1, len(self._en.text) - b + 1
        most = np.zeros((n, m))
        for c, d in product(range(a + 1), range(b + 1)):
            if 0 < c + d < a + b:
                first = self._covered[c, d][:n, :m] if c and d else 0.0
                last = self._covered[a - c, b - d][c : c + n, d : d + m] if c < a and d < b else 0.0
                np.maximum(most, first + last, out=most)
        return most


def _running(values: Array) -> Array:
    """Return running sums along the last axis, from 0."""
    return np.concatenate([np.zeros((*values.shape[:-1], 1)), values.cumsum(axis=-1)], axis=-1)


def _span(sums: Array, length: int) -> Array:
    """Return the sums over spans of some length, given running sums along the last axis."""
    return sums[..., length:] - sums[..., : sums.shape[-1] - length]
