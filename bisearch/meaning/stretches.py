"""Compare consecutive passages taken together: what one text says in a sentence, its translation may say in three.

The vector of several passages together is the sum of theirs. All products are exact whole numbers, as
`bisearch.meaning.encoder` explains, so that the cosines are the same on every machine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bisearch.meaning.encoder import DIMENSIONS, inverse_norms
from bisearch.model import SIDES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from bisearch.meaning.encoder import Vectors
    from bisearch.model import Side

# Passages that are compared together, at most.
MOST_TOGETHER = 4
# The least square of a length: vectors may cancel each other out.
_TINY = 1e-6


def cosines_together(
    vector: Vectors, passages: Mapping[int, Mapping[Side, Vectors]], firsts: Sequence[int]
) -> dict[int, float]:
    """Return the cosine of each passage, or of the nearest stretch in which it is the nearest passage.

    A stretch is up to `MOST_TOGETHER` consecutive passages of a document. Its cosine is the mean of its sides.

    Args:
        vector: the vector to compare with.
        passages: the vectors of each passage to compare, by side; their numbers increase.
        firsts: the first passage of the document of each of them.
    """
    if not passages:
        return {}
    numbers = np.array(list(passages), np.int64)
    documents = np.array(firsts, np.int64)
    sides = [_Side(vector, [each.get(side) for each in passages.values()]) for side in SIDES]
    alone = _mean([side.cosines(1) for side in sides])
    best = alone.copy()
    for length in range(2, min(MOST_TOGETHER, len(numbers)) + 1):
        count, last = len(numbers) - length + 1, length - 1
        is_stretch = (numbers[last:] - numbers[:count] == last) & (documents[last:] == documents[:count])
        nearest = np.argmax([alone[place : place + count] for place in range(length)], axis=0) + np.arange(count)
        together = _mean([side.cosines(length) for side in sides])
        np.maximum.at(best, nearest[is_stretch], together[is_stretch])
    return dict(zip(passages, best.tolist(), strict=True))


class _Side:
    """One side of passages.

    Args:
        vector: the vector to compare with.
        vectors: the vector of each passage; None if it lacks the side.
    """

    def __init__(self, vector: Vectors, vectors: Sequence[Vectors | None]) -> None:
        missing = np.zeros(DIMENSIONS, np.int8)
        rows = np.array([missing if each is None else each for each in vectors], np.int8).reshape(-1, DIMENSIONS)
        wide, query = rows.astype(np.float32), vector.astype(np.float32)
        self._has = np.array([each is not None for each in vectors], bool)
        norms = inverse_norms(rows).astype(np.float64)
        self._products = (wide @ query).astype(np.float64) * norms * float(inverse_norms(vector[np.newaxis])[0])
        # The cosines between each passage and the one so many places after it.
        self._between = [
            np.einsum("ij,ij->i", wide[: len(wide) - step], wide[step:]).astype(np.float64)
            * norms[: len(norms) - step]
            * norms[step:]
            for step in range(min(MOST_TOGETHER, len(wide)))
        ]

    def cosines(self, length: int) -> NDArray[np.float64]:
        """Return the cosine of each stretch of so many passages; not a number if none of them has the side."""
        count = len(self._products) - length + 1
        products, squares = np.zeros(count), np.zeros(count)
        has = np.zeros(count, bool)
        for place in range(length):
            products += self._products[place : place + count]
            has |= self._has[place : place + count]
            for step in range(length - place):
                squares += (2 if step else 1) * self._between[step][place : place + count]
        return np.where(has, products / np.sqrt(np.maximum(squares, _TINY)), np.nan)


def _mean(cosines: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Return the mean of the sides that are there; every stretch has one."""
    all_sides = np.array(cosines)
    count: NDArray[np.int64] = np.count_nonzero(~np.isnan(all_sides), axis=0)
    total: NDArray[np.float64] = np.nansum(all_sides, axis=0)
    return total / np.maximum(count, 1)
