"""Tests of significance, on runs small enough to count by hand."""

from __future__ import annotations

import pytest

pytest.importorskip("scipy", reason="the extra bench is not installed")

from bisearch.evaluation.comparison import compare, holm, p_value


def test_identical_runs_have_a_p_value_of_one() -> None:
    assert p_value({"q1": 1.0, "q2": 0.5}, {"q1": 1.0, "q2": 0.5}) == 1.0


def test_the_same_difference_in_all_of_twenty_queries_is_significant() -> None:
    assert p_value({f"q{n}": 1.0 for n in range(20)}, {f"q{n}": 0.5 for n in range(20)}) < 0.001


def test_the_p_value_of_few_queries_is_exact() -> None:
    # Of the eight ways to swap the pairs, two give a mean difference as large as the observed one.
    assert p_value({"a": 1.0, "b": 1.0, "c": 1.0}, {"a": 0.5, "b": 0.5, "c": 0.5}) == 0.25


def test_equal_seeds_draw_equally() -> None:
    first = {f"q{n}": n % 7 / 7 for n in range(40)}
    second = {f"q{n}": n % 5 / 5 for n in range(40)}
    assert p_value(first, second, seed=3) == p_value(first, second, seed=3)
    assert p_value(first, second, seed=3) != p_value(first, second, seed=4)


def test_holm_multiplies_the_smallest_p_value_by_the_number_of_tests() -> None:
    # R: p.adjust(c(.01, .04, .03, .005), "holm") gives .03 .06 .06 .02.
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.6, 0.9]) == [1.0, 1.0]
    assert holm([]) == []


def test_wins_losses_and_ties_are_of_topics() -> None:
    first = {"a": 0.5, "b": 0.5, "c": 0.5}
    (found,) = compare([first, {"a": 1.0, "b": 0.25, "c": 0.5 + 1e-12}])
    assert (found.wins, found.losses, found.ties) == (["a"], ["b"], ["c"])
    assert found.difference == pytest.approx(0.25 / 3)


def test_every_run_is_compared_with_the_first_and_corrected_for_their_number() -> None:
    first, other = dict.fromkeys("abcde", 0.0), dict.fromkeys("abcde", 1.0)
    found = compare([first, other, other])
    assert [each.p for each in found] == [2 / 32, 2 / 32]
    assert [each.corrected_p for each in found] == [4 / 32, 4 / 32]
