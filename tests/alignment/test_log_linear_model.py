from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from bisearch.alignment.feature_names import FAMILIES, FEATURES
from bisearch.alignment.log_linear_model import Model

if TYPE_CHECKING:
    from collections.abc import Sequence

SHARES = np.full(len(FAMILIES), 1 / len(FAMILIES))


class Beads:
    """Texts of some sentences each, in which beads differ by their family only."""

    def __init__(self, coverage: float = 0.45, sentences: int = 1) -> None:
        self.coverage = np.array([coverage])
        self.sizes = np.array([sentences]), np.array([sentences])

    def weighted(self, weights: np.ndarray, shapes: Sequence[tuple[int, int]]) -> dict[tuple[int, int], np.ndarray]:
        count = int(self.sizes[0][0]) + 1
        return {
            (a, b): np.full((1, count - a, count - b), weights[0, FAMILIES.index(f"{a}:{b}")])
            for a, b in shapes
            if a < 2 > b
        }


def model(omitted: float, paired: float, slope: float = 0.0) -> Model:
    """Return a model with weights of 1:0 and 0:1, of 1:1, and a slope of the former."""
    weights = np.zeros((2, len(FEATURES)))
    weights[0, :2], weights[0, 2], weights[1, :2] = omitted, paired, slope
    return Model(weights, SHARES)


@pytest.mark.parametrize(("coverage", "score"), [(0.35, -3.0), (0.45, -1.0), (0.55, 1.0), (0.9, 3.0), (0.0, -5.0)])
def test_weights_rise_with_typical_coverage_within_limits(coverage: float, score: float) -> None:
    assert model(-1.0, 0.0, slope=2.0).scores(Beads(coverage))[1, 0][0, 0, 0] == pytest.approx(score)


def test_the_prior_of_a_corpus_makes_omissions_rarer_where_none_are_seen() -> None:
    fitted = model(-5.0, 5.0).for_corpus([Beads(sentences=20)])
    assert (fitted.weights[0, :2] < -5.0).all()
    assert fitted.weights[0, 2] > 5.0


def test_the_prior_of_a_corpus_never_makes_omissions_more_frequent() -> None:
    fitted = model(5.0, -5.0).for_corpus([Beads(sentences=20)])
    assert (fitted.weights[0, :2] == 5.0).all()
