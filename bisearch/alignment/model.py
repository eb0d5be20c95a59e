"""The log-linear model of beads: its weights, its prior for a corpus, and what it decides.

The weights were learned by ``scripts/train_aligner.py`` from sentence-aligned translations with natural and seeded
merges, splits, omissions and recognition noise. How often translators of the corpus at hand merge and drop is then
estimated from the corpus itself.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bisearch.alignment.evidence import FEATURES, SHAPES, features
from bisearch.alignment.lattice import best, posteriors
from bisearch.model import Bead

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bisearch.alignment.evidence import Array, Table, Text

# Rounds of estimating a corpus's own prior, how many beads the general one counts for, and how far the prior follows.
ROUNDS, GENERAL, FOLLOW = 3, 20.0, 0.6
# The prior is estimated from so many text pairs at most.
SAMPLE = 24


def beads(ru: Text, en: Text, table: Table, weights: Array) -> list[Bead]:
    """Return the likeliest beads of two texts, each with its probability as confidence."""
    scores = {shape: found @ weights for shape, found in features(ru, en, table).items()}
    likely = posteriors(scores)
    return [
        Bead(tuple(range(i, i + a)), tuple(range(j, j + b)), float(min(1.0, likely[a, b][i, j])))
        for i, j, (a, b) in best(scores)
    ]


def weights_for(pairs: Sequence[tuple[Text, Text]], table: Table) -> Array:
    """Return the model's weights with the prior of a corpus: how often its beads have each shape.

    Args:
        pairs: text pairs of the corpus; a sample of them is looked at.
        table: which words render which in it.

    Returns:
        One weight for each of `FEATURES`.
    """
    general, prior = _learned()
    step = max(1, len(pairs) // SAMPLE)
    evidence = [features(ru, en, table) for ru, en in pairs[::step]]
    weights = general
    for _ in range(ROUNDS):
        counts = GENERAL * prior
        for found in evidence:
            likely = posteriors({shape: each @ weights for shape, each in found.items()})
            counts = counts + np.array([likely[shape].sum() if shape in likely else 0.0 for shape in SHAPES])
        weights = general.copy()
        weights[: len(SHAPES)] += FOLLOW * np.log(counts / counts.sum() / prior)
    return weights


@cache
def _learned() -> tuple[Array, Array]:
    """Return the shipped weights and the shares of the shapes they were learned with."""
    values = json.loads(Path(__file__).with_name("weights.json").read_text(encoding="utf-8"))
    shares = np.array([values["shapes"][f"{n}:{m}"] for n, m in SHAPES])
    return np.array([values["weights"][name] for name in FEATURES]), shares
