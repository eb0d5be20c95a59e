"""The log-linear model of beads: its weights, its prior for a corpus, and its decisions.

The weights were learned by ``scripts/train_aligner.py`` from sentence-aligned translations with natural and artificial
merges, splits, omissions and OCR noise. How often the translators of a corpus merge and omit sentences is then
estimated
from the corpus itself.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from bisearch.alignment.feature_names import FAMILIES, FEATURES, SHAPES, family
from bisearch.alignment.lattice import Lattices
from bisearch.model import Bead

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bisearch.alignment.feature_names import Shape
    from bisearch.alignment.numbered_text import Array, Ids

# Rounds of estimating a corpus's prior; number of beads that the general prior counts as; share of the change to apply.
ROUNDS, PRIOR_COUNT, PRIOR_RATE = 2, 50.0, 0.5
# The families of omitted sentences.
ONE_SIDED = [FAMILIES.index(each) for each in ("1:0", "0:1")]
# Penalty for each sentence of a side beyond the second, if the other side has one sentence or more. Gold has too few of
# these beads to learn it.
SIZE_PENALTY, CROSSED_SIZE_PENALTY = 1.0, 3.0


# Typical coverage of two texts for which the middle weights hold, and the change that shifts them by the slope once.
MIDDLE_COVERAGE, COVERAGE_UNIT = 0.45, 0.1
# Largest number of slopes added; the training data have no texts beyond.
MAX_SHIFT = 2.0


def regime(coverage: float | Array) -> Array:
    """Return the factors of the two rows of weights: 1, and by how much the typical coverage is above the middle.

    Where dictionaries cover most words and translations are close, a sentence that nothing covers was omitted. In free
    translations, or without a dictionary, it need not be. So each weight is a linear function of typical coverage.

    Args:
        coverage: how much of a sentence its best counterpart typically covers, of one text pair or of several.

    Returns:
        The two factors, along the last axis.
    """
    above = np.clip((np.asarray(coverage) - MIDDLE_COVERAGE) / COVERAGE_UNIT, -MAX_SHIFT, MAX_SHIFT)
    return np.stack([np.ones_like(above), above], axis=-1)


def size_penalty(shape: Shape) -> float:
    """Return the penalty of a shape for its number of sentences."""
    n, m = shape
    return (CROSSED_SIZE_PENALTY if min(shape) > 1 else SIZE_PENALTY) * (max(n - 2, 0) + max(m - 2, 0))


class WeighedBeads(Protocol):
    """All possible beads of some windows, such as `bisearch.alignment.features.WindowBeads`."""

    @property
    def coverage(self) -> Array:
        """How much of a sentence its best counterpart typically covers, in [0, 1], for each window."""

    @property
    def sizes(self) -> tuple[Ids, Ids]:
        """Number of Russian and of English sentences in each window."""

    def weighted(self, weights: Array, shapes: Sequence[Shape]) -> dict[Shape, Array]:
        """Return the weighted sum of the features of each bead, given weights by window and feature."""


@dataclass(frozen=True, slots=True)
class Model:
    """The weights of the features, and how frequent each family of shapes is in the training data.

    Attributes:
        weights: 2 by `FEATURES`: the weights at middle coverage, and their slopes (see `regime`).
        shares: share of each of `FAMILIES` in the training data.
    """

    weights: Array
    shares: Array

    def scores(self, beads: WeighedBeads, shapes: Sequence[Shape] = SHAPES) -> dict[Shape, Array]:
        """Return the score of every bead of some windows.

        Args:
            beads: the beads.
            shapes: shapes of the beads in the order of `SHAPES`, with all shapes that they may be split into.

        Returns:
            For each shape, an array by window, first Russian and first English sentence.
        """
        found = beads.weighted(regime(beads.coverage) @ self.weights, shapes)
        return {shape: score - size_penalty(shape) for shape, score in found.items()}

    def beads(self, beads: WeighedBeads) -> list[list[Bead]]:
        """Return the likeliest beads of each window, each with its probability as confidence.

        Args:
            beads: all beads of the windows.
        """
        return [
            [Bead(tuple(range(i, i + a)), tuple(range(j, j + b)), min(1.0, likely)) for i, j, (a, b), likely in way]
            for way in Lattices(self.scores(beads), beads.sizes).best()
        ]

    def for_corpus(self, sample: Iterable[WeighedBeads]) -> Model:
        """Return the model with the prior of a corpus: how frequent each family of shapes is.

        The prior cannot feed itself: omitted sentences may become less likely than in the training data, but never more
        likely because the model has seen some. Each needs evidence of its own.

        Args:
            sample: all beads of some of the corpus's texts.
        """
        scored = [(self.scores(beads), beads.sizes) for beads in sample]
        change = np.zeros(len(FAMILIES))
        for _ in range(ROUNDS):
            counts = dict(zip(FAMILIES, PRIOR_COUNT * self.shares, strict=True))
            for scores, sizes in scored:
                changed = {shape: score + change[FAMILIES.index(family(shape))] for shape, score in scores.items()}
                for shape, likely in Lattices(changed, sizes).posteriors().items():
                    counts[family(shape)] += likely.sum()
            shares = np.array(list(counts.values())) / sum(counts.values())
            change = PRIOR_RATE * np.log(shares / self.shares)
            change[ONE_SIDED] = np.minimum(change[ONE_SIDED], 0)
        weights = self.weights.copy()
        weights[0, : len(FAMILIES)] += change
        return Model(weights, self.shares)


@cache
def load_model(name: str) -> Model:
    """Return a shipped model.

    Args:
        name: ``"first pass"`` for words known from dictionaries only, ``"second pass"`` for words learned from the
            corpus as well.
    """
    values = json.loads(Path(__file__).with_name("weights.json").read_text(encoding="utf-8"))
    shares = np.array([values["families"][each] for each in FAMILIES])
    return Model(np.array([values[name][feature] for feature in FEATURES]).T, shares)
