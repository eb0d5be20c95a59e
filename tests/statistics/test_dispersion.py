"""The dispersion agrees with Gries's own example."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bisearch.statistics import dispersion

# The corpus of five parts of S. Th. Gries (2008; again 2020, "Analyzing dispersion"): for the word "a" DP is .18.
GRIES = ["bamnibeup", "basatbewqn", "bcagabesta", "baghabeaat", "bahaabeaxat"]


def deviation_of_proportions(counts: list[int], sizes: list[int]) -> float | None:
    return dispersion.deviation_of_proportions(np.array(counts, np.int64), np.array(sizes, np.int64))


def test_the_dispersion_of_griess_example_is_the_published_one() -> None:
    counts, sizes = [part.count("a") for part in GRIES], list(map(len, GRIES))
    assert (counts, sizes) == ([1, 2, 3, 4, 5], [9, 10, 10, 10, 11])
    # Published: DP = .18, DPnorm = .18 / (1 - .18) = .2195.
    assert deviation_of_proportions(counts, sizes) == pytest.approx(0.18 / 0.82, rel=1e-10)


def test_a_word_in_the_smallest_part_alone_has_dispersion_1() -> None:
    assert deviation_of_proportions([3, 0, 0], [10, 20, 70]) == pytest.approx(1, rel=1e-10)


@given(st.lists(st.integers(1, 1000), min_size=2, max_size=20), st.integers(1, 9))
def test_a_word_spread_as_the_words_are_has_dispersion_0(sizes: list[int], times: int) -> None:
    assert deviation_of_proportions([times * size for size in sizes], sizes) == pytest.approx(0, abs=1e-12)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 1000)), max_size=20))
def test_the_dispersion_is_between_0_and_1_and_unknown_without_occurrences(parts: list[tuple[int, int]]) -> None:
    counts = [min(count, size) for count, size in parts]
    sizes = [size for _, size in parts]
    found = deviation_of_proportions(counts, sizes)
    if not sum(counts) or sum(size > 0 for size in sizes) < 2:
        assert found is None
    else:
        assert found is not None
        assert -1e-12 <= found <= 1 + 1e-12


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 1000)), min_size=2, max_size=50))
def test_the_dispersion_is_that_of_the_published_sum_over_all_parts_to_the_last_bit(
    parts: list[tuple[int, int]],
) -> None:
    counts, sizes = [count for count, _ in parts], [size for _, size in parts]
    if occurrences := sum(counts):
        words = sum(sizes)
        differences = math.fsum(abs(count / occurrences - size / words) for count, size in parts)
        assert deviation_of_proportions(counts, sizes) == differences / 2 / (1 - min(sizes) / words)
