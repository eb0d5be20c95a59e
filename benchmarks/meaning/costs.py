"""The cost of vectors: encoding, size, and the search for the nearest among many."""

from __future__ import annotations

import statistics
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np

from bisearch.meaning.encoder import DIMENSIONS, GREATEST, load_encoder
from bisearch.meaning.vector_files import VectorFiles
from bisearch.meaning.vector_writer import VectorWriter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bisearch.meaning.encoder import Vectors

T = TypeVar("T")

SIZES = (75_000, 750_000)
_SEARCHES = 7
_AT_A_TIME = 8_192
_NEAREST = 100


class EncodingCost(NamedTuple):
    """The cost of encoding, in processor time.

    Attributes:
        load: seconds to load the encoder, once in each process.
        texts: texts encoded in a second.
        characters: their mean length in code points.
        query: seconds to encode a query.
    """

    load: float
    texts: float
    characters: float
    query: float


class SearchCost(NamedTuple):
    """The cost of vectors in an index of some size.

    Attributes:
        passages: number of passages, each with two sides.
        size: bytes of the vectors on disk.
        verify: seconds of processor time to verify the vectors, at the first search of a process.
        search: seconds of processor time to compare a query with all of them, the median.
    """

    passages: int
    size: int
    verify: float
    search: float


def encoding_cost(texts: Sequence[str]) -> EncodingCost:
    """Return the cost of encoding some texts; nothing in this process has loaded the encoder before."""
    load, encode = _timed(load_encoder)
    query = statistics.median(_timed(lambda: encode(["Who described the engine?"]))[0] for _ in range(_SEARCHES))
    seconds, _ = _timed(lambda: encode(texts))
    return EncodingCost(load, len(texts) / seconds, statistics.mean(map(len, texts)), query)


def search_cost(passages: int) -> SearchCost:
    """Return the cost of the vectors of an index with so many passages; the vectors are drawn at random."""
    with TemporaryDirectory() as scratch:
        folder = Path(scratch) / "vectors"
        VectorWriter(folder, 0).append(_random_vectors(passages))
        names = [path.name for path in folder.iterdir()]
        size = sum(path.stat().st_size for path in folder.iterdir())
        files = VectorFiles(folder, names, 0)
        verify, stored = _timed(lambda: files.vectors)
        query = next(_random_vectors(1))[1][0]
        times = [_timed(lambda: stored.nearest(query, _NEAREST, lambda some: some))[0] for _ in range(_SEARCHES)]
        return SearchCost(passages, size, verify, statistics.median(times))


def _random_vectors(passages: int) -> Iterator[tuple[list[int], Vectors]]:
    random = np.random.default_rng(7)
    for first in range(0, 2 * passages, _AT_A_TIME):
        keys = list(range(first, min(first + _AT_A_TIME, 2 * passages)))
        yield keys, random.integers(-GREATEST, GREATEST, (len(keys), DIMENSIONS), np.int8, endpoint=True)


def _timed(call: Callable[[], T]) -> tuple[float, T]:
    """Return the seconds of processor time that a call takes, and its answer."""
    began = time.process_time()
    answer = call()
    return time.process_time() - began, answer
