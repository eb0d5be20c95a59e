"""Features of every possible bead of two texts, for the log-linear model.

The main features measure coverage: the share of each side's words, weighted by their rarity in the language and in the
text, that words on the other side of the bead translate. The best translation of a word counts, whichever sentence it
is in, so that merged sentences cover what neither covers alone. All beads of a shape are computed at once. Lengths are
compared as by Gale and Church (1993, "A Program for Aligning Sentences in Bilingual Corpora").
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from bisearch.alignment.numbered_text import COUNTS, FLAGS, NAME, NUMBER, WORD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bisearch.alignment.numbered_text import Array, NumberedText
    from bisearch.alignment.word_matches import Flags, Matches

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
    "least needed", "better outside", "omitted unknown words", "uncovered unknown words", "known share covered",
    "idle words", "small part", "room nearby", "added nearby", "unexplained nearby", "speech starts", "inner speech",
    "omitted ended", "omitted exclaimed", "omitted speech", "more sentences",
)  # fmt: skip
FEATURES = (*FAMILIES, *BEAD_FEATURES)

# Both texts are smoothed by this many characters, so that an omission in a short text does not distort their ratio.
PRIOR_LENGTH = 2000
# Variance of the length difference per character, as measured by Gale and Church (1993).
VARIANCE = 6.8
# Upper limit of a kind of words, for beads of up to two pairs, and the unit that it is measured in.
MAX_WEIGHTS = {WORD: (24.0, 6.0), NAME: (8.0, 2.0), NUMBER: (8.0, 2.0)}
KIND_NAMES = {WORD: "words", NAME: "names", NUMBER: "numbers"}
# A fourth kind: words that no table translates and that match no word of the other side; nothing can cover them.
UNKNOWN = 3
KINDS = 4
# Sentences with less weight of words than this do not show how much of a sentence is typically covered, and only
# counterparts within this many sentences of the same share of the text are considered.
MIN_WEIGHT, NEARBY = 2.0, 10
# Texts count as having this many more sentences of this coverage.
COVERAGE_COUNT, MEDIUM_COVERAGE = 8, 0.5
# Upper limit of the coverage gained by joining sentences, and of that moved over a sentence border.
MAX_GAIN = 6.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """The features of all beads of two texts, and what the texts as a whole show.

    Attributes:
        features: for each shape (a, b), an array of `FEATURES` by first Russian by first English sentence.
        coverage: how much of a sentence its best counterpart typically covers, in [0, 1].
    """

    features: dict[Shape, Array]
    coverage: float


def family(shape: Shape) -> str:
    """Return the family in `FAMILIES` that a shape belongs to."""
    n, m = shape
    if min(shape) < 2:
        return f"{'n' if n > 1 else n}:{'n' if m > 1 else m}"
    return "n:m"


def features(ru: NumberedText, en: NumberedText, matches: Matches, shapes: Sequence[Shape] = SHAPES) -> Evidence:
    """Return the features of every bead.

    Args:
        ru: the Russian sentences, n of them, at least one.
        en: the English sentences, m of them, at least one.
        matches: which words translate each other.
        shapes: shapes of the beads in the order of `SHAPES`, with all shapes that they may be split into.

    Returns:
        For each shape (a, b) that fits, an array of `FEATURES` by n-a+1 by m-b+1: the bead of a Russian sentences from
        the i-th on and b English ones from the j-th on is at [:, i, j].
    """
    beads = _Beads(ru, en, matches)
    of_shapes = {(a, b): beads.of(a, b) for a, b in shapes if a <= len(ru) and b <= len(en)}
    return Evidence(of_shapes, beads.typical_coverage())


class _Side:
    """The sentences of one side, and how well spans of the other side cover them."""

    def __init__(self, text: NumberedText, is_known: Flags) -> None:
        self.text = text
        self.kinds = np.where((text.kinds == WORD) & ~is_known[text.ids], UNKNOWN, text.kinds)
        self.forms, self.of = np.unique(text.ids, return_inverse=True)
        self.sentence = np.repeat(np.arange(len(text)), np.diff(text.starts))
        self._weights = (text.word_numbers.rarity[self.forms] * self._locally())[self.of]
        totals = np.zeros((KINDS, len(text)))
        np.add.at(totals, (self.kinds, self.sentence), self._weights)
        self.totals = totals
        self.counts = _running(text.counts.T)
        self.flags = _running(text.flags.T)
        self.sums = _running(totals)

    def _locally(self) -> Array:
        """Return how well each form distinguishes the sentences of this text, in (0, 1]; 1 if it is in one sentence.

        The inverse document frequency of Spärck Jones (1972, "A Statistical Interpretation of Term Specificity") with
        sentences as documents, as a share of its maximum.
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
        np.add.at(weights, (self.kinds, self.of, self.sentence), self._weights)
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
        self._ru, self._en = _Side(ru, matches.known_ru), _Side(en, matches.known_en)
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

    def typical_coverage(self) -> float:
        """Return the median over sentences of the share that their best counterpart nearby covers.

        Short texts count as if they had a few more sentences of a medium share.
        """
        shares = np.concatenate([_best_shares(self._ru, self._en), _best_shares(self._en, self._ru)])
        median = float(np.median(shares)) if len(shares) else 0.0
        return (len(shares) * median + COVERAGE_COUNT * MEDIUM_COVERAGE) / (len(shares) + COVERAGE_COUNT)

    def of(self, a: int, b: int) -> Array:
        found = np.zeros((len(FEATURES), len(self._ru.text) - a + 1, len(self._en.text) - b + 1))
        column = dict(zip(FEATURES, found, strict=True))
        column[family((a, b))] += 1.0
        column["pairs"] += min(a, b)
        column["more sentences"] += max(a + b - 3, 0) if min(a, b) == 1 else 0
        self._add_borders(column, a, b)
        if a and b:
            self._add_lengths(column, a, b)
            self._add_punctuation(column, a, b)
            self._add_coverage(column, a, b)
        else:
            self._add_omission(column, a, b)
        return found

    def _add_borders(self, column: dict[str, Array], a: int, b: int) -> None:
        """Add features of the start of the first sentences and the end of the last ones.

        If both sides start or end in the same way, as headings do, the sentences are not cut in the wrong place.
        """
        for name, is_end in (("lower-case start", False), ("unfinished", True)):
            at = FLAGS.index(name)
            ru, en = (
                side.text.flags[length - 1 if is_end else 0 :, at][: len(side.text) - length + 1]
                if length
                else np.zeros(len(side.text) + 1)
                for side, length in ((self._ru, a), (self._en, b))
            )
            column[name] += np.abs(ru[:, None] - en[None, :])

    def _add_omission(self, column: dict[str, Array], a: int, b: int) -> None:
        length = COUNTS.index("length")
        ru, en = _span(self._ru.counts[length], a), _span(self._en.counts[length], b)
        column["omitted length"] += np.log1p(ru[:, None] + en[None, :]) / 4
        totals = _span(self._ru.sums, a)[:, :, None] + _span(self._en.sums, b)[:, None, :]
        for kind, (most, unit) in MAX_WEIGHTS.items():
            column[f"omitted {KIND_NAMES[kind]}"] += np.minimum(totals[kind], most) / unit
        side, axis = (self._ru, (slice(None), None)) if a else (self._en, (None, slice(None)))
        counts, flags = side.text.counts, side.text.flags
        ended, speech = flags[:, FLAGS.index("ended")], flags[:, FLAGS.index("speech start")]
        exclaimed = np.maximum(counts[:, COUNTS.index("questions")], counts[:, COUNTS.index("exclamations")]) > 0
        column["omitted ended"] += ended[axis]
        column["omitted exclaimed"] += exclaimed[axis]
        column["omitted speech"] += speech[axis]
        column["omitted unknown words"] += np.minimum(totals[UNKNOWN], 24.0) / 6.0
        self._add_neighbours(column, a)
        # The neighbours of a position are the sentences before and after it.
        covered = np.pad((self._ru if a else self._en).shares(1), ((1, 1), (0, 0)))
        nearby = np.maximum(covered[:-1], covered[1:])
        column["omitted nearby"] += nearby.T if a else nearby

    def _add_neighbours(self, column: dict[str, Array], a: int) -> None:
        """Add features of the sentences between which a one-sided bead of one sentence is.

        If the sentence is not omitted but merged, one of its neighbours on the other side has words that the
        sentence's own neighbours leave uncovered, and is longer than they are.
        """
        mine, other, ratio = (self._ru, self._en, self._ratio) if a else (self._en, self._ru, 1 / self._ratio)
        length = COUNTS.index("length")
        n, m = len(mine.text), len(other.text)
        mine_lengths, other_lengths = mine.text.counts[:, length] * ratio, other.text.counts[:, length]
        known = other.totals[:UNKNOWN].sum(axis=0)
        # covered[i, j]: how much of the other side's sentence j my sentence i covers; two[i, j]: my i and i + 1.
        covered = other.covered[0].sum(axis=0)
        two = other.covered[1].sum(axis=0) if n > 1 else covered[:0]
        room, added, left = np.zeros((3, n, m + 1))
        if n > 1:
            # The sentence before: other j - 1 belongs to my i - 1.
            room[1:, 1:] = other_lengths[None, :] - mine_lengths[:-1, None]
            room[:-1, :-1] = np.maximum(room[:-1, :-1], other_lengths[None, :] - mine_lengths[1:, None])
            added[1:, 1:] = two - covered[:-1]
            added[:-1, :-1] = np.maximum(added[:-1, :-1], two - covered[1:])
            left[1:, 1:] = known[None, :] - covered[:-1]
            left[:-1, :-1] = np.maximum(left[:-1, :-1], known[None, :] - covered[1:])
        own = mine.totals[:UNKNOWN].sum(axis=0)[:, None]
        room = np.clip(room / (mine_lengths[:, None] + 5), 0, 1)
        added = np.clip(added / (own + 0.5), 0, 1)
        left = np.minimum(left, 12.0) / 6.0
        for name, value in (("room nearby", room), ("added nearby", added), ("unexplained nearby", left)):
            column[name] += value if a else value.T

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
        speech = FLAGS.index("speech start")
        starts_ru, starts_en = self._ru.text.flags[:, speech], self._en.text.flags[:, speech]
        n, m = len(starts_ru) - a + 1, len(starts_en) - b + 1
        column["speech starts"] += np.abs(starts_ru[:n, None] - starts_en[None, :m])
        inner_ru = _span(self._ru.flags[speech], a) - starts_ru[:n]
        inner_en = _span(self._en.flags[speech], b) - starts_en[:m]
        column["inner speech"] += np.minimum(inner_ru[:, None] + inner_en[None, :], 3)
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
        column["known share covered"] += min(a, b) * whole / (totals[:UNKNOWN].sum(axis=0) + 1)
        column["uncovered unknown words"] += np.minimum(totals[UNKNOWN], 24.0 * times) / 6.0
        outside = _span(self._ru.outside_sums[b - 1], a).T + _span(self._en.outside_sums[a - 1], b)
        column["better outside"] += np.log1p(outside)
        if min(a, b) > 1:
            column["moved"] += np.minimum(self._moved(a, b), MAX_GAIN) / 2
        if a + b > 2:
            column["weakest share"] += self._weakest_share(a, b)
            column["least needed"] += self._least_needed(a, b)
            column["idle words"] += np.minimum(self._idle(a, b), 12.0) / 3
            column["small part"] += self._small_part(a, b)
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

    def _idle(self, a: int, b: int) -> Array:
        """Return the largest weight of known words by which a first or last sentence adds nothing to the coverage."""
        n, m = len(self._ru.text) - a + 1, len(self._en.text) - b + 1
        idle = [np.zeros((n, m))]
        if a > 1:
            covered, without = (_span(self._en.covered_in_all[length - 1], b) for length in (a, a - 1))
            size = self._ru.totals[:UNKNOWN].sum(axis=0)[:, None]
            idle += [size[:n] - (covered - without[1:]), size[a - 1 :] - (covered - without[:-1])]
        if b > 1:
            covered, without = (_span(self._ru.covered_in_all[length - 1], a).T for length in (b, b - 1))
            size = self._en.totals[:UNKNOWN].sum(axis=0)[None, :]
            idle += [size[:, :m] - (covered - without[:, 1:]), size[:, b - 1 :] - (covered - without[:, :-1])]
        most: Array = np.maximum.reduce(idle)
        return most

    def _small_part(self, a: int, b: int) -> Array:
        """Return how short the shorter of the first and last of several sentences is: 1 for no length, 0 for half."""
        length = COUNTS.index("length")
        n, m = len(self._ru.text) - a + 1, len(self._en.text) - b + 1
        small = np.zeros((n, m))
        for side, count, axis in ((self._ru, a, (slice(None), None)), (self._en, b, (None, slice(None)))):
            if count > 1:
                of = side.text.counts[:, length]
                whole = _span(side.counts[length], count)
                share = np.minimum(of[: len(whole)], of[count - 1 :]) / (whole + 1)
                small = np.maximum(small, (1 - 2 * share)[axis])
        return small

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


def _best_shares(side: _Side, other: _Side) -> Array:
    """Return how much of each sentence with words the best one or two sentences of the other side nearby cover."""
    count, count_other = len(side.text), len(other.text)
    at = (np.arange(count) + 0.5) / count
    best = np.zeros(count)
    for length in range(1, 1 + min(2, count_other)):
        at_other = (np.arange(count_other - length + 1) + length / 2) / count_other
        is_near = np.abs(at_other[:, None] - at) * max(count, count_other) <= NEARBY
        best = np.maximum(best, np.where(is_near, side.shares(length), 0).max(axis=0))
    shares: Array = best[side.totals.sum(axis=0) > MIN_WEIGHT]
    return shares


def _running(values: Array) -> Array:
    """Return running sums along the last axis, from 0."""
    return np.concatenate([np.zeros((*values.shape[:-1], 1)), values.cumsum(axis=-1)], axis=-1)


def _span(sums: Array, length: int) -> Array:
    """Return the sums over spans of some length, given running sums along the last axis."""
    return sums[..., length:] - sums[..., : sums.shape[-1] - length]
