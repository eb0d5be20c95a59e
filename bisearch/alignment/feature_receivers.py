"""Where the features of beads go: into columns, to learn their weights, or straight into a weighted sum."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeAlias

import numpy as np

from bisearch.alignment.feature_names import FEATURES
from bisearch.alignment.window_sides import SCORE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bisearch.alignment.numbered_text import Array

    SmallNumbers: TypeAlias = NDArray[np.uint8]

# Features with whole values up to this are weighted this many at a time.
MAX_SMALL, SMALL_AT_ONCE = 3, 4


class FeatureReceiver(Protocol):
    """Takes the features of all beads of a shape one by one.

    Values are arrays by window, first Russian and first English sentence; an axis of length 1 is the same for all.
    """

    def add_constant(self, name: str, value: float) -> None:
        """Add a value that is the same for all beads to a feature."""

    def add(self, name: str, values: Array, unit: float = 1.0) -> None:
        """Add values, which are in some unit, to a feature."""

    def add_small(self, named: dict[str, SmallNumbers]) -> None:
        """Add values from 0 to `MAX_SMALL` to some features."""


class FeatureColumns:
    """Keeps the features of one window."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        self.found: Array = np.zeros(shape)

    def add_constant(self, name: str, value: float) -> None:
        """Add a value that is the same for all beads to a feature."""
        self.found[FEATURES.index(name)] += value

    def add(self, name: str, values: Array, unit: float = 1.0) -> None:
        """Add values, which are in some unit, to a feature."""
        self.found[FEATURES.index(name)] += values[0] / unit

    def add_small(self, named: dict[str, SmallNumbers]) -> None:
        """Add values from 0 to `MAX_SMALL` to some features."""
        for name, values in named.items():
            self.found[FEATURES.index(name)] += values[0]


class WeightedSum:
    """Sums the features by their weights, without keeping them."""

    def __init__(self, weights: Array, shape: tuple[int, int, int]) -> None:
        windows, n, m = shape
        self._weights = dict(zip(FEATURES, weights.astype(SCORE).T[:, :, None, None], strict=True))
        self._sums = {
            size: np.zeros((windows, *size), SCORE) for size in dict.fromkeys(((n, m), (n, 1), (1, m), (1, 1)))
        }
        self._scaled = np.empty(shape, SCORE)
        self._all = n, m

    def add_constant(self, name: str, value: float) -> None:
        """Add a value that is the same for all beads to a feature."""
        self._sums[1, 1] += value * self._weights[name]

    def add(self, name: str, values: Array, unit: float = 1.0) -> None:
        """Add values, which are in some unit, to a feature."""
        size = values.shape[1], values.shape[2]
        if size == self._all:
            np.multiply(values, self._weights[name] / unit, out=self._scaled)
            self._sums[size] += self._scaled
        else:
            self._sums[size] += values * (self._weights[name] / unit)

    def add_small(self, named: dict[str, SmallNumbers]) -> None:
        """Add values from 0 to `MAX_SMALL` to some features."""
        names = list(named)
        for start in range(0, len(names), SMALL_AT_ONCE):
            some = names[start : start + SMALL_AT_ONCE]
            # Each combination of values has a number, and its weight is looked up in a table.
            values = np.arange(MAX_SMALL + 1, dtype=SCORE)
            code = named[some[-1]].astype(np.intp)
            table = values * self._weights[some[-1]][:, 0]
            for name in some[-2::-1]:
                code *= len(values)
                code += named[name]
                table = table[:, :, None] + (values * self._weights[name][:, 0])[:, None, :]
                table = table.reshape(len(table), -1)
            code += np.arange(len(table))[:, None, None] * table.shape[1]
            np.take(table.ravel(), code, out=self._scaled)
            self._sums[self._all] += self._scaled

    def total(self) -> Array:
        """Return the weighted sum for each bead."""
        whole = self._sums.pop(self._all)
        for part in self._sums.values():
            whole += part
        return whole
