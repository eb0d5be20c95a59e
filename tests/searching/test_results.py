"""Results are a sequence of hits, and dictionaries that are the JSON of the commands."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pytest

import bisearch
from bisearch import SearchOptions

if TYPE_CHECKING:
    from pathlib import Path

    from bisearch import Index
    from bisearch.searching.results import Group

QUERY = "энергия OR energy OR Смит"


def test_a_search_record_has_hits_with_marks(index: Index) -> None:
    record = index.search("+Смит +id:cable-1").to_dict()
    totals = ["total", "total_literal", "total_by_translation"]
    keys = ["query", *totals, "offset", "seconds", "hits", "suggestions", "undated", "interpretation", "notes"]
    assert list(record) == keys
    (hit,) = record["hits"]
    assert list(hit) == ["document", "passage", "score", "matched", "before", "after"]
    mark = hit["passage"]["ru"]["marks"][0]
    assert list(mark) == ["start", "end", "word", "why", "probability"]
    assert hit["passage"]["ru"]["text"][mark["start"] : mark["end"]] == "Смит"


def test_a_search_for_documents_has_documents_in_place_of_hits(index: Index) -> None:
    record = index.search("id:cable-1", SearchOptions(group="document")).to_dict()
    assert "hits" not in record
    (found,) = record["documents"]
    assert record["total_documents"] == 1
    assert list(found) == ["document", "score", "matched", "passages", "hits"]
    assert all("document" not in hit for hit in found["hits"])


def test_an_explained_search_record_has_lookups(index: Index) -> None:
    (lookup, *_) = index.search("Смит").to_dict(explain=True)["lookups"]
    assert list(lookup) == ["word", "side", "why", "alternatives", "source"]
    assert list(lookup["alternatives"][0]) == ["form", "probability"]


def test_results_are_a_sequence_of_their_hits(index: Index) -> None:
    results = index.search(QUERY)
    assert isinstance(results, Sequence)
    assert (len(results), list(results), list(reversed(results))) == (4, list(results.hits), list(results.hits)[::-1])
    assert (results[0], results[-1], results[1:3]) == (results.hits[0], results.hits[-1], results.hits[1:3])
    assert (results.index(results.hits[2]), results.hits[1] in results) == (2, True)
    with pytest.raises(IndexError):
        results[4]


def test_results_are_true_if_there_are_hits_or_documents_to_show(index: Index) -> None:
    assert index.search("Смит")
    assert not index.search("нетакогослова")
    assert not index.search("Смит", SearchOptions(limit=0))
    listed = index.search("date:1946")
    assert listed
    assert (len(listed), len(listed.documents)) == (0, 1)


def test_a_repr_is_short_and_names_the_query_and_the_size(index: Index) -> None:
    assert repr(index.search(QUERY, SearchOptions(limit=2))) == f"<Results for {QUERY!r}: 2 of 4 hits>"
    assert repr(index.search("date:1946")) == "<Results for 'date:1946': 1 of 1 documents>"
    (hit,) = index.search("+Смит +id:cable-1")
    assert repr(hit).startswith("<Hit 'cable-1', Passage(1, ru='Смит сообщил о контроле над атомной энергией.', en='")
    (found,) = index.search("date:1946").documents
    assert repr(found).startswith("<DocumentHit 'cable-1', 2 passages, score ")


@pytest.mark.parametrize(
    "options",
    [
        ["--json"],
        ["--json", "--explain", "-C", "1"],
        ["--jsonl"],
        ["--json", "--group", "document"],
        ["--jsonl", "--group", "document", "--best", "1"],
    ],
)
def test_the_commands_print_what_to_dict_returns(index_folder: Path, options: list[str]) -> None:
    command = [sys.executable, "-m", "bisearch", "search", "--index", str(index_folder), *options, QUERY]
    printed = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
    group: Group = "document" if "document" in options else "passage"
    context, best = int("-C" in options), 1 if "--best" in options else None
    with bisearch.open(index_folder) as index:
        results = index.search(QUERY, SearchOptions(group=group, context=context, best=best))
    if "--jsonl" in options:
        expected = [each.to_dict() for each in (results.documents if group == "document" else results)]
        assert [json.loads(line) for line in printed.splitlines()] == json.loads(json.dumps(expected))
    else:
        record = json.loads(json.dumps(results.to_dict(explain="--explain" in options)))
        assert {**json.loads(printed), "seconds": 0} == {**record, "seconds": 0}
