"""The log-linear model of beads: its weights, its prior for a corpus, and what it decides.

The weights were learned by ``scripts/train_aligner.py`` from sentence-aligned translations with natural and seeded
merges, splits, omissions and recognition noise. How often translators of the corpus at hand merge and drop is then
estimated from the corpus itself.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bisearch.alignment.features import FAMILIES, FEATURES, family
from bisearch.alignment.lattice import best, posteriors
from bisearch.model import Bead

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bisearch.alignment.features import Shape
    from bisearch.alignment.numbered_text import Array

# Rounds of estimating a corpus's own prior, how many beads the general one counts for, and how far the prior follows.
ROUNDS, PRIOR_COUNT, PRIOR_RATE = 2, 50.0, 0.5
# What each sentence of a side beyond the second costs, where the other side is one and where it is more. Gold has too
# few such beads to learn it from.
SIZE_PENALTY, CROSSED_SIZE_PENALTY = 1.0, 6.0


def size_penalty(shape: Shape) -> float:
    """Return what a shape costs for its size."""
    n, m = shape
    return (CROSSED_SIZE_PENALTY if min(shape) > 1 else SIZE_PENALTY) * (max(n - 2, 0) + max(m - 2, 0))


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of `FEATURES`, and the shares of `FAMILIES` among the beads they were learned from."""

    weights: Array
    shares: Array

    def scores(self, features: Mapping[Shape, Array]) -> dict[Shape, Array]:
        """Return the score of every bead.

        Args:
            features: of all beads of two texts.
        """
        return {shape: np.tensordot(self.weights, found, 1) - size_penalty(shape) for shape, found in features.items()}

    def beads(self, features: Mapping[Shape, Array]) -> list[Bead]:
        """Return the likeliest beads of two texts, each with its probability as confidence.

        Args:
            features: of all their beads.
        """
        scores = self.scores(features)
        likely = posteriors(scores)
        return [
            Bead(tuple(range(i, i + a)), tuple(range(j, j + b)), float(min(1.0, likely[a, b][i, j])))
            for i, j, (a, b) in best(scores)
        ]

    def for_corpus(self, sample: Sequence[Mapping[Shape, Array]]) -> Model:
        """Return the model with the prior of a corpus: how often its beads have each shape.

        Args:
            sample: features of some of its texts.
        """
        fitted = self
        for _ in range(ROUNDS):
            counts = dict(zip(FAMILIES, PRIOR_COUNT * self.shares, strict=True))
            for features in sample:
                for shape, likely in posteriors(fitted.scores(features)).items():
                    counts[family(shape)] += likely.sum()
            shares = np.array(list(counts.values())) / sum(counts.values())
            weights = self.weights.copy()
            weights[: len(FAMILIES)] += PRIOR_RATE * np.log(shares / self.shares)
            fitted = Model(weights, self.shares)
        return fitted


@cache
def load_model(name: str) -> Model:
    """Return a shipped model.

    Args:
        name: ``"first pass"`` for words known from dictionaries only, ``"second pass"`` for words learned from the
            corpus as well.
    """
    values = json.loads(Path(__file__).with_name("weights.json").read_text(encoding="utf-8"))
    shares = np.array([values["families"][each] for each in FAMILIES])
    return Model(np.array([values[name][feature] for feature in FEATURES]), shares)
