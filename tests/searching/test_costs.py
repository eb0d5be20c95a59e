"""A query that would take too much time or memory is refused before it is searched."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest

import bisearch
from bisearch import QueryCostError, SearchOptions, SearchTimeoutError
from bisearch.engines.registry import LOCAL_ENGINES
from bisearch.engines.tantivy import query as tantivy_query
from bisearch.model import Document
from bisearch.searching import costs, suggestions
from bisearch.searching.search import search

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bisearch import Index
    from bisearch.searching.results import Group

WORDS = ("the", "of", "and", "to", "in", "letter", "minister", "council")


@pytest.fixture(scope="module", params=sorted(LOCAL_ENGINES))
def wordy(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """Open an index of 300 documents in which each sentence has all words."""
    path = tmp_path_factory.mktemp("wordy")
    sentences = [f"{' '.join(WORDS[turn:] + WORDS[:turn])} {turn}." for turn in range(len(WORDS))]
    lines = (json.dumps({"id": f"d{number}", "text_en": " ".join(sentences)}) for number in range(300))
    (path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    bisearch.build([path], path / "index", bisearch.BuildOptions(engine=request.param))
    with bisearch.open(path / "index") as index:
        yield index


@pytest.fixture
def low_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lower the limits, as if the archive had many more passages."""
    monkeypatch.setattr(costs, "LEAST_PASSAGES", 0)
    monkeypatch.setattr(costs, "HITS_WORK", 300_000)
    monkeypatch.setattr(costs, "LEAST_HITS_WORK", 300_000)


@pytest.mark.usefixtures("low_limit")
@pytest.mark.parametrize(
    "query",
    [
        " ".join(f'+"{word}"' for word in WORDS * 10),
        " AND ".join(f"({one} OR {other})" for one in WORDS for other in WORDS)[:3900].rpartition(" AND ")[0],
        '"the of and to in letter"~100',
        '("the of" and to)~90 ("to in" the)~90 ("in of" the)~90',
    ],
)
@pytest.mark.parametrize("group", ["passage", "document"])
def test_the_message_names_the_costly_part_and_the_remedy(wordy: Index, query: str, group: Group) -> None:
    with pytest.raises(QueryCostError, match=r"takes most of it; use fewer or rarer words") as refused:
        wordy.search(query, group=group)
    assert 0 <= refused.value.position < len(query)


@pytest.mark.usefixtures("low_limit")
def test_a_lenient_search_runs_a_cheaper_query_in_place_of_a_refused_one(wordy: Index) -> None:
    query = " ".join(f'+"{word}"' for word in WORDS * 10)
    results = wordy.search(query, lenient=True, group="document")
    assert results.total
    assert results.interpretation in query
    assert results.notes


@pytest.mark.parametrize(
    "query", ["letter", "the of", '"letter minister"', '+council +"letter minister" -"council to"']
)
@pytest.mark.parametrize("group", ["passage", "document"])
def test_ordinary_queries_are_accepted(wordy: Index, query: str, group: Group) -> None:
    assert wordy.search(query, group=group).total


def test_many_hits_are_refused_with_the_number_that_is_allowed(wordy: Index, low_limit: None) -> None:  # noqa: ARG001
    with pytest.raises(QueryCostError, match=r"300 hits .*; at most \d+ are given at a time") as refused:
        wordy.search("letter", limit=1000)
    allowed = int(str(refused.value).partition("at most ")[2].split(" ")[0])
    assert len(wordy.search("letter", limit=allowed).hits) == allowed
    assert len(wordy.search("letter", limit=1000, timeout=600).hits) == 300


@pytest.mark.parametrize("options", [SearchOptions(), SearchOptions(group="document"), SearchOptions(sort="date")])
def test_a_search_stops_at_its_time_limit(wordy: Index, options: SearchOptions) -> None:
    with pytest.raises(SearchTimeoutError, match="stopped after 0 s"):
        wordy.search("the letter of the minister", options, timeout=0)
    assert wordy.search("the letter of the minister", options, timeout=600).total


def test_every_step_of_a_search_looks_at_its_deadline(wordy: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whenever the time runs out, the search ends with the error and not with an incomplete answer."""
    moments = iter(range(10**9))
    monkeypatch.setattr(time, "monotonic", lambda: float(next(moments)))
    with wordy._open_snapshot() as snapshot:  # noqa: SLF001 -- readers without the cost of opening
        readers = snapshot.readers
    answered, stopped = 0, 0
    for timeout in range(1, 400):
        try:
            results = search('the "letter minister" council', SearchOptions(timeout=timeout, limit=20), readers)
        except SearchTimeoutError:
            stopped += 1
        else:
            answered += 1
            assert len(results.hits) == 20
    assert answered
    assert stopped > 25


@pytest.mark.parametrize(
    "query", ['"the of letter"~3', '("the of" letter minister)~5', '"the the"~9', '+council "in to"~7']
)
def test_phrases_of_many_arrangements_are_found_in_batches_as_all_at_once(
    wordy: Index, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    options = SearchOptions(limit=300, timeout=600)

    def hits() -> list[dict[str, Any]]:
        return [hit.to_dict() for hit in wordy.search(query, options)]

    expected = hits()
    assert expected
    monkeypatch.setattr(tantivy_query, "BATCH_WORK", 0)
    assert hits() == expected


@pytest.mark.parametrize("wordy", ["tantivy"], indirect=True)
@pytest.mark.parametrize("call", ["search", "documents", "facets", "audit"])
def test_every_call_names_the_mistake_of_a_phrase_with_too_many_arrangements(
    wordy: Index, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    query = '"the of letter"~3'
    calls: dict[str, Callable[[], object]] = {
        "search": lambda: wordy.search(query),
        "documents": lambda: list(wordy.documents(query)),
        "facets": lambda: wordy.facets(query, by=("year",)),
        "audit": lambda: list(wordy.audit(query)),
    }
    monkeypatch.setattr(tantivy_query, "MAX_ARRANGEMENTS", 1)
    with pytest.raises(bisearch.QueryError, match="fewer words"):
        calls[call]()


def test_words_are_suggested_for_a_limited_number_of_words_only(wordy: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    query = "lettre ministre counsil"
    assert len(wordy.search(query).suggestions) == 3
    monkeypatch.setattr(suggestions, "MAX_SUGGESTED", 2)
    assert len(wordy.search(query).suggestions) == 2


def test_a_wrong_time_limit_is_refused() -> None:
    for wrong in (-1, float("nan"), float("inf"), "1", True):
        with pytest.raises(ValueError, match="timeout must be a number"):
            SearchOptions(timeout=wrong)  # type: ignore[arg-type]


@pytest.mark.usefixtures("low_limit")
def test_the_hits_of_long_texts_are_refused_earlier_than_those_of_short_ones(tmp_path: Path) -> None:
    short, long = "The letter.", f"The letter {'of the minister ' * 400}."
    documents = [
        Document(id=name, passages=[(f"Письмо {number}.", f"{number} {text}") for number in range(12)])
        for name, text in (("short", short), ("long", long))
    ]
    bisearch.build(documents, tmp_path / "index", bisearch.BuildOptions(jobs=1))
    with bisearch.open(tmp_path / "index") as index:
        assert len(index.search("letter id:short", limit=12).hits) == 12
        with pytest.raises(QueryCostError, match=r"12 hits would take too long; at most \d+ are given") as refused:
            index.search("letter id:long", limit=12)
        allowed = int(str(refused.value).partition("at most ")[2].split(" ")[0])
        assert 0 < len(index.search("letter id:long", limit=allowed).hits) == allowed
        assert len(index.search("letter id:long", limit=12, marks=False).hits) == 12
        assert len(index.search("letter id:long", limit=12, timeout=600).hits) == 12
