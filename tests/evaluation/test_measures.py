"""Scores of runs, on runs small enough to score by hand."""

from __future__ import annotations

from math import log2

import pytest

pytest.importorskip("ir_measures", reason="the extra bench is not installed")

from bisearch.evaluation.measures import evaluate

# The example of Wikipedia's article "Discounted cumulative gain": six results with grades 3, 2, 3, 0, 1, 2 have DCG
# 6.861; two more judged documents have grades 3 and 2, so IDCG is 8.740 and nDCG .785.
GRADES = {"d1": 3, "d2": 2, "d3": 3, "d4": 0, "d5": 1, "d6": 2, "d7": 3, "d8": 2}
RANKED = {f"d{place}": 7.0 - place for place in range(1, 7)}


def test_ndcg_is_that_of_the_published_example() -> None:
    assert evaluate({"q": RANKED}, {"q": GRADES}, measures=["nDCG@6"]).means["nDCG@6"] == pytest.approx(0.785, abs=5e-4)


def test_measures_are_those_of_trec_eval() -> None:
    """By trec_eval's definitions: of three relevant documents, those at ranks 2 and 4 are found."""
    run = {"q": {"x": 4.0, "a": 3.0, "y": 2.0, "b": 1.0}}
    judgements = {"q": {"a": 1, "b": 1, "c": 1, "x": 0}}
    expected = {
        "AP": (1 / 2 + 2 / 4) / 3,
        "RR": 1 / 2,
        "P@5": 2 / 5,
        "R@100": 2 / 3,
        "Success@1": 0.0,
        "Success@5": 1.0,
        "nDCG@10": (1 / log2(3) + 1 / log2(5)) / (1 + 1 / log2(3) + 1 / log2(4)),
    }
    means = evaluate(run, judgements, measures=list(expected)).means
    assert means == pytest.approx(expected)


def test_a_topic_without_results_scores_zero() -> None:
    scores = evaluate({"q1": {"d1": 2.0, "d2": 1.0}}, {"q1": {"d2": 1}, "q2": {"d1": 1}}, measures=["RR@10"])
    assert scores.values["RR@10"] == {"q1": 0.5, "q2": 0.0}
    assert scores.means["RR@10"] == 0.25


def test_a_measure_that_counts_is_summed() -> None:
    scores = evaluate({"q1": {"a": 1.0}, "q2": {"b": 1.0}}, {"q1": {"a": 1}, "q2": {"b": 1}}, measures=["NumRet"])
    assert scores.means["NumRet"] == 2.0


def test_a_measure_may_set_the_grade_that_is_relevant() -> None:
    scores = evaluate({"q": {"a": 2.0, "b": 1.0}}, {"q": {"a": 1, "b": 2}}, measures=["RR(rel=2)", "RR"])
    assert scores.means == {"RR(rel=2)": 0.5, "RR": 1.0}


@pytest.mark.parametrize("name", ["ndcg10", "nDCG@", "nDCG(x=1)@10", "", "a b", "P@'five'"])
def test_an_unknown_measure_is_named(name: str) -> None:
    with pytest.raises(ValueError, match=r"no measure .*; names are those of ir-measures: nDCG@10, AP, RR"):
        evaluate({}, {"q": {"a": 1}}, measures=[name])
