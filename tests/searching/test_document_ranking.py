from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import bisearch
from bisearch import SearchOptions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bisearch import Index

# One sentence a passage: "far" has its two words three sentences apart, "near" side by side, "both" in one.
TEXTS = {
    "both": ["Smith met Truman.", "It rained."],
    "near": ["Smith came.", "Truman left.", "It rained."],
    "far": ["Smith came.", "It rained.", "It snowed.", "Truman left."],
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder: Path = tmp_path_factory.mktemp("grouping")
    lines = [json.dumps({"id": id_, "text_en": "\n\n".join(sentences)}) for id_, sentences in TEXTS.items()]
    (folder / "documents.jsonl").write_text("\n".join(lines), encoding="utf-8")
    bisearch.build([folder / "documents.jsonl"], folder / "index")
    with bisearch.open(folder / "index") as opened:
        yield opened


def found(index: Index, query: str, **options: object) -> list[str]:
    results = index.search(query, SearchOptions(group="document", **options))  # type: ignore[arg-type]
    return [each.document.id for each in results.documents]


def test_words_that_must_stand_together_may_stand_in_adjacent_passages(index: Index) -> None:
    assert found(index, "+Smith +Truman") == ["both", "near"]
    assert index.search("+Smith +Truman").total == 1


def test_passages_of_another_document_are_not_adjacent(index: Index) -> None:
    assert found(index, "+snowed +Smith") == []


def test_what_is_excluded_hides_the_passage_it_is_in(index: Index) -> None:
    assert "both" not in found(index, "Smith NOT Truman")


def test_a_passage_beside_a_match_adds_to_its_document(index: Index) -> None:
    order = found(index, "Smith Truman")
    assert order.index("near") < order.index("far")


@pytest.mark.parametrize("query", ["Smith Truman", "+Smith +Truman", "snowed NOT Smith", "Smith OR rained"])
def test_a_condition_that_holds_for_all_changes_nothing(index: Index, query: str) -> None:
    options = SearchOptions(group="document")
    free, bound = (index.search(each, options).documents for each in (query, f"id:* ({query})"))
    assert [(each.document.id, each.score) for each in bound] == [(each.document.id, each.score) for each in free]


def test_conditions_alone_find_documents(index: Index) -> None:
    assert found(index, "id:near") == ["near"]
    assert found(index, "id:* id:far") == ["far"]


def test_limit_offset_and_best_count_documents_and_their_passages(index: Index) -> None:
    results = index.search("Smith Truman", SearchOptions(group="document", limit=1, offset=1, best=1))
    assert results.total_documents == 3
    assert len(results.documents) == len(results.hits) == 1
    assert results.documents[0].passages == 2


def test_without_marks_the_hits_are_the_same(index: Index) -> None:
    with_marks = index.search("Smith")
    without = index.search("Smith", SearchOptions(marks=False))
    assert [hit.passage for hit in without] == [hit.passage for hit in with_marks]
    assert all(hit.marks_en for hit in with_marks)
    assert not any(hit.marks_en for hit in without)


def test_words_of_most_documents_tell_less_of_a_document_than_of_a_passage(tmp_path: Path) -> None:
    rain = ["It rained."] * 20
    texts = {f"trip-{number}": ["The drifting station was calm.", *rain] for number in range(4)}
    texts["illness"] = [*rain, "Smith had appendicitis, said the doctor of the ship."]
    lines = [json.dumps({"id": id_, "text_en": "\n\n".join(sentences)}) for id_, sentences in texts.items()]
    (tmp_path / "documents.jsonl").write_text("\n".join(lines), encoding="utf-8")
    bisearch.build([tmp_path / "documents.jsonl"], tmp_path / "index")
    with bisearch.open(tmp_path / "index") as opened:
        best = opened.search("appendicitis drifting station", limit=1).hits[0]
        assert best.document.id != "illness"
        assert found(opened, "appendicitis drifting station")[0] == "illness"


def test_a_document_of_thousands_of_matching_passages_has_a_score(tmp_path: Path) -> None:
    (tmp_path / "lines.ru").write_text("Да\n" * 3_000, encoding="utf-8")
    bisearch.build([tmp_path / "lines.ru"], tmp_path / "index")
    with bisearch.open(tmp_path / "index") as opened:
        (hit,) = opened.search("да", SearchOptions(group="document", best=1)).documents
    assert hit.passages == 3_000
    assert hit.hits[0].score < hit.score < 1.5 * hit.hits[0].score
