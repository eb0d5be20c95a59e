"""Columns of numbers as numpy arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from bisearch.errors import IndexDamagedError
from bisearch.storage.short_numbers import LONG

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from bisearch.storage.short_numbers import ShortNumbers

    Numbers: TypeAlias = NDArray[np.int64]
    Mask: TypeAlias = NDArray[np.bool_]


def joined_numbers(columns: Iterable[ShortNumbers]) -> Numbers:
    """Return the numbers of some columns, one column after the other.

    Raises:
        IndexDamagedError: a column does not fit its greater numbers.
    """
    given = list(columns)
    numbers = np.frombuffer(b"".join(column.shorts for column in given), np.uint16).astype(np.int64)
    longs = np.frombuffer(b"".join(column.longs for column in given), np.uint32)
    are_long = np.flatnonzero(numbers == LONG)
    if len(are_long) != len(longs):
        raise IndexDamagedError("a column of numbers does not fit its greater ones")
    numbers[are_long] = longs
    return numbers


def starts_of(lengths: Sequence[int] | Numbers) -> Numbers:
    """Return where each of some stretches starts that follow each other, and where the last one ends."""
    return np.concatenate(([0], np.cumsum(np.asarray(lengths, np.int64)))).astype(np.int64)
