"""Scores of runs, on runs small enough to score by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("ir_measures", reason="the extra bench is not installed")

from benchmarks.relevance.measures import evaluate, means, p_value, write_run

if TYPE_CHECKING:
    from pathlib import Path


def test_a_query_without_results_scores_zero() -> None:
    values = evaluate({"q1": {"d1": 2.0, "d2": 1.0}}, {"q1": {"d2": 1}, "q2": {"d1": 1}}, ["q1", "q2"])
    assert values["RR@10"] == {"q1": 0.5, "q2": 0.0}
    assert means(values)["RR@10"] == 0.25


def test_identical_runs_have_a_p_value_of_one() -> None:
    assert p_value({"q1": 1.0, "q2": 0.5}, {"q1": 1.0, "q2": 0.5}) == 1.0


def test_the_same_difference_in_all_of_twenty_queries_is_significant() -> None:
    assert p_value({f"q{n}": 1.0 for n in range(20)}, {f"q{n}": 0.5 for n in range(20)}) < 0.001


def test_the_p_value_of_few_queries_is_exact() -> None:
    # Of the eight ways to swap the pairs, two give a mean difference as large as the observed one.
    assert p_value({"a": 1.0, "b": 1.0, "c": 1.0}, {"a": 0.5, "b": 0.5, "c": 0.5}) == 0.25


def test_a_run_is_written_in_order_of_rank(tmp_path: Path) -> None:
    write_run({"q1": {"d1": 1.0, "d2": 2.0}}, "ours", tmp_path / "a.run")
    assert (tmp_path / "a.run").read_text() == "q1 Q0 d2 1 2.000000 ours\nq1 Q0 d1 2 1.000000 ours\n"
