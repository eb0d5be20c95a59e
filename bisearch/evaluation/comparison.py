"""Tests whether runs differ: the paired randomization test, with Holm's correction for several comparisons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy.stats import permutation_test

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bisearch.evaluation.measures import Values

RESAMPLES = 10_000
# Topics whose values differ by less are ties.
_TIE = 1e-9


class Comparison(NamedTuple):
    """The difference between a run and the first run over the same topics.

    Attributes:
        difference: the mean of its values minus the mean of the first run's.
        wins: topics for which it has the higher value.
        losses: topics for which the first run has the higher value.
        ties: topics for which both have the same value.
        p: two-sided p-value of the difference.
        corrected_p: the p-value with Holm's correction for the number of comparisons.
    """

    difference: float
    wins: list[str]
    losses: list[str]
    ties: list[str]
    p: float
    corrected_p: float


def compare(values: Sequence[Values], seed: int = 0, resamples: int = RESAMPLES) -> list[Comparison]:
    """Compare runs with the first of them.

    Args:
        values: for each run, the value of the measure for each topic; all have the same topics.
        seed: seed of the test's random draws.
        resamples: number of random draws. If the topics are so few that no more ways to swap them exist, all are tried.

    Returns:
        A comparison for each run but the first.
    """
    first, *others = values
    p_values = [p_value(other, first, seed, resamples) for other in others]
    return [
        _comparison(first, other, p, corrected)
        for other, p, corrected in zip(others, p_values, holm(p_values), strict=True)
    ]


def p_value(first: Values, second: Values, seed: int = 0, resamples: int = RESAMPLES) -> float:
    """Return the two-sided p-value of the difference between two systems over the same topics.

    This is the paired randomization test (Smucker, Allan & Carterette, 2007, "A Comparison of Statistical Significance
    Tests for Information Retrieval Evaluation"): under the null hypothesis a topic's two values may be swapped.
    """
    topics = sorted(first)
    pairs = [[values[topic] for topic in topics] for values in (first, second)]
    test = permutation_test(
        pairs, _mean_difference, permutation_type="samples", n_resamples=resamples, batch=RESAMPLES // 10, rng=seed
    )
    return float(test.pvalue)


def holm(p_values: Sequence[float]) -> list[float]:
    """Return p-values corrected for the number of tests.

    The correction is Holm's (1979, "A Simple Sequentially Rejective Multiple Test Procedure"): the smallest of m values
    is multiplied by m, the next by m - 1, and so on; none becomes smaller than one before it, nor larger than 1.
    """
    corrected = [0.0] * len(p_values)
    largest = 0.0
    for rank, place in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        largest = max(largest, min(1.0, p_values[place] * (len(p_values) - rank)))
        corrected[place] = largest
    return corrected


def _comparison(first: Mapping[str, float], other: Mapping[str, float], p: float, corrected: float) -> Comparison:
    gains = {topic: other[topic] - value for topic, value in first.items()}
    return Comparison(
        difference=sum(gains.values()) / max(1, len(gains)),
        wins=[topic for topic, gain in gains.items() if gain > _TIE],
        losses=[topic for topic, gain in gains.items() if gain < -_TIE],
        ties=[topic for topic, gain in gains.items() if abs(gain) <= _TIE],
        p=p,
        corrected_p=corrected,
    )


def _mean_difference(first: Any, second: Any, axis: int) -> Any:
    return np.mean(first - second, axis=axis)
