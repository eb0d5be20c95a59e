from __future__ import annotations

import numpy as np
import pytest

from bisearch.alignment.window_sides import Layers


@pytest.mark.parametrize("lengths", [[], [1], [3, 1, 2], [1, 5, 5, 2, 1]])
def test_layers_sum_the_elements_of_each_segment(lengths: list[int]) -> None:
    ends = np.cumsum(lengths, dtype=np.int64)
    values = np.arange(10, 10 + sum(lengths))
    layers = Layers(ends - np.array(lengths, np.int64), len(values))
    sums = np.zeros(len(lengths), np.int64)
    for here, count in layers.slices():
        sums[:count] += values[layers.order][here]
    expected = [sum(part) for part in np.split(values, ends[:-1])] if lengths else []
    assert sums.tolist() == [expected[segment] for segment in layers.segments.tolist()]
