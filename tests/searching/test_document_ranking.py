from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import bisearch
from bisearch import SearchOptions
from bisearch.engines.registry import LOCAL_ENGINES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bisearch import Index

# Each passage is one sentence. "both" has Smith and Truman in one passage, "near" in adjacent ones, "far" three apart.
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


def test_words_that_must_occur_together_may_occur_in_adjacent_passages(index: Index) -> None:
    assert found(index, "+Smith +Truman") == ["both", "near"]
    assert index.search("+Smith +Truman").total == 1


def test_passages_of_another_document_are_not_adjacent(index: Index) -> None:
    assert found(index, "+snowed +Smith") == []


def test_an_excluded_word_hides_the_passages_that_have_it(index: Index) -> None:
    assert "both" not in found(index, "Smith NOT Truman")


def test_a_match_in_the_next_passage_raises_the_score_of_a_document(index: Index) -> None:
    order = found(index, "Smith Truman")
    assert order.index("near") < order.index("far")


@pytest.mark.parametrize("query", ["Smith Truman", "+Smith +Truman", "snowed NOT Smith", "Smith OR rained"])
def test_a_filter_that_all_documents_pass_changes_no_score(index: Index, query: str) -> None:
    options = SearchOptions(group="document")
    free, bound = (index.search(each, options).documents for each in (query, f"id:* ({query})"))
    assert [(each.document.id, each.score) for each in bound] == [(each.document.id, each.score) for each in free]


def test_a_document_has_its_three_best_passages_by_default(index: Index) -> None:
    (far,) = index.search("id:far", SearchOptions(group="document")).documents
    assert far.passages == 4
    assert len(far.hits) == 3


def test_filters_alone_find_documents(index: Index) -> None:
    assert found(index, "id:near") == ["near"]
    assert found(index, "id:* id:far") == ["far"]


def test_limit_and_offset_count_documents_and_best_counts_passages_of_each(index: Index) -> None:
    results = index.search("Smith Truman", SearchOptions(group="document", limit=1, offset=1, best=1))
    assert results.total_documents == 3
    assert len(results.documents) == len(results.hits) == 1
    assert results.documents[0].passages == 2


def test_a_search_without_marks_finds_the_same_passages(index: Index) -> None:
    with_marks = index.search("Smith")
    without = index.search("Smith", SearchOptions(marks=False))
    assert [hit.passage for hit in without] == [hit.passage for hit in with_marks]
    assert all(hit.marks_en for hit in with_marks)
    assert not any(hit.marks_en for hit in without)


def test_a_word_that_most_documents_have_weighs_less_when_documents_are_ranked(tmp_path: Path) -> None:
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


def test_thousands_of_matching_passages_add_little_more_than_three(tmp_path: Path) -> None:
    (tmp_path / "lines.ru").write_text("Да\n" * 3_000, encoding="utf-8")
    (tmp_path / "few.ru").write_text("Да\n" * 3, encoding="utf-8")
    bisearch.build([tmp_path / "lines.ru", tmp_path / "few.ru"], tmp_path / "index")
    with bisearch.open(tmp_path / "index") as opened:
        scores = {each.document.id: each for each in opened.search("да", SearchOptions(group="document")).documents}
    assert scores["lines"].passages == 3_000
    assert scores["few"].score / 2 < scores["lines"].score < 2 * scores["few"].score


@pytest.fixture(scope="module", params=LOCAL_ENGINES)
def half_translated(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """Yield an index of documents in one language and in both, which translate each other."""
    folder: Path = tmp_path_factory.mktemp("half-translated")
    ru = ["Ледокол вышел из порта.", "Капитан получил письмо от министра."]
    en = ["The icebreaker left the port.", "The captain received a letter from the minister."]
    texts = {
        "both": (ru, en),
        "english": ((), en),
        "russian": (ru, ()),
        "reworded": (["Ледокол вышел из порта."], ["The vessel put to sea."]),
        "other-both": (["Шёл дождь.", "Было холодно."], ["It rained.", "It was cold."]),
        "other-english": ((), ["It rained.", "It was cold."]),
        "other-russian": (["Шёл дождь.", "Было холодно."], ()),
    }
    lines = []
    for id_, sides in texts.items():
        record = {"id": id_}
        for side, sentences in zip(("ru", "en"), sides, strict=True):
            if sentences:
                record[f"text_{side}"] = "\n\n".join(sentences)
        lines.append(json.dumps(record))
    (folder / "documents.jsonl").write_text("\n".join(lines), encoding="utf-8")
    bisearch.build([folder / "documents.jsonl"], folder / "index", bisearch.BuildOptions(engine=request.param))
    with bisearch.open(folder / "index") as opened:
        yield opened


@pytest.mark.parametrize(
    ("query", "typed", "translated"),
    [
        ("icebreaker", "english", "russian"),
        ("captain letter minister", "english", "russian"),
        ("ледокол", "russian", "english"),
        ("капитан письмо министра", "russian", "english"),
    ],
)
def test_a_document_with_the_words_as_typed_ranks_above_one_with_their_translations(
    half_translated: Index, query: str, typed: str, translated: str
) -> None:
    order = found(half_translated, query)
    assert order.index(typed) < order.index(translated)
    assert order.index("both") < order.index(translated)


def test_a_translation_that_no_query_reaches_costs_a_document_nothing(half_translated: Index) -> None:
    options = SearchOptions(group="document", translate=False)
    scores = {each.document.id: each.score for each in half_translated.search("ледокол", options).documents}
    assert scores["both"] == scores["russian"]


def test_a_word_of_the_text_counts_once_however_many_words_of_the_query_it_translates(half_translated: Index) -> None:
    once, twice = (
        {
            each.document.id: each.score
            for each in half_translated.search(query, SearchOptions(group="document")).documents
        }
        for query in ("letter", "letter letters")
    )
    assert twice["english"] == pytest.approx(2 * once["english"])
    assert twice["russian"] < 1.2 * once["russian"]


@pytest.mark.parametrize("query", ["captain letter", "письмо", "+icebreaker +minister", '"left the port" дождь'])
def test_every_engine_gives_documents_the_same_scores(
    half_translated: Index, scores_by_query: dict[str, list[tuple[str, float]]], query: str
) -> None:
    documents = half_translated.search(query, SearchOptions(group="document")).documents
    scores = [(each.document.id, round(each.score, 3)) for each in documents]
    assert scores_by_query.setdefault(query, scores) == scores


@pytest.fixture(scope="module")
def scores_by_query() -> dict[str, list[tuple[str, float]]]:
    """Return the scores that the first engine gave, by query."""
    return {}
