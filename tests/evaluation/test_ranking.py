"""Asking an index the topics of a collection."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bisearch.errors import CollectionError
from bisearch.evaluation.ranking import as_words, rank
from bisearch.evaluation.topics import Topic
from bisearch.searching.options import SearchOptions

if TYPE_CHECKING:
    from bisearch.index import Index

DOCUMENTS = SearchOptions(group="document", best=0)


def topic(id_: str, text: str) -> Topic:
    return Topic(id_, text, "topics.tsv", 7)


def test_a_question_loses_all_query_syntax() -> None:
    assert as_words('What is "X" (NOT -y)?').split() == ["What", "is", "X", "y"]


def test_documents_are_ranked_for_each_topic(index: Index) -> None:
    run = rank(index, [topic("1", "атомная энергия"), topic("2", "stoves")], DOCUMENTS)
    assert list(run["1"])[:2] == ["letter-2", "cable-1"]
    assert list(run["2"]) == ["memo-4"]
    assert list(run["1"].values()) == sorted(run["1"].values(), reverse=True)


def test_passages_have_the_id_of_their_document_and_a_number(index: Index) -> None:
    run = rank(index, [topic("1", "Stoves")], SearchOptions(group="passage"))
    assert list(run["1"]) == ["memo-4#2"]


def test_operators_work_only_on_request(index: Index) -> None:
    asked = [topic("1", "energy NOT atomic")]
    assert "cable-1" in rank(index, asked, DOCUMENTS)["1"]
    assert "cable-1" not in rank(index, asked, DOCUMENTS, syntax=True)["1"]


def test_a_topic_without_words_finds_nothing(index: Index) -> None:
    assert rank(index, [topic("1", "?! --")], DOCUMENTS) == {"1": {}}


def test_results_by_date_score_less_the_later_they_are(index: Index) -> None:
    run = rank(index, [topic("1", "энергия")], SearchOptions(group="document", sort="date", best=0))
    assert list(run["1"].values()) == [1.0, 1 / 2, 1 / 3, 1 / 4][: len(run["1"])]
    assert next(iter(run["1"])) == "cable-1"


def test_a_topic_that_is_too_long_is_named_with_its_line(index: Index) -> None:
    with pytest.raises(
        CollectionError, match=r"topics.tsv:7: topic '1': a query may have at most 200 words.*; shorten"
    ):
        rank(index, [topic("1", "word " * 300)], DOCUMENTS)
