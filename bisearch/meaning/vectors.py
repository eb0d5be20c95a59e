"""The vectors of an open index, and the search for those nearest to another vector.

The search is exact: it compares all vectors, a block at a time, so that memory is bounded and nothing is missed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bisearch.deadline import NO_DEADLINE
from bisearch.meaning.encoder import inverse_norms
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

# Vectors that are compared at a time, as 16 MiB of numbers.
_BLOCK = 1 << 13
_ONE = np.uint64(1)


class Near(NamedTuple):
    """A passage near to a vector.

    Attributes:
        passage: its number.
        cosine: the cosine of the nearer of its sides, in [-1, 1].
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

    def of_passage(self, passage: int) -> dict[Side, Vectors]:
        """Return the vectors of a passage by side."""
        found: dict[Side, Vectors] = {}
        for segment in self._segments:
            start, stop = np.searchsorted(segment.keys, np.array([2 * passage, 2 * passage + 2], np.uint64))
            for row in range(start, stop):
                found[SIDES[int(segment.keys[row]) % 2]] = segment.vectors[row]
        return found

    def nearest(  # noqa: PLR0913 -- the parts of a question
        self,
        vectors: Vectors,
        count: int,
        ranks: Callable[[Sequence[int]], Sequence[int]],
        *,
        among: Sequence[Sequence[range]] = (),
        side: Side | None = None,
        deadline: Deadline = NO_DEADLINE,
    ) -> list[Near]:
        """Return the passages nearest to the nearest of some vectors, the nearest first.

        Args:
            vectors: the vectors; shape (vectors, DIMENSIONS).
            count: the greatest number of passages.
            ranks: tie-break keys of passages; lower ranks first.
            among: the passages must be in a range of each of these sequences.
            side: the only side to compare; None compares both.
            deadline: when the search must end.
        """
        keys, cosines = self._greatest(vectors, 2 * count, among, side, deadline)
        best: dict[int, float] = {}
        for key, cosine in zip(keys.tolist(), cosines.tolist(), strict=True):
            best[key >> 1] = max(best.get(key >> 1, -1.0), cosine)
        passages = list(best)
        ranked = sorted(zip((-best[each] for each in passages), ranks(passages), passages, strict=True))
        return [Near(passage, -negated) for negated, _, passage in ranked[:count]]

    def cosines(self, vectors: Vectors, passages: Collection[int], side: Side | None = None) -> dict[int, float]:
        """Return the cosine of each passage to the nearest of some vectors; arguments as in `nearest`."""
        found: dict[int, float] = {}
        wanted = np.unique(np.array([2 * each + place for each in passages for place in (0, 1)], np.uint64))
        for segment in self._segments:
            rows = np.searchsorted(segment.keys, wanted)
            rows = rows[rows < len(segment.keys)]
            rows = np.unique(rows[np.isin(segment.keys[rows], wanted)])
            if side is not None:
                rows = rows[segment.keys[rows] & _ONE == SIDES.index(side)]
            cosines = _cosines(segment.vectors[rows], segment.norms[rows], vectors)
            for key, cosine in zip(segment.keys[rows].tolist(), cosines.tolist(), strict=True):
                found[key >> 1] = max(found.get(key >> 1, -1.0), cosine)
        return found

    def _greatest(
        self,
        vectors: Vectors,
        count: int,
        among: Sequence[Sequence[range]],
        side: Side | None,
        deadline: Deadline,
    ) -> tuple[NDArray[np.uint64], NDArray[np.float64]]:
        """Return the keys and the cosines of the `count` nearest rows, and of all that are as near as the last."""
        keys, cosines = np.empty(0, np.uint64), np.empty(0)
        for segment in self._segments:
            is_allowed = _allowed(segment.keys, among, side)
            for start in range(0, len(segment.keys), _BLOCK):
                deadline.check()
                rows = slice(start, start + _BLOCK)
                chosen = is_allowed[rows]
                if not chosen.any():
                    continue
                block, norms, new = segment.vectors[rows], segment.norms[rows], segment.keys[rows]
                if not chosen.all():
                    block, norms, new = block[chosen], norms[chosen], new[chosen]
                found = _cosines(block, norms, vectors)
                if len(cosines) >= count:
                    near = found >= cosines.min()
                    new, found = new[near], found[near]
                keys, cosines = np.concatenate([keys, new]), np.concatenate([cosines, found])
                if len(cosines) > count:
                    near = cosines >= np.partition(cosines, -count)[-count]
                    keys, cosines = keys[near], cosines[near]
        return keys, cosines


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


def _cosines(block: Vectors, norms: NDArray[np.float32], vectors: Vectors) -> NDArray[np.float64]:
    """Return the cosine of each row to the nearest of some vectors; exact but for the last division."""
    products = block.astype(np.float32) @ vectors.astype(np.float32).T
    scaled = products.astype(np.float64) * inverse_norms(vectors).astype(np.float64)
    nearest: NDArray[np.float64] = scaled.max(axis=1, initial=-np.inf) * norms
    return nearest
