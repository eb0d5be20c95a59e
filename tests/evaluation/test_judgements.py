"""Relevance judgements in the forms that are in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bisearch.errors import CollectionError
from bisearch.evaluation.judgements import read_judgements

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "text",
    [
        "1 0 a 2\n1 0 b 0\n2 0 a -1\n",
        "1\t0\ta\t2\n1\tQ0\tb\t0\n2\t0\ta\t-1\n",
        "1 a 2\n\n1 b 0\n2 a -1\n",
        "query-id\tcorpus-id\tscore\n1\ta\t2\n1\tb\t0\n2\ta\t-1\n",
        "1 0 a 2.0\r\n1 0 b 0\r\n2 0 a -1\r\n1 0 a 2\r\n",
    ],
)
def test_judgements_have_four_or_three_columns_and_may_have_a_header(tmp_path: Path, text: str) -> None:
    (tmp_path / "qrels").write_text(text, encoding="utf-8", newline="")
    assert read_judgements(tmp_path / "qrels") == {"1": {"a": 2, "b": 0}, "2": {"a": -1}}


def test_ids_between_tabs_may_have_blanks(tmp_path: Path) -> None:
    (tmp_path / "qrels").write_text("1\t0\tletter 12\t1\n")
    assert read_judgements(tmp_path / "qrels") == {"1": {"letter 12": 1}}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1 a\n", "qrels:1: 2 columns; write topic, 0, document and grade, or topic, document and grade"),
        ("1 0 a 1\n1 b 1\n", "qrels:2: 3 columns after lines with 4"),
        ("1 0 a 1\n1 0 b yes\n", "qrels:2: the grade 'yes' is not a whole number"),
        ("1 0 a 0.5\n", "qrels:1: the grade '0.5' is not a whole number"),
        ("Frage Dokument Grad\n1 a 1\n", "qrels:1: the grade 'Grad' .* a header line begins with query-id"),
        ("1 0 a 1\n1 0 a 2\n", "qrels:2: document 'a' has grade 1 for topic '1' already; remove one"),
        ("query-id corpus-id score\n", "qrels: no judgements; write topic"),
    ],
)
def test_a_mistake_is_reported_with_its_line_and_a_remedy(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "qrels").write_text(text)
    with pytest.raises(CollectionError, match=message):
        read_judgements(tmp_path / "qrels")
