from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bisearch.alignment.feature_names import SHAPES
from bisearch.alignment.lattice import Lattices, best, forward, posteriors

Scores = dict[tuple[int, int], np.ndarray]


def random_scores(n: int, m: int, seed: int) -> Scores:
    rng = np.random.default_rng(seed)
    fitting = [(a, b) for a, b in SHAPES if a <= n and b <= m]
    return {(a, b): rng.normal(size=(n - a + 1, m - b + 1)) for a, b in fitting}


def every_way(scores: Scores, n: int, m: int, i: int = 0, j: int = 0) -> list[list[tuple[int, int, tuple[int, int]]]]:
    if (i, j) == (n, m):
        return [[]]
    return [
        [(i, j, (a, b)), *rest]
        for a, b in scores
        if i + a <= n and j + b <= m
        for rest in every_way(scores, n, m, i + a, j + b)
    ]


@given(st.integers(1, 3), st.integers(1, 3), st.integers(0, 9))
def test_the_lattice_agrees_with_enumerating_every_way(n: int, m: int, seed: int) -> None:
    scores = random_scores(n, m, seed)
    ways = {tuple(way): sum(float(scores[shape][i, j]) for i, j, shape in way) for way in every_way(scores, n, m)}
    total = math.log(sum(math.exp(score) for score in ways.values()))
    assert forward(scores)[n, m] == pytest.approx(total)
    assert ways[tuple(best(scores))] == pytest.approx(max(ways.values()))
    likely = posteriors(scores)
    for i, j, shape in best(scores):
        share = sum(math.exp(score - total) for way, score in ways.items() if (i, j, shape) in way)
        assert likely[shape][i, j] == pytest.approx(share)


def test_each_sentence_is_in_one_bead_with_probability_one() -> None:
    likely = posteriors(random_scores(4, 3, 1))
    for i in range(4):
        inside = sum(values[max(0, i - a + 1) : i + 1].sum() for (a, _), values in likely.items() if a)
        assert inside == pytest.approx(1.0)


def test_lattices_computed_together_have_the_best_ways_of_each_alone() -> None:
    sizes = [(4, 2), (1, 5), (3, 3)]
    alone = [random_scores(n, m, seed) for seed, (n, m) in enumerate(sizes)]
    together = {(a, b): np.zeros((len(sizes), 4 - a + 1, 5 - b + 1)) for a, b in SHAPES if a <= 4 and b <= 5}
    for place, scores in enumerate(alone):
        for shape, score in scores.items():
            together[shape][place, : score.shape[0], : score.shape[1]] = score
    ways = Lattices(together, (np.array([n for n, _ in sizes]), np.array([m for _, m in sizes]))).best()
    for way, scores in zip(ways, alone, strict=True):
        likely = posteriors(scores)
        assert [step[:3] for step in way] == best(scores)
        assert [sure for *_, sure in way] == pytest.approx([likely[shape][i, j] for i, j, shape, _ in way])
