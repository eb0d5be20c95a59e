"""Asking an index the queries of a collection."""

from __future__ import annotations

from benchmarks.relevance.indexes import as_words


def test_a_question_loses_all_query_syntax() -> None:
    assert as_words('What is "X" (NOT -y)?').split() == ["What", "is", "X", "y"]
