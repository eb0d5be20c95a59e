from __future__ import annotations

import numpy as np
import pytest

from bisearch.alignment.features import FAMILIES, FEATURES, Evidence
from bisearch.alignment.log_linear_model import Model

SHARES = np.full(len(FAMILIES), 1 / len(FAMILIES))


def evidence(coverage: float = 0.45, sentences: int = 1) -> Evidence:
    """Return the features of texts of some sentences each, in which beads differ by their family only."""
    features = {
        shape: np.zeros((len(FEATURES), sentences + 1 - shape[0], sentences + 1 - shape[1]))
        for shape in ((1, 0), (0, 1), (1, 1))
    }
    for (a, b), found in features.items():
        found[FAMILIES.index(f"{a}:{b}")] = 1.0
    return Evidence(features, coverage)


def model(omitted: float, paired: float, slope: float = 0.0) -> Model:
    """Return a model with weights of 1:0 and 0:1, of 1:1, and a slope of the former."""
    weights = np.zeros((2, len(FEATURES)))
    weights[0, :2], weights[0, 2], weights[1, :2] = omitted, paired, slope
    return Model(weights, SHARES)


@pytest.mark.parametrize(("coverage", "score"), [(0.35, -3.0), (0.45, -1.0), (0.55, 1.0), (0.9, 3.0), (0.0, -5.0)])
def test_weights_rise_with_typical_coverage_within_limits(coverage: float, score: float) -> None:
    assert model(-1.0, 0.0, slope=2.0).scores(evidence(coverage))[1, 0][0, 0] == pytest.approx(score)


def test_the_prior_of_a_corpus_makes_omissions_rarer_where_none_are_seen() -> None:
    fitted = model(-5.0, 5.0).for_corpus([evidence(sentences=20)])
    assert (fitted.weights[0, :2] < -5.0).all()
    assert fitted.weights[0, 2] > 5.0


def test_the_prior_of_a_corpus_never_makes_omissions_more_frequent() -> None:
    fitted = model(5.0, -5.0).for_corpus([evidence(sentences=20)])
    assert (fitted.weights[0, :2] == 5.0).all()
