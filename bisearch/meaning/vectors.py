"""The vectors of an open index, and the search for those nearest to another vector.

The search is exact: it compares all vectors, a block at a time, so that memory is bounded and nothing is missed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bisearch.deadline import NO_DEADLINE
from bisearch.meaning.encoder import DIMENSIONS, inverse_norms
from bisearch.meaning.segment import read_segment
from bisearch.model import SIDES

if TYPE_CHECKING:
    import mmap
    from collections.abc import Callable, Collection, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from bisearch.deadline import Deadline
    from bisearch.meaning.encoder import Vectors
    from bisearch.meaning.segment import Segment
    from bisearch.model import Side

# Vectors that are compared at a time: as wide numbers they stay in the processor's cache, which is three times as fast
# as blocks that do not.
_BLOCK = 1 << 8
_ONE = np.uint64(1)


class Near(NamedTuple):
    """A passage near to a vector.

    Attributes:
        passage: its number.
        cosine: the mean cosine of its sides, in [-1, 1].
    """

    passage: int
    cosine: float


class StoredVectors:
    """The vectors of a committed generation, safe to share between threads.

    Args:
        files: the bytes of each file, in order.
        seed: the seed of the index's checksums.

    Raises:
        EncoderError: they are of another encoder, or of another version.
        IndexDamagedError: they are damaged.
    """

    def __init__(self, files: Mapping[Path, mmap.mmap], seed: int) -> None:
        self._segments: list[Segment] = [read_segment(path, data, seed) for path, data in files.items()]

    @property
    def count(self) -> int:
        """The number of vectors."""
        return sum(len(segment.keys) for segment in self._segments)

    def keys(self, passages: range) -> list[int]:
        """Return the keys of the vectors of consecutive passages, increasing; see `Segment.keys`."""
        bounds = np.array([2 * passages.start, 2 * passages.stop], np.uint64)
        found: list[int] = []
        for segment in self._segments:
            start, stop = np.searchsorted(segment.keys, bounds)
            found += segment.keys[start:stop].tolist()
        return found

    def of_passages(self, passages: Collection[int], side: Side | None = None) -> dict[int, dict[Side, Vectors]]:
        """Return the vectors of passages by side, without the passages that have none; their numbers increase.

        Args:
            passages: their numbers.
            side: the only side to return; None returns both.
        """
        found: dict[int, dict[Side, Vectors]] = {}
        wanted = _keys_of(passages)
        for segment in self._segments:
            for row in _rows(segment, wanted, side):
                passage, place = divmod(int(segment.keys[row]), 2)
                found.setdefault(passage, {})[SIDES[place]] = segment.vectors[row]
        return found

    def nearest(  # noqa: PLR0913 -- the parts of a question
        self,
        vector: Vectors,
        count: int,
        ranks: Callable[[Sequence[int]], Sequence[int]],
        *,
        among: Sequence[Sequence[range]] = (),
        side: Side | None = None,
        deadline: Deadline = NO_DEADLINE,
    ) -> list[Near]:
        """Return the passages nearest to a vector, the nearest first.

        Args:
            vector: the vector; shape (DIMENSIONS,).
            count: the greatest number of passages.
            ranks: tie-break keys of passages; lower ranks first.
            among: the passages must be in a range of each of these sequences.
            side: the only side to compare; None compares both.
            deadline: when the search must end.
        """
        numbers, cosines = np.empty(0, np.uint64), np.empty(0)
        for segment in self._segments if count else ():
            is_allowed = _allowed(segment.keys, among, side)
            if not is_allowed.any():
                continue
            found = _means(segment.keys[is_allowed], _compared(segment, is_allowed, vector, deadline))
            numbers, cosines = np.concatenate([numbers, found[0]]), np.concatenate([cosines, found[1]])
            if len(cosines) > count:  # those that are as near as the last stay too, to be ranked
                is_near = cosines >= np.partition(cosines, -count)[-count]
                numbers, cosines = numbers[is_near], cosines[is_near]
        passages: list[int] = numbers.tolist()
        ranked = sorted(zip((-cosines).tolist(), ranks(passages), passages, strict=True))
        return [Near(passage, -negated) for negated, _, passage in ranked[:count]]

    def cosines(self, vector: Vectors, passages: Collection[int], side: Side | None = None) -> dict[int, float]:
        """Return the mean cosine of the sides of each passage that has any; arguments as in `nearest`."""
        found: dict[int, float] = {}
        wanted = _keys_of(passages)
        for segment in self._segments:
            rows = _rows(segment, wanted, side)
            if len(rows):
                products = segment.vectors[rows].astype(np.float32) @ vector.astype(np.float32)
                means = _means(segment.keys[rows], _cosines(products, segment.norms[rows], vector))
                found |= zip(*(each.tolist() for each in means), strict=True)
        return found


def _keys_of(passages: Collection[int]) -> NDArray[np.uint64]:
    """Return the keys that the sides of passages have, increasing."""
    return np.unique(np.array([2 * each + place for each in passages for place in (0, 1)], np.uint64))


def _rows(segment: Segment, wanted: NDArray[np.uint64], side: Side | None) -> NDArray[np.intp]:
    """Return the rows of a segment that have the wanted keys, increasing; of one side if it is not None."""
    rows = np.searchsorted(segment.keys, wanted)
    rows = rows[rows < len(segment.keys)]
    rows = np.unique(rows[np.isin(segment.keys[rows], wanted)])
    return rows if side is None else rows[segment.keys[rows] & _ONE == SIDES.index(side)]


def _allowed(keys: NDArray[np.uint64], among: Sequence[Sequence[range]], side: Side | None) -> NDArray[np.bool_]:
    """Return which rows may be found."""
    allowed = np.ones(len(keys), bool) if side is None else keys & _ONE == SIDES.index(side)
    for ranges in among:
        bounds = np.array([(2 * each.start, 2 * each.stop) for each in ranges], np.uint64).reshape(-1, 2)
        within = np.zeros(len(keys) + 1, np.int64)
        np.add.at(within, np.searchsorted(keys, bounds[:, 0]), 1)
        np.subtract.at(within, np.searchsorted(keys, bounds[:, 1]), 1)
        allowed &= np.cumsum(within[:-1]) > 0
    return allowed


def _compared(
    segment: Segment, is_allowed: NDArray[np.bool_], vector: Vectors, deadline: Deadline
) -> NDArray[np.float64]:
    """Return the cosine of each allowed row, a block at a time."""
    rows = None if is_allowed.all() else np.flatnonzero(is_allowed)
    count = len(segment.keys) if rows is None else len(rows)
    products, wide = np.empty(count, np.float32), np.empty((_BLOCK, DIMENSIONS), np.float32)
    query = vector.astype(np.float32)
    for start in range(0, count, _BLOCK):
        deadline.check()
        stop = min(start + _BLOCK, count)
        block = wide[: stop - start]
        block[:] = segment.vectors[start:stop] if rows is None else segment.vectors[rows[start:stop]]
        np.dot(block, query, out=products[start:stop])
    norms = segment.norms if rows is None else segment.norms[rows]
    return _cosines(products, norms, vector)


def _cosines(products: NDArray[np.float32], norms: NDArray[np.float32], vector: Vectors) -> NDArray[np.float64]:
    """Return the cosines of rows by their dot products, which are exact, as `bisearch.meaning.encoder` explains."""
    scaled: NDArray[np.float64] = products.astype(np.float64) * norms
    return scaled * float(inverse_norms(vector[np.newaxis])[0])


def _means(keys: NDArray[np.uint64], cosines: NDArray[np.float64]) -> tuple[NDArray[np.uint64], NDArray[np.float64]]:
    """Return the passages of some rows, and the mean of the cosines of each."""
    passages = keys >> _ONE
    starts = np.flatnonzero(np.concatenate([[True], passages[1:] != passages[:-1]]))
    sizes = np.diff(np.append(starts, len(passages)))
    return passages[starts], np.add.reduceat(cosines, starts) / sizes
