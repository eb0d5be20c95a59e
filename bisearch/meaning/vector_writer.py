"""Brings the vectors of a new generation up to date with its documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bisearch.errors import EncoderError
from bisearch.meaning.encoder import DIMENSIONS
from bisearch.meaning.segment import MAX_ROWS, read_segment, write_segment
from bisearch.meaning.vector_files import SUFFIX
from bisearch.model import SIDES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from bisearch.meaning.encoder import Vectors
    from bisearch.meaning.segment import Segment
    from bisearch.model import Passage


class VectorTexts(NamedTuple):
    """Texts to encode, of consecutive passages of one document.

    Attributes:
        keys: the key of each text, increasing.
        texts: the texts.
    """

    keys: list[int]
    texts: list[str]


def vector_texts(first: int, passages: Sequence[Passage]) -> VectorTexts:
    """Return the texts of consecutive passages with their keys.

    Args:
        first: number of the first passage.
        passages: the passages.
    """
    found = [
        (2 * number + place, text.text)
        for number, passage in enumerate(passages, first)
        for place, side in enumerate(SIDES)
        if (text := passage.side(side)) is not None
    ]
    return VectorTexts([key for key, _ in found], [text for _, text in found])


class VectorWriter:
    """The vectors of a generation that is not yet committed.

    Args:
        folder: the folder of the vectors in the generation, with the committed segments; it may be missing.
        seed: the seed of the index's checksums.
    """

    def __init__(self, folder: Path, seed: int) -> None:
        self._folder = folder
        self._seed = seed
        # Segments of another version are as good as none.
        self._stale = [path for path in self._paths() if self._read(path) is None]

    def keep(self, documents: Sequence[range]) -> list[range]:
        """Remove the vectors of passages that the generation lacks.

        Args:
            documents: the passages of each document, in order.

        Returns:
            The passages of each document that has no vectors yet.
        """
        live = np.array([(each.start, each.stop) for each in documents], np.uint64).ravel()
        for path in self._stale:
            path.unlink()
        self._stale = []
        kept = [np.empty(0, np.uint64)]
        for path in self._paths():
            segment = self._require(path)
            passages = segment.keys >> np.uint64(1)
            is_live = np.searchsorted(live, passages, side="right") % 2 == 1
            if not is_live.any():
                path.unlink()
            elif not is_live.all():
                write_segment(path, segment.keys[is_live], segment.vectors[is_live], self._seed)
            kept.append(np.unique(passages[is_live]))
        known = np.concatenate(kept)
        is_known = np.isin(live[::2], known)
        return [each for each, has_vectors in zip(documents, is_known, strict=True) if len(each) and not has_vectors]

    def append(self, added: Iterable[tuple[list[int], Vectors]]) -> int:
        """Add vectors after all others.

        Args:
            added: keys, increasing and greater than those of the generation, with their vectors.

        Returns:
            The number of vectors added.
        """
        paths = self._paths()
        last = self._require(paths[-1]) if paths else None
        number = int(paths[-1].stem) if paths else 1
        keys, vectors = [], []
        waiting = count = 0
        if last is not None and len(last.keys) < MAX_ROWS - 1:
            keys, vectors, waiting = [last.keys], [last.vectors], len(last.keys)
        elif last is not None:
            number += 1
        for some, rows in added:
            keys.append(np.array(some, np.uint64))
            vectors.append(rows)
            waiting += len(some)
            count += len(some)
            while waiting >= MAX_ROWS:
                all_keys, all_vectors = np.concatenate(keys), np.concatenate(vectors)
                end = _end(all_keys)
                self._write(number, all_keys[:end], all_vectors[:end])
                keys, vectors = [all_keys[end:]], [all_vectors[end:]]
                number, waiting = number + 1, waiting - end
        if count and waiting:
            self._write(number, np.concatenate(keys), np.concatenate(vectors))
        if not self._paths():  # an index without passages still is one with vectors
            self._write(1, np.empty(0, np.uint64), np.empty((0, DIMENSIONS), np.int8))
        return count

    def _write(self, number: int, keys: NDArray[np.uint64], vectors: Vectors) -> None:
        self._folder.mkdir(exist_ok=True)
        write_segment(self._folder / f"{number:06}{SUFFIX}", keys, vectors, self._seed)

    def _paths(self) -> list[Path]:
        return sorted(self._folder.glob(f"*{SUFFIX}"))

    def _read(self, path: Path) -> Segment | None:
        """Return a segment; None if it is of another version."""
        try:
            return read_segment(path, path.read_bytes(), self._seed)
        except EncoderError:
            return None

    def _require(self, path: Path) -> Segment:
        return read_segment(path, path.read_bytes(), self._seed)


def _end(keys: NDArray[np.uint64]) -> int:
    """Return how many of more than enough rows go into a segment, so that it has both sides of its last passage."""
    passages = keys[MAX_ROWS - 1 : MAX_ROWS + 1] >> np.uint64(1)
    return MAX_ROWS - 1 if len(passages) > 1 and passages[0] == passages[1] else MAX_ROWS
