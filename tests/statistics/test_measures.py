"""Every measure agrees with SciPy or with a published example."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from bisearch.statistics import measures

TEN_DIGITS = 1e-10
SAMPLES = st.integers(1, 10**7).flatmap(lambda words: st.tuples(st.integers(0, words), st.just(words)))


@given(SAMPLES)
def test_the_wilson_interval_is_that_of_scipy(sample: tuple[int, int]) -> None:
    count, words = sample
    expected = stats.binomtest(count, words).proportion_ci(0.95, method="wilson")
    found = measures.wilson_interval(count, words)
    assert found.low == pytest.approx(1e6 * expected.low, rel=TEN_DIGITS, abs=1e-9)
    assert found.high == pytest.approx(1e6 * expected.high, rel=TEN_DIGITS)
    assert 0 <= found.low <= measures.per_million(count, words) <= found.high <= 1e6


def test_nothing_is_known_of_a_frequency_without_words() -> None:
    assert measures.wilson_interval(0, 0) == (0, 1e6)
    assert measures.per_million(0, 0) == 0


@given(SAMPLES, SAMPLES)
def test_g2_and_p_are_those_of_scipy(first: tuple[int, int], second: tuple[int, int]) -> None:
    (a, c), (b, d) = first, second
    g2 = float(measures.log_likelihood(a, c, b, d))
    if not 0 < a + b < c + d:
        assert g2 == 0
        return
    result = stats.chi2_contingency([[a, b], [c - a, d - b]], correction=False, lambda_="log-likelihood")
    # Both sums lose digits where large terms cancel, so small values agree to as many decimals.
    assert g2 == pytest.approx(result.statistic, rel=TEN_DIGITS, abs=1e-7)
    assert measures.p_value(g2) == pytest.approx(stats.chi2.sf(g2, 1), rel=TEN_DIGITS, abs=1e-300)


@pytest.mark.parametrize(
    ("table", "g2"),
    # The table of T. Dunning (1993), section 6: bigrams of 31,777 words with k(AB), k(A ~B), k(~A B), k(~A ~B).
    [((110, 2442, 111, 29114), 270.72), ((29, 13, 123, 31612), 263.90), ((31, 23, 139, 31584), 256.84)],
)
def test_g2_is_that_of_dunnings_table_of_bigrams(table: tuple[int, int, int, int], g2: float) -> None:
    both, only_first, only_second, neither = table
    found = measures.log_likelihood(both, both + only_first, only_second, only_second + neither)
    assert found == pytest.approx(g2, abs=0.005)


@pytest.mark.parametrize(
    ("together", "first", "second", "expected"),
    # Published by K. Sugiura (Nagoya University) for R; 14 is the theoretical maximum of Rychlý (2008).
    [(8, 389, 230, 8.726204), (300, 300, 300, 14), (3, 3000, 3000, 4.034216), (300, 3000, 3000, 10.67807)],
)
def test_log_dice_is_that_of_published_examples(together: int, first: int, second: int, expected: float) -> None:
    assert measures.log_dice(together, first, second) == pytest.approx(expected, rel=1e-6)


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(0, 10**6))
def test_twice_as_many_occurrences_together_are_one_point_of_log_dice(together: int, first: int, second: int) -> None:
    dice = 2 * together / (first + second)
    assert measures.log_dice(together, first, second) == pytest.approx(14 + math.log(dice) / math.log(2), abs=1e-10)
    gain = measures.log_dice(2 * together, first, second) - measures.log_dice(together, first, second)
    assert gain == pytest.approx(1, abs=1e-10)


def test_the_log_ratio_is_that_of_hardies_example() -> None:
    # Hardie (2014): .0006 in one corpus and .0002 in the other is three times as much.
    assert measures.log_ratio(600, 1_000_000, 200, 1_000_000) == pytest.approx(math.log2(3), rel=TEN_DIGITS)


@given(SAMPLES, SAMPLES)
def test_the_log_ratio_changes_its_sign_with_the_order_and_takes_one_half_for_zero(
    first: tuple[int, int], second: tuple[int, int]
) -> None:
    forwards, backwards = measures.log_ratio(*first, *second), measures.log_ratio(*second, *first)
    assert forwards == pytest.approx(-backwards, abs=1e-9)
    relative = [(count if count else 0.5) / words for count, words in (first, second)]
    assert 2**forwards == pytest.approx(relative[0] / relative[1], rel=1e-9)
