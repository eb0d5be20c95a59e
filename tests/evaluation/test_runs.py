"""Runs in TREC's form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bisearch.errors import CollectionError
from bisearch.evaluation.runs import read_run, read_signature, write_run, write_signature

if TYPE_CHECKING:
    from pathlib import Path


def test_a_run_is_written_in_the_order_found(tmp_path: Path) -> None:
    write_run({"q1": {"d2": 2.0, "d1": 1.0}}, "ours", tmp_path / "a.run")
    assert (tmp_path / "a.run").read_text() == "q1 Q0 d2 1 2.000000 ours\nq1 Q0 d1 2 1.000000 ours\n"


def test_ties_keep_their_order_in_tools_that_sort_by_score_and_id(tmp_path: Path) -> None:
    write_run({"q": {"b": 1.0, "c": 1.0, "a": 1.0, "d": 0.9999985}}, "ours", tmp_path / "a.run")
    run = read_run(tmp_path / "a.run")
    assert list(run["q"]) == ["b", "c", "a", "d"]
    assert run["q"] == {"b": 1.0, "c": 0.999999, "a": 0.999998, "d": 0.999997}


def test_results_are_read_by_score_and_ties_by_id_downwards(tmp_path: Path) -> None:
    """As trec_eval sorts them, whatever the ranks say (trec_eval's README: rank is ignored, docno breaks ties)."""
    (tmp_path / "a.run").write_text("q Q0 a 1 1.5 x\nq Q0 b 2 1.5 x\nq\tQ0\tc\t3\t2\tx\n")
    assert list(read_run(tmp_path / "a.run")["q"]) == ["c", "b", "a"]


def test_an_id_with_a_blank_makes_the_columns_separated_by_tabs(tmp_path: Path) -> None:
    write_run({"q": {"letter 12": 1.0}}, "ours", tmp_path / "a.run")
    assert (tmp_path / "a.run").read_text() == "q\tQ0\tletter 12\t1\t1.000000\tours\n"
    assert read_run(tmp_path / "a.run") == {"q": {"letter 12": 1.0}}


def test_the_signature_is_in_a_file_beside_the_run(tmp_path: Path) -> None:
    assert read_signature(tmp_path / "a.run") is None
    write_signature({"version": "1"}, tmp_path / "a.run")
    assert read_signature(tmp_path / "a.run") == {"version": "1"}
    assert (tmp_path / "a.run.json").exists()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("q Q0 a 1 1.5\n", "a.run:1: 5 columns; write topic, Q0, document, rank, score and name of the run"),
        ("topic Q0 document rank score name\n", "a.run:1: the score 'score' is not a number; .*without a header"),
        ("q Q0 a 1 2 x\nq Q0 a 2 1 x\n", "a.run:2: document 'a' is already a result for topic 'q'"),
        ("q Q0 a 1 nan x\n", "a.run:1: the score is not a number"),
    ],
)
def test_a_mistake_is_reported_with_its_line_and_a_remedy(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "a.run").write_text(text)
    with pytest.raises(CollectionError, match=message):
        read_run(tmp_path / "a.run")
