"""Dynamic programs over all ways to split two texts into beads: the best one, and the probability of each bead.

The best way is found by the Viterbi algorithm, the probabilities by forward-backward, in a conditional random field
over the lattice of beads (Lafferty, McCallum and Pereira, 2001); the score of a way is the sum of its beads' scores.
Several lattices are computed at once, row by row; omitted English sentences, which stay in their row, are a running
sum.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from bisearch.alignment.feature_names import MAX_SENTENCES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bisearch.alignment.feature_names import Shape
    from bisearch.alignment.numbered_text import Array, Ids

    Scores: TypeAlias = Mapping[Shape, Array]
    # Each bead's first Russian sentence, first English sentence and shape, in order.
    Way: TypeAlias = list[tuple[int, int, Shape]]

# The score of what cannot be; finite, so that differences stay numbers.
_IMPOSSIBLE = -1e30
# Shapes in the order in which the best way prefers them if their scores are equal.
_SHAPES: tuple[Shape, ...] = (
    (1, 0), (0, 1), *((a, b) for a in range(1, MAX_SENTENCES + 1) for b in range(1, MAX_SENTENCES + 1)),
)  # fmt: skip
# The sentences of each shape; the last row is for ways that have reached their end.
_STEPS = np.array([*_SHAPES, (0, 0)])
_NO_STEP = len(_SHAPES)


def forward(scores: Scores) -> Array:
    """Return the combined score of all ways to align the first i Russian and j English sentences, for all i and j.

    Args:
        scores: for each shape (a, b), the scores of its beads by their first sentences: n-a+1 by m-b+1.
    """
    table: Array = _single(scores).ahead[:, 0]
    return table


def best(scores: Scores) -> Way:
    """Return the best way (Viterbi)."""
    return [(i, j, shape) for i, j, shape, _ in _single(scores).best()[0]]


def posteriors(scores: Scores) -> dict[Shape, Array]:
    """Return the probability of each bead (forward-backward), arranged as in `scores`."""
    return {shape: likely[0] for shape, likely in _single(scores).posteriors().items()}


def _single(scores: Scores) -> Lattices:
    n, m = scores[1, 0].shape[0], scores[0, 1].shape[1]
    return Lattices({shape: score[None] for shape, score in scores.items()}, (np.array([n]), np.array([m])))


class Lattices:
    """The lattices of some pairs of texts.

    Args:
        scores: for each shape (a, b), the scores of its beads by text pair and first sentences, padded to the size of
            the largest text on each side.
        sizes: number of Russian and of English sentences in each pair.
    """

    def __init__(self, scores: Scores, sizes: tuple[Ids, Ids]) -> None:
        self._scores = scores
        self._sizes = sizes
        self._count, self._n, self._m = len(sizes[0]), int(sizes[0].max()), int(sizes[1].max())
        # Scores by the sentences after the beads; then those of the turned lattices, whose beads end where these start.
        self._scored = np.full((self._n + 1, len(_SHAPES), 2 * self._count, self._m + 1), _IMPOSSIBLE)
        self._by_end = self._scored[:, :, : self._count]
        self._by_start = self._scored[::-1, :, self._count :, ::-1]
        for slot, (a, b) in enumerate(_SHAPES):
            if (a, b) not in scores:
                continue
            score = scores[a, b].swapaxes(0, 1)
            rows, columns = np.arange(a, self._n + 1)[:, None, None], np.arange(b, self._m + 1)
            is_outside = (rows > sizes[0][None, :, None]) | (columns > sizes[1][:, None])
            if is_outside.any():
                score = np.where(is_outside, _IMPOSSIBLE, score)
            self._by_start[: self._n - a + 1, slot, :, : self._m - b + 1] = score
            self._by_end[a:, slot, :, b:] = score
        self._summed: tuple[Array, Array] | None = None

    @property
    def ahead(self) -> Array:
        """The combined score of all ways to reach each place: by Russian sentences, text pair and English sentences."""
        return self._sums()[0]

    @property
    def back(self) -> Array:
        """The combined score of all ways from each place to the end, arranged in the same way."""
        return self._sums()[1]

    def _sums(self) -> tuple[Array, Array]:
        """Return the combined scores to and from each place, for which the rows of both are computed together."""
        if self._summed is None:
            sources = [np.concatenate([size * 0, size.max() - size]) for size in self._sizes]
            table = self._tables(self._scored, (sources[0], sources[1]), _log_sum)[MAX_SENTENCES:, :, MAX_SENTENCES:]
            self._summed = table[:, : self._count], table[::-1, self._count :, ::-1]
        return self._summed

    def posteriors(self) -> dict[Shape, Array]:
        """Return the probability of each bead (forward-backward), arranged as the scores."""
        ahead, back = self.ahead.swapaxes(0, 1), self.back.swapaxes(0, 1)
        total = self._totals()[:, None, None]
        found = {}
        for a, b in self._scores:
            score = self._by_start[: self._n - a + 1, _SHAPES.index((a, b)), :, : self._m - b + 1].swapaxes(0, 1)
            start = ahead[:, : self._n - a + 1, : self._m - b + 1]
            found[a, b] = np.exp(start + score + back[:, a:, b:] - total)
        return found

    def best(self) -> list[list[tuple[int, int, Shape, float]]]:
        """Return the best way through each lattice (Viterbi), and the probability of each of its beads."""
        back, total = self.back, self._totals()
        ways: list[list[tuple[int, int, Shape, float]]] = []
        for pair, slot in enumerate(self._best_slots()):
            after_i, after_j = _STEPS[slot].cumsum(axis=0).T
            i, j = after_i - _STEPS[slot, 0], after_j - _STEPS[slot, 1]
            start = self.ahead[i, pair, j] + self._by_start[i, slot, pair, j]
            likely = np.exp(start + back[after_i, pair, after_j] - total[pair])
            shapes = [_SHAPES[each] for each in slot.tolist()]
            ways.append(list(zip(i.tolist(), j.tolist(), shapes, likely.tolist(), strict=True)))
        return ways

    def _totals(self) -> Array:
        totals: Array = self.ahead[self._sizes[0], np.arange(self._count), self._sizes[1]]
        return totals

    def _tables(self, by_end: Array, sources: tuple[Ids, Ids], combine: _Combine) -> Array:
        """Return the combined score of all ways from a source to each place.

        Args:
            by_end: scores by the sentences after the beads.
            sources: the place where the ways of each pair begin.
            combine: sums over the ways or takes the best.

        Returns:
            An array by Russian sentences, pair and English sentences, with `MAX_SENTENCES` rows and columns before.
        """
        width = self._m + 1
        count = by_end.shape[2]
        table = np.full((self._n + 1 + MAX_SENTENCES, count, width + MAX_SENTENCES), _IMPOSSIBLE)
        before_row, before_pair, before_column = table.strides
        # before[i, a - 1, b - 1]: what the beads of shape (a, b) that end in row i come from.
        before = np.lib.stride_tricks.as_strided(
            table[MAX_SENTENCES - 1 :, :, MAX_SENTENCES - 1 :],
            (self._n + 1, MAX_SENTENCES, MAX_SENTENCES, count, width),
            (before_row, -before_row, -before_column, before_pair, before_column),
        )
        begin = {i: np.flatnonzero(sources[0] == i) for i in set(sources[0].tolist())}
        ways = np.empty((MAX_SENTENCES * MAX_SENTENCES + 1, count, width))
        longer, longer_ways = by_end[:, 2:].reshape(before.shape), ways[1:].reshape(before.shape[1:])
        # Omitted English sentences within a row; impossible ones are never reached.
        alone = np.where(by_end[:, 1] > _IMPOSSIBLE, by_end[:, 1], 0.0).cumsum(axis=-1)
        for i in range(self._n + 1):
            np.add(before[i], longer[i], out=longer_ways)
            np.add(table[i + MAX_SENTENCES - 1, :, MAX_SENTENCES:], by_end[i, 0], out=ways[0])
            row = combine.ways(ways)
            for pair in begin.get(i, ()):
                row[pair, sources[1][pair]] = 0.0
            row -= alone[i]
            combine.chain.accumulate(row, axis=-1, out=row)
            row += alone[i]
            table[i + MAX_SENTENCES, :, MAX_SENTENCES:] = row
        return table

    def _best_slots(self) -> list[Ids]:
        """Return for each pair the numbers of the shapes of the best beads, in order."""
        table = self._tables(self._by_end, (self._sizes[0] * 0, self._sizes[1] * 0), _best)
        # Places in the flat arrays: where each pair is, and how far each shape leads back.
        _, pairs, width = table.shape
        row = self._scored[0].size
        slots = np.arange(_NO_STEP) * self._scored[0, 0].size
        back, back_scored = _STEPS @ (pairs * width, 1), _STEPS @ (row, 1)
        begin = (MAX_SENTENCES * pairs + np.arange(pairs)) * width + MAX_SENTENCES
        at = begin + self._sizes[0] * pairs * width + self._sizes[1]
        at_scored = self._sizes[0] * row + np.arange(pairs) * (self._m + 1) + self._sizes[1]
        found: list[Ids] = []
        while (is_on := at != begin).any():
            reached = table.take(at[:, None] - back[:_NO_STEP]) + self._scored.take(at_scored[:, None] + slots)
            slot = np.where(is_on, reached.argmax(axis=1), _NO_STEP)
            at = at - back[slot]
            at_scored = at_scored - back_scored[slot]
            found.append(slot)
        return [of_pair[of_pair != _NO_STEP] for of_pair in np.array(found[::-1], np.int64).reshape(-1, pairs).T]


class _Combine:
    """How to combine the scores of several ways: by position of the ways, and in a running sequence."""

    def __init__(self, chain: np.ufunc) -> None:
        self.chain = chain

    def ways(self, scores: Array) -> Array:
        """Combine along the first axis; the scores may be overwritten."""
        most: Array = scores.max(axis=0)
        if self.chain is np.maximum:
            return most
        scores -= most
        np.exp(scores, out=scores)
        total: Array = np.log(scores.sum(axis=0))
        total += most
        return total


_log_sum, _best = _Combine(np.logaddexp), _Combine(np.maximum)
