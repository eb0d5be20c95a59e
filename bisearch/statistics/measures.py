"""Measures of corpus linguistics, each with its source.

They are closed formulae of a line or two. SciPy has most of them, but importing it takes longer than
a whole count; the tests compare every measure with SciPy or with a published example.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from typing import TypeAlias

    from numpy.typing import NDArray

    Scores: TypeAlias = NDArray[np.float64]
    Counts: TypeAlias = "int | NDArray[np.int64]"

# The standard normal deviate of a two-sided 95 % interval.
Z_95 = 1.959963984540054
# logDice of words that only occur together.
MAX_LOG_DICE = 14
# The frequency that the log ratio takes for a word that is missing from one part.
FREQUENCY_FOR_ZERO = 0.5
MILLION = 1_000_000


class Interval(NamedTuple):
    """An interval of relative frequencies, in occurrences per million words."""

    low: float
    high: float


def per_million(count: int, words: int) -> float:
    """Return a relative frequency in occurrences per million words; 0 if there are no words."""
    return MILLION * count / words if words else 0.0


def wilson_interval(count: int, words: int) -> Interval:
    """Return the 95 % score interval of a relative frequency (Wilson 1927), without continuity correction.

    E. B. Wilson (1927), "Probable inference, the law of succession, and statistical inference", JASA 22; recommended by
    Brown, Cai & DasGupta (2001), "Interval estimation for a binomial proportion", Statistical Science 16. It takes the
    occurrences to be independent, so it is too narrow for a word that a few documents repeat.

    Args:
        count: the number of occurrences.
        words: the number of words among which they were counted.

    Returns:
        The interval per million words; from 0 to a million if there are no words.
    """
    if not words:
        return Interval(0.0, float(MILLION))
    share, square = count / words, Z_95**2
    centre = share + square / (2 * words)
    margin = Z_95 * math.sqrt(share * (1 - share) / words + square / (4 * words**2))
    low, high = ((centre + sign * margin) / (1 + square / words) for sign in (-1, 1))
    # At the ends the formula gives 0 and 1 up to rounding.
    return Interval(
        MILLION * max(0.0, low) if count else 0.0, MILLION * min(1.0, high) if count < words else float(MILLION)
    )


def log_dice(together: Counts, first: Counts, second: Counts) -> Scores:
    """Return logDice, 14 + log2(2 f(x, y) / (f(x) + f(y))).

    P. Rychlý (2008), "A lexicographer-friendly association score", RASLAN 2008. It does not depend on the size of the
    archive; one point more is twice as much.

    Args:
        together: the number of occurrences together, at least 1; an array compares many words at once.
        first: the number of occurrences of one word.
        second: the number of occurrences of the other word.
    """
    return MAX_LOG_DICE + np.log2(2 * np.asarray(together, float) / (np.asarray(first) + second))


def log_likelihood(in_first: Counts, first: int, in_second: Counts, second: int) -> Scores:
    """Return the log-likelihood ratio G2 of the 2x2 table of a word and all others in two samples.

    T. Dunning (1993), "Accurate methods for the statistics of surprise and coincidence", Computational Linguistics 19.
    All four cells are summed, and a cell of 0 adds nothing.

    Args:
        in_first: the number of occurrences of the word in the first sample; an array compares many words at once.
        first: the number of words of the first sample.
        in_second: the number of occurrences of the word in the second sample.
        second: the number of words of the second sample.

    Returns:
        At least 0; 0 if a sample is empty or the relative frequencies are equal.
    """
    a, b = np.asarray(in_first, float), np.asarray(in_second, float)
    total, occurrences = float(first + second), a + b
    cells = (
        (a, first, occurrences),
        (first - a, first, total - occurrences),
        (b, second, occurrences),
        (second - b, second, total - occurrences),
    )
    return np.maximum(0.0, 2 * sum(_term(observed, total, row, column) for observed, row, column in cells))


def _term(observed: Scores, total: float, row: int, column: Scores) -> Scores:
    """Return the part of G2 of one cell: the count times the logarithm of its ratio to the expected count."""
    is_empty = observed == 0
    ratio = np.where(is_empty, 1.0, observed * total) / np.where(is_empty, 1.0, row * column)
    return observed * np.log(ratio)


def p_value(g2: float) -> float:
    """Return the probability of a G2 at least as great if the word were equally frequent in both samples.

    It is the upper tail of the chi-square distribution with one degree of freedom, which equals erfc(sqrt(g2 / 2)). It
    is 0 where floating-point numbers end, from about 1,480 on.
    """
    return math.erfc(math.sqrt(g2 / 2))


def log_ratio(in_first: int, first: int, in_second: int, second: int) -> float:
    """Return the binary logarithm of the ratio of two relative frequencies; one point more is twice as frequent.

    A. Hardie (2014), "Log Ratio: an informal introduction", CASS, Lancaster University. A frequency of 0 counts as 0.5,
    as there, so that the ratio is finite.

    Args:
        in_first: the number of occurrences in the first sample.
        first: the number of words of the first sample, at least 1.
        in_second: the number of occurrences in the second sample.
        second: the number of words of the second sample, at least 1.
    """
    return math.log2(
        ((in_first or FREQUENCY_FOR_ZERO) / first) / ((in_second or FREQUENCY_FOR_ZERO) / second)
    )  # fmt: skip
