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

from bisearch.alignment.evidence import FEATURES, SHAPES
from bisearch.alignment.lattice import best, posteriors
from bisearch.model import Bead

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bisearch.alignment.evidence import Shape
    from bisearch.alignment.vocabulary import Array

# Rounds of estimating a corpus's own prior, how many beads the general one counts for, and how far the prior follows.
ROUNDS, GENERAL, FOLLOW = 2, 50.0, 0.5


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of `FEATURES`, and the shares of `SHAPES` among the beads they were learned from."""

    weights: Array
    shares: Array

    def beads(self, features: Mapping[Shape, Array]) -> list[Bead]:
        """Return the likeliest beads of two texts, each with its probability as confidence.

        Args:
            features: of all their beads.
        """
        scores = {shape: found @ self.weights for shape, found in features.items()}
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
        weights = self.weights
        for _ in range(ROUNDS):
            counts = GENERAL * self.shares
            for features in sample:
                likely = posteriors({shape: found @ weights for shape, found in features.items()})
                counts = counts + np.array([likely[shape].sum() if shape in likely else 0.0 for shape in SHAPES])
            weights = self.weights.copy()
            weights[: len(SHAPES)] += FOLLOW * np.log(counts / counts.sum() / self.shares)
        return Model(weights, self.shares)


@cache
def model(name: str) -> Model:
    """Return a shipped model.

    Args:
        name: ``"untaught"`` for what is known of words beforehand, ``"taught"`` for that and what a corpus teaches.
    """
    values = json.loads(Path(__file__).with_name("weights.json").read_text(encoding="utf-8"))
    shares = np.array([values["shapes"][f"{n}:{m}"] for n, m in SHAPES])
    return Model(np.array([values[name][feature] for feature in FEATURES]), shares)
