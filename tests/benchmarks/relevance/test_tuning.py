"""Choosing the constants of ranking."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("ir_measures", reason="the extra bench is not installed")

from benchmarks.relevance import tuning
from bisearch.searching import ranking

if TYPE_CHECKING:
    from pathlib import Path


def test_a_constant_is_chosen_on_one_fold_and_scored_on_the_others(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def mean(_: object, folds: set[int]) -> float:
        return ranking.NEIGHBOUR_WEIGHT if folds == {0} else -ranking.NEIGHBOUR_WEIGHT

    shipped = ranking.NEIGHBOUR_WEIGHT
    monkeypatch.setattr(tuning, "_mean", mean)
    constant = tuning.Constant("bisearch.searching.ranking", "NEIGHBOUR_WEIGHT", (shipped / 2, shipped, 2 * shipped))
    monkeypatch.setattr(tuning, "CONSTANTS", (constant,))
    (choice,) = tuning.tune([], tmp_path, lambda _: None)
    assert (choice.shipped, choice.best) == (shipped, 2 * shipped)
    assert choice.on_fold == (shipped, 2 * shipped)
    assert choice.on_others == (-shipped, -2 * shipped)
    assert shipped == ranking.NEIGHBOUR_WEIGHT
