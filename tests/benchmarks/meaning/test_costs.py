"""The cost of vectors."""

from __future__ import annotations

from benchmarks.meaning.costs import EncodingCost, search_cost
from benchmarks.meaning.report import cost_table


def test_the_size_of_vectors_is_that_of_their_files() -> None:
    cost = search_cost(1_000)
    assert 2_000 * 512 < cost.size < 2_000 * 530
    shown = cost_table(EncodingCost(1.5, 250, 80.4, 0.004), [cost])
    assert "| encoding texts of 80 characters | 250 a second |" in shown
    assert "| vectors of 1,000 passages on disk | 1 MB |" in shown
