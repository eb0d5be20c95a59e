"""Features of every possible bead of two texts, for the log-linear model.

The main features measure coverage: the share of each side's words, weighted by their rarity in the language and in the
text, that words on the other side of the bead translate. The best translation of a word counts, whichever sentence it
is in, so that merged sentences cover what neither covers alone. All beads of a shape are computed at once, for several
windows. Lengths are compared as by Gale and Church (1993, "A Program for Aligning Sentences in Bilingual Corpora").
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bisearch.alignment.feature_names import FEATURES, SHAPES, family
from bisearch.alignment.feature_receivers import MAX_SMALL, FeatureColumns, WeightedSum
from bisearch.alignment.numbered_text import COUNTS, FLAGS, NAME, NUMBER, WORD
from bisearch.alignment.typical_coverage import best_shares, typical_coverage
from bisearch.alignment.window_sides import IN_ALL, OUTSIDE, SCORE, UNKNOWN, Coverage, WindowSide, form_matches

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from bisearch.alignment.feature_names import Shape
    from bisearch.alignment.feature_receivers import FeatureReceiver, SmallNumbers
    from bisearch.alignment.numbered_text import Array, NumberedText
    from bisearch.alignment.word_matches import Matches

# Both texts are smoothed by this many characters, so that an omission in a short text does not distort their ratio.
PRIOR_LENGTH = 2000
# Variance of the length difference per character, as measured by Gale and Church (1993).
VARIANCE = 6.8
# Upper limit of a kind of words, for beads of up to two pairs, and the unit that it is measured in.
MAX_WEIGHTS = {WORD: (24.0, 6.0), NAME: (8.0, 2.0), NUMBER: (8.0, 2.0)}
KIND_NAMES = {WORD: "words", NAME: "names", NUMBER: "numbers"}
# Upper limit of the coverage gained by joining sentences, and of that moved over a sentence border.
MAX_GAIN = 6.0
_LENGTH = COUNTS.index("length")


@dataclass(frozen=True, slots=True)
class Evidence:
    """The features of all beads of two texts, and what the texts as a whole show.

    Attributes:
        features: for each shape (a, b), an array of `FEATURES` by first Russian by first English sentence.
        coverage: how much of a sentence its best counterpart typically covers, in [0, 1].
    """

    features: dict[Shape, Array]
    coverage: float


def features(ru: NumberedText, en: NumberedText, matches: Matches, shapes: Sequence[Shape] = SHAPES) -> Evidence:
    """Return the features of every bead, for learning their weights.

    Args:
        ru: the Russian sentences, n of them, at least one.
        en: the English sentences, m of them, at least one.
        matches: which words translate each other.
        shapes: shapes of the beads in the order of `SHAPES`, with all shapes that they may be split into.

    Returns:
        For each shape (a, b) that fits, an array of `FEATURES` by n-a+1 by m-b+1: the bead of a Russian sentences from
        the i-th on and b English ones from the j-th on is at [:, i, j].
    """
    beads = WindowBeads([(ru, en)], matches)
    found: dict[Shape, Array] = {}
    for shape in beads.fitting(shapes):
        columns = FeatureColumns((len(FEATURES), *beads.grid(shape)[1:]))
        beads.describe(shape, columns)
        found[shape] = columns.found
    return Evidence(found, float(beads.coverage[0]))


class Surroundings(NamedTuple):
    """What a window takes from the texts around it.

    Attributes:
        weights: the weight of each word of the Russian and the English side of the window.
        ratio: number of English characters for each Russian one.
    """

    weights: tuple[Array, Array]
    ratio: float


class WindowBeads:
    """All possible beads of some windows.

    Args:
        texts: the Russian and English sentences of each window, at least one of each.
        matches: which words translate each other.
        surroundings: what each window takes from the texts around it; by default each window stands alone.

    Attributes:
        sizes: number of Russian and of English sentences in each window.
        best_shares: the share of each sentence that its best counterpart covers; see `typical_coverage.best_shares`.
    """

    def __init__(
        self,
        texts: Sequence[tuple[NumberedText, NumberedText]],
        matches: Matches,
        surroundings: Sequence[Surroundings] | None = None,
    ) -> None:
        weights_ru = None if surroundings is None else [each.weights[0] for each in surroundings]
        weights_en = None if surroundings is None else [each.weights[1] for each in surroundings]
        ru = self._ru = WindowSide([text for text, _ in texts], matches.known_ru, weights_ru)
        en = self._en = WindowSide([text for _, text in texts], matches.known_en, weights_en)
        self.sizes = ru.sizes, en.sizes
        pairs = form_matches(ru, en, matches)
        self._words_ru = ru.best_matches(en, pairs.ru, pairs.en, pairs.likely)
        self._words_en = en.best_matches(ru, pairs.en, pairs.ru, pairs.likely)
        self._by_ru = Coverage(en, ru, self._words_en, is_english=True)
        self._by_en = Coverage(ru, en, self._words_ru, is_english=False)
        # The same summed over the Russian or the English sentences of the last shape.
        self._sums_by_ru, self._sums_by_en = list(self._by_ru.spans), list(self._by_en.spans)
        # The weight of each side that a bead covers, and of both sides.
        self._in_all: tuple[dict[Shape, Array], dict[Shape, Array]] = {}, {}
        self._whole: dict[Shape, Array] = {}
        self._all_ru, self._all_en = ru.totals.sum(axis=0), en.totals.sum(axis=0)
        self._known_ru, self._known_en = (side.totals[:UNKNOWN].sum(axis=0) for side in (ru, en))
        self._share_ru = [each[IN_ALL] / (self._all_ru[:, :, None] + 0.5) for each in self._by_en.spans]
        self._share_en = [each[IN_ALL] / (self._all_en[:, None, :] + 0.5) for each in self._by_ru.spans]
        self._moved_at: Array | None = None
        self._running = {
            id(side): (_running(side.counts), _running(side.flags), _running(side.totals)) for side in (ru, en)
        }
        if surroundings is None:
            ratio = length_ratio(*(side.counts[_LENGTH].sum(axis=-1) for side in (ru, en)))
        else:
            ratio = np.array([each.ratio for each in surroundings], SCORE)
        self._ratio = ratio[:, None]
        self.best_shares = best_shares(ru, en, self._share_ru, self._share_en)

    @cached_property
    def coverage(self) -> Array:
        """For each window, how much of a sentence its best counterpart typically covers, in [0, 1]."""
        windows, sentences = self.best_shares.shape
        return typical_coverage(self.best_shares.ravel(), np.repeat(np.arange(windows), sentences), windows)

    def fitting(self, shapes: Sequence[Shape]) -> Iterator[Shape]:
        """Yield those of some shapes that fit into a window."""
        return ((a, b) for a, b in shapes if a <= self._ru.length and b <= self._en.length)

    def grid(self, shape: Shape) -> tuple[int, int, int]:
        """Return the number of windows, and of first Russian and first English sentences of a shape."""
        return len(self._ru.sizes), self._ru.length - shape[0] + 1, self._en.length - shape[1] + 1

    def weighted(self, weights: Array, shapes: Sequence[Shape] = SHAPES) -> dict[Shape, Array]:
        """Return the weighted sum of the features of each bead.

        Args:
            weights: windows by `FEATURES`.
            shapes: shapes of the beads in the order of `SHAPES`, with all shapes that they may be split into.

        Returns:
            For each shape, an array by window, first Russian and first English sentence. Beads that hold sentences
            beyond the end of a window have no meaning.
        """
        found = {}
        for shape in self.fitting(shapes):
            total = WeightedSum(weights, self.grid(shape))
            self.describe(shape, total)
            found[shape] = total.total()
        return found

    def describe(self, shape: Shape, to: FeatureReceiver) -> None:
        """Give the features of all beads of a shape to a receiver; shapes come in the order of `SHAPES`."""
        a, b = shape
        to.add_constant(family(shape), 1.0)
        to.add_constant("pairs", min(a, b))
        to.add_constant("more sentences", max(a + b - 3, 0) if min(a, b) == 1 else 0)
        if a and b:
            self._add_lengths(to, a, b)
            self._add_punctuation(to, a, b)
            self._add_coverage(to, a, b)
        else:
            self._add_omission(to, a)

    def _add_omission(self, to: FeatureReceiver, a: int) -> None:
        """Add the features of a bead of one sentence: Russian if `a` is 1, else English."""
        side = self._ru if a else self._en

        def along(values: Array) -> Array:
            return values[:, :, None] if a else values[:, None, :]

        to.add("omitted length", along(np.log1p(side.counts[_LENGTH]) / 4))
        for kind, (most, unit) in MAX_WEIGHTS.items():
            to.add(f"omitted {KIND_NAMES[kind]}", along(np.minimum(side.totals[kind], most) / unit))
        to.add("omitted unknown words", along(np.minimum(side.totals[UNKNOWN], 24.0) / 6.0))
        for name, flag in (("omitted ended", "ended"), ("omitted speech", "speech start")):
            to.add(name, along(side.flags[FLAGS.index(flag)]))
        exclaimed = side.counts[[COUNTS.index("questions"), COUNTS.index("exclamations")]].max(axis=0) > 0
        to.add("omitted exclaimed", along(exclaimed.astype(SCORE)))
        for name in ("lower-case start", "unfinished"):
            to.add(name, along(side.flags[FLAGS.index(name)]))
        self._add_neighbours(to, a)
        # The neighbours of a position are the sentences before and after it.
        covered = np.pad(
            self._share_ru[0] if a else self._share_en[0], ((0, 0), (0, 0), (1, 1)) if a else ((0, 0), (1, 1), (0, 0))
        )
        to.add(
            "omitted nearby",
            np.maximum(covered[:, :, :-1], covered[:, :, 1:]) if a else np.maximum(covered[:, :-1], covered[:, 1:]),
        )

    def _add_neighbours(self, to: FeatureReceiver, a: int) -> None:
        """Add features of the sentences between which a one-sided bead of one sentence is.

        If the sentence is not omitted but merged, one of its neighbours on the other side has words that the
        sentence's own neighbours leave uncovered, and is longer than they are.
        """
        mine, other = (self._ru, self._en) if a else (self._en, self._ru)
        own, known = (self._known_ru, self._known_en) if a else (self._known_en, self._known_ru)
        ratio = self._ratio if a else 1 / self._ratio
        windows, n, m = len(mine.sizes), mine.length, other.length
        mine_lengths, other_lengths = mine.counts[_LENGTH] * ratio, other.counts[_LENGTH]
        spans = [each[IN_ALL] for each in (self._by_ru if a else self._by_en).spans]
        # covered[:, i, j]: how much of the other side's sentence j my sentence i covers; two[:, i, j]: my i and i + 1.
        covered, *longer = (each if a else each.swapaxes(1, 2) for each in spans[:2])
        room, added, left = np.zeros((3, windows, n, m + 1), SCORE)
        if n > 1:
            (two,) = longer
            # The sentence before: other j - 1 belongs to my i - 1.
            room[:, 1:, 1:] = other_lengths[:, None, :] - mine_lengths[:, :-1, None]
            added[:, 1:, 1:] = two - covered[:, :-1]
            left[:, 1:, 1:] = known[:, None, :] - covered[:, :-1]
            # The sentence after, if the window has one on both sides.
            has = mine.has(1)[:, :-1, None] * other.has()[:, None, :]
            for target, after in (
                (room, other_lengths[:, None, :] - mine_lengths[:, 1:, None]),
                (added, two - covered[:, 1:]),
                (left, known[:, None, :] - covered[:, 1:]),
            ):
                target[:, :-1, :-1] = np.maximum(target[:, :-1, :-1], after * has)
        room = np.clip(room / (mine_lengths[:, :, None] + 5), 0, 1)
        added = np.clip(added / (own[:, :, None] + 0.5), 0, 1)
        np.minimum(left, 12.0, out=left)
        for name, value, unit in (
            ("room nearby", room, 1.0), ("added nearby", added, 1.0), ("unexplained nearby", left, 6.0),
        ):  # fmt: skip
            to.add(name, value if a else value.swapaxes(1, 2), unit)

    def _add_lengths(self, to: FeatureReceiver, a: int, b: int) -> None:
        sums_ru, sums_en = (self._running[id(side)][0][_LENGTH] for side in (self._ru, self._en))
        expected, actual = (_span(sums_ru, a) * self._ratio)[:, :, None], _span(sums_en, b)[:, None, :]
        off = np.abs(actual - expected)
        off /= np.sqrt((actual * (VARIANCE / 2) + 1) + expected * (VARIANCE / 2))
        np.minimum(off, 6, out=off)
        to.add("length", off)
        np.multiply(off, off, out=off)
        to.add("length squared", off, 6)
        np.subtract(np.log(actual + 10), np.log(expected + 10), out=off)
        np.abs(off, out=off)
        np.minimum(off, 2, out=off)
        to.add("length ratio", off)

    def _add_punctuation(self, to: FeatureReceiver, a: int, b: int) -> None:
        ru, en = (
            (_span(self._running[id(side)][0], length), _span(self._running[id(side)][1], length))
            for side, length in ((self._ru, a), (self._en, b))
        )
        small: dict[str, SmallNumbers] = {}
        for at, name in enumerate(COUNTS[1:], 1):
            left, right = ru[0][at], en[0][at]
            if name == "brackets":
                to.add(name, np.minimum(np.abs(left), 2)[:, :, None])
                to.add(name, np.minimum(np.abs(right), 2)[:, None, :])
            else:
                apart = np.abs(left.astype(np.int16)[:, :, None] - right.astype(np.int16)[:, None, :])
                small[name] = np.minimum(apart, 3).astype(np.uint8)
        speech = FLAGS.index("speech start")
        starts_ru, starts_en = _first(self._ru.flags[speech], a), _first(self._en.flags[speech], b)
        inner_ru, inner_en = _small(ru[1][speech] - starts_ru), _small(en[1][speech] - starts_en)
        small["inner speech"] = np.minimum(inner_ru[:, :, None] + inner_en[:, None, :], 3)
        small["speech starts"] = _differ(starts_ru, starts_en)
        for name in ("ended", "wordless", "quoted"):
            at = FLAGS.index(name)
            small[name] = _differ(ru[1][at] > 0, en[1][at] > 0)
        # If both sides start or end in the same way, as headings do, the sentences are not cut in the wrong place.
        at = FLAGS.index("lower-case start")
        small["lower-case start"] = _differ(_first(self._ru.flags[at], a), _first(self._en.flags[at], b))
        at = FLAGS.index("unfinished")
        small["unfinished"] = _differ(self._ru.flags[at][:, a - 1 :], self._en.flags[at][:, b - 1 :])
        to.add_small(small)

    def _add_coverage(self, to: FeatureReceiver, a: int, b: int) -> None:
        in_en, in_ru = self._spans(a, b)
        covered = in_en + in_ru
        totals_ru, totals_en = (
            _span(self._running[id(side)][2], length) for side, length in ((self._ru, a), (self._en, b))
        )
        times = max(1.0, min(a, b) / 2)
        for kind, (most, unit) in MAX_WEIGHTS.items():
            total = totals_ru[kind][:, :, None] + totals_en[kind][:, None, :]
            total -= covered[kind]
            np.minimum(total, most * times, out=total)
            to.add(f"uncovered {KIND_NAMES[kind]}", total, unit)
            np.minimum(covered[kind], most * times, out=total)
            to.add(f"covered {KIND_NAMES[kind]}", total, unit)
        by_en, by_ru = self._in_all
        # Copies, so that the other planes are freed.
        by_en[a, b], by_ru[a, b] = in_en[IN_ALL].copy(), in_ru[IN_ALL].copy()
        whole = self._whole[a, b] = covered[IN_ALL].copy()
        pairs = min(a, b) * whole if min(a, b) > 1 else whole
        to.add("share covered", pairs / ((totals_ru.sum(axis=0) + 1)[:, :, None] + totals_en.sum(axis=0)[:, None, :]))
        known_ru, known_en = totals_ru[:UNKNOWN].sum(axis=0), totals_en[:UNKNOWN].sum(axis=0)
        to.add("known share covered", pairs / ((known_ru + 1)[:, :, None] + known_en[:, None, :]))
        unknown = totals_ru[UNKNOWN][:, :, None] + totals_en[UNKNOWN][:, None, :]
        to.add("uncovered unknown words", np.minimum(unknown, 24.0 * times), 6.0)
        to.add("better outside", np.log1p(covered[OUTSIDE]))
        if min(a, b) > 1:
            to.add("moved", np.minimum(self._moved(a, b), MAX_GAIN), 2)
        if a + b > 2:
            to.add("weakest share", self._weakest_share(a, b))
            self._add_needed(to, a, b)
            self._add_small_part(to, a, b)
            gain = np.minimum(whole - self._parted(a, b), MAX_GAIN)
            to.add("crossed" if min(a, b) > 1 else "gain", gain, 2)

    def _spans(self, a: int, b: int) -> tuple[Array, Array]:
        """Return what all beads of a shape cover of their Russian and of their English sentences; see `Coverage`."""
        by_en, by_ru = self._by_en.spans[b - 1], self._by_ru.spans[a - 1]
        self._sums_by_en[b - 1] = by_en if a == 1 else self._sums_by_en[b - 1][:, :, :-1] + by_en[:, :, a - 1 :]
        self._sums_by_ru[a - 1] = by_ru if b == 1 else self._sums_by_ru[a - 1][..., :-1] + by_ru[..., b - 1 :]
        return self._sums_by_en[b - 1], self._sums_by_ru[a - 1]

    def _weakest_share(self, a: int, b: int) -> Array:
        """Return the least share covered among sentences that share their side with others."""
        n, m = self.grid((a, b))[1:]
        ru, en = self._share_ru[b - 1], self._share_en[a - 1]
        shares = [ru[:, at : at + n] for at in range(a) if a > 1] + [en[:, :, at : at + m] for at in range(b) if b > 1]
        return _most(shares, np.minimum)

    def _add_needed(self, to: FeatureReceiver, a: int, b: int) -> None:
        """Add features of what the first or last of several sentences adds to the coverage of the other side.

        "least needed" is the least share of the sentence's own words, 1 at most: nearly 1 for a merged sentence, 0 for
        one that repeats its neighbour. "idle words" is the largest weight of known words by which a first or last
        sentence adds nothing.
        """
        n, m = self.grid((a, b))[1:]
        by_en, by_ru = self._in_all
        least: list[Array] = []
        idle: list[Array] = []
        if a > 1:
            covered, without = by_ru[a, b], by_ru[a - 1, b]
            size, known = self._all_ru[:, :, None] + 0.5, self._known_ru[:, :, None]
            for added, here in (
                (covered - without[:, 1:], slice(0, n)), (covered - without[:, :-1], slice(a - 1, None)),
            ):  # fmt: skip
                least.append(added / size[:, here])
                idle.append(known[:, here] - added)
        if b > 1:
            covered, without = by_en[a, b], by_en[a, b - 1]
            size, known = self._all_en[:, None, :] + 0.5, self._known_en[:, None, :]
            for added, here in (
                (covered - without[:, :, 1:], slice(0, m)), (covered - without[:, :, :-1], slice(b - 1, None)),
            ):  # fmt: skip
                least.append(added / size[:, :, here])
                idle.append(known[:, :, here] - added)
        to.add("least needed", np.minimum(_most(least, np.minimum), 1))
        to.add("idle words", np.clip(_most(idle, np.maximum), 0, 12.0), 3)

    def _add_small_part(self, to: FeatureReceiver, a: int, b: int) -> None:
        """Add how short the shorter of the first and last of several sentences is: 1 for no length, 0 for half."""
        small: list[Array] = []
        for side, count in ((self._ru, a), (self._en, b)):
            if count > 1:
                of = side.counts[_LENGTH]
                whole = _span(self._running[id(side)][0][_LENGTH], count)
                share = np.minimum(_first(of, count), of[:, count - 1 :]) / (whole + 1)
                short = np.maximum(1 - 2 * share, 0)
                small.append(short[:, :, None] if side is self._ru else short[:, None, :])
        to.add("small part", np.maximum(*small) if len(small) > 1 else small[0])

    def _moved(self, a: int, b: int) -> Array:
        """Return the largest coverage moved over a border within the bead, on both sides."""
        n, m = self.grid((a, b))[1:]
        moved = self._moved_at
        if moved is None:
            moved = self._moved_at = self._en.moved(self._words_en).swapaxes(1, 2) + self._ru.moved(self._words_ru)
        return _most([moved[:, i : i + n, j : j + m] for i, j in product(range(a - 1), range(b - 1))], np.maximum)

    def _parted(self, a: int, b: int) -> Array:
        """Return the largest coverage if the bead is split in two, of which one may be one-sided.

        Coverage grows with the bead, so that of the one-sided parts only those of one sentence count.
        """
        n, m = self.grid((a, b))[1:]
        parts: list[Array] = []
        if a > 1:
            parts += [self._whole[a - 1, b][:, :n], self._whole[a - 1, b][:, 1:]]
        if b > 1:
            parts += [self._whole[a, b - 1][:, :, :m], self._whole[a, b - 1][:, :, 1:]]
        for c, d in product(range(1, a), range(1, b)):
            parts.append(self._whole[c, d][:, :n, :m] + self._whole[a - c, b - d][:, c : c + n, d : d + m])
        return _most(parts, np.maximum)


def length_ratio(length_ru: Array, length_en: Array) -> Array:
    """Return the number of English characters for each Russian one in texts of some lengths, smoothed."""
    return (length_en + PRIOR_LENGTH) / (length_ru + PRIOR_LENGTH)


def _most(arrays: Sequence[Array], most: np.ufunc) -> Array:
    """Return the largest or the smallest of the values at each place of at least one array."""
    found = arrays[0]
    if len(arrays) > 1:
        found = most(found, arrays[1])
        for each in arrays[2:]:
            most(found, each, out=found)
    return found


def _first(values: Array, length: int) -> Array:
    """Return the value of the first sentence of each span of some length."""
    return values[:, : values.shape[1] - length + 1]


def _small(values: Array) -> SmallNumbers:
    return np.minimum(values, MAX_SMALL).astype(np.uint8)


def _differ(ru: Array | NDArray[np.bool_], en: Array | NDArray[np.bool_]) -> SmallNumbers:
    """Return 1 where a property of the Russian side differs from that of the English side."""
    return ru.astype(np.uint8)[:, :, None] ^ en.astype(np.uint8)[:, None, :]


def _running(values: Array, axis: int = -1) -> Array:
    """Return running sums along an axis, from 0."""
    shape = list(values.shape)
    shape[axis] += 1
    sums = np.zeros(shape, SCORE)
    np.cumsum(values, axis=axis, out=sums[..., 1:] if axis == -1 else sums[..., 1:, :])
    return sums


def _span(sums: Array, length: int, axis: int = -1) -> Array:
    """Return the sums over spans of some length, given running sums along an axis, the last or the one before."""
    if axis == -1:
        return sums[..., length:] - sums[..., : sums.shape[-1] - length]
    return sums[..., length:, :] - sums[..., : sums.shape[-2] - length, :]
