"""What the benchmark of relevance computes, on runs small enough to score by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("ir_measures", reason="the extra bench is not installed")

from benchmarks.relevance import tuning
from benchmarks.relevance.collections import Collection, Query, Text, Unit
from benchmarks.relevance.indexes import as_words
from benchmarks.relevance.measures import chance, evaluate, means, write_run
from bisearch.searching import ranking

if TYPE_CHECKING:
    from pathlib import Path


def test_a_query_that_nothing_is_found_for_scores_zero() -> None:
    values = evaluate({"q1": {"d1": 2.0, "d2": 1.0}}, {"q1": {"d2": 1}, "q2": {"d1": 1}}, ["q1", "q2"])
    assert values["RR@10"] == {"q1": 0.5, "q2": 0.0}
    assert means(values)["RR@10"] == 0.25


def test_runs_that_are_the_same_differ_by_chance() -> None:
    assert chance({"q1": 1.0, "q2": 0.5}, {"q1": 1.0, "q2": 0.5}) == 1.0


def test_a_difference_in_every_one_of_twenty_queries_is_no_chance() -> None:
    assert chance({f"q{n}": 1.0 for n in range(20)}, {f"q{n}": 0.5 for n in range(20)}) < 0.001


def test_a_run_is_written_by_rank(tmp_path: Path) -> None:
    write_run({"q1": {"d1": 1.0, "d2": 2.0}}, "ours", tmp_path / "a.run")
    assert (tmp_path / "a.run").read_text() == "q1 Q0 d2 1 2.000000 ours\nq1 Q0 d1 2 1.000000 ours\n"


def test_a_document_of_one_side_has_no_units_of_the_other() -> None:
    text = Text("d", (Unit(("а",), ("a",)), Unit((), ("b",))))
    assert text.only("ru").units == (Unit(("а",), ()),)


def test_questions_are_asked_as_bare_words() -> None:
    assert as_words('What is "X" (NOT -y)?').split() == ["What", "is", "X", "y"]


def test_documents_go_round_the_folds() -> None:
    texts = tuple(Text(id_, ()) for id_ in "abcdef")
    asked = tuple(Query(f"q-{text.id}", "", text.id) for text in texts)
    collection = Collection("paragraphs", texts, {"en": asked, "ru": ()}, {"en": {}, "ru": {}})
    assert [query.id for query in collection.of_folds("en", {0})] == ["q-a", "q-f"]
    assert [query.id for query in collection.of_folds("en", {1, 4})] == ["q-b", "q-e"]


def test_a_constant_is_chosen_on_one_fold_and_reported_on_the_others(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def mean(_: object, folds: set[int]) -> float:
        return ranking.NEIGHBOUR if folds == {0} else -ranking.NEIGHBOUR

    shipped = ranking.NEIGHBOUR
    monkeypatch.setattr(tuning, "_mean", mean)
    constant = tuning.Constant("bisearch.searching.ranking", "NEIGHBOUR", (shipped / 2, shipped, 2 * shipped))
    monkeypatch.setattr(tuning, "CONSTANTS", (constant,))
    (choice,) = tuning.tune([], tmp_path, lambda _: None)
    assert (choice.shipped, choice.best) == (shipped, 2 * shipped)
    assert choice.on_fold == (shipped, 2 * shipped)
    assert choice.on_others == (-shipped, -2 * shipped)
    assert shipped == ranking.NEIGHBOUR
