"""Dynamic programs over all ways to split two texts into beads: the best one, and the probability of each bead.

The best way is found by the Viterbi algorithm, the probabilities by forward-backward, in a conditional random field
over
the lattice of beads (Lafferty, McCallum and Pereira, 2001); the score of a way is the sum of its beads' scores. Rows of
the lattice are computed as arrays; omitted English sentences, which stay in their row, are a running sum.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bisearch.alignment.features import Shape
    from bisearch.alignment.numbered_text import Array

    Scores: TypeAlias = Mapping[Shape, Array]


def forward(scores: Scores, combine: np.ufunc = np.logaddexp) -> Array:
    """Return the combined score of all ways to align the first i Russian and j English sentences, for all i and j.

    Args:
        scores: for each shape (a, b), the scores of its beads by their first sentences: n-a+1 by m-b+1.
        combine: ``np.logaddexp`` sums over all ways, ``np.maximum`` takes the best.
    """
    n, m = scores[1, 0].shape[0], scores[0, 1].shape[1]
    table = np.full((n + 1, m + 1), -np.inf)
    for i in range(n + 1):
        row = np.full(m + 1, -np.inf)
        row[0] = 0.0 if i == 0 else -np.inf
        for (a, b), score in scores.items():
            if 0 < a <= i:
                row[b:] = combine(row[b:], table[i - a, : m + 1 - b] + score[i - a])
        alone = np.concatenate([[0.0], scores[0, 1][i].cumsum()])
        table[i] = combine.accumulate(row - alone) + alone
    return table


def best(scores: Scores) -> list[tuple[int, int, Shape]]:
    """Return the best way (Viterbi): each bead's first Russian sentence, first English sentence and shape, in order."""
    table = forward(scores, np.maximum)
    i, j = table.shape[0] - 1, table.shape[1] - 1
    way = []
    while i or j:
        reached = {
            (a, b): table[i - a, j - b] + score[i - a, j - b] for (a, b), score in scores.items() if a <= i and b <= j
        }
        a, b = max(reached, key=reached.__getitem__)
        i, j = i - a, j - b
        way.append((i, j, (a, b)))
    return way[::-1]


def posteriors(scores: Scores) -> dict[Shape, Array]:
    """Return the probability of each bead (forward-backward), arranged as in `scores`."""
    ahead = forward(scores)
    turned = {shape: score[::-1, ::-1] for shape, score in scores.items()}
    back = forward(turned)[::-1, ::-1]
    n, m = ahead.shape
    return {
        (a, b): np.exp(ahead[: n - a, : m - b] + score + back[a:, b:] - ahead[-1, -1])
        for (a, b), score in scores.items()
    }
