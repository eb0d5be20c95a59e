from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any, get_type_hints

import pytest

import bisearch
from bisearch import SearchOptions
from bisearch.model import Side
from bisearch.searching.field_filters import Day
from bisearch.searching.options import SearchKeywords

# Names that the annotations use and that are imported for type checkers only.
NAMES = {"Mapping": Mapping, "Side": Side, "Day": Day}

if TYPE_CHECKING:
    from bisearch import Index


@pytest.mark.parametrize("query", ["id:cable-1", "date:1946-11", "title:atomic id:c*", "date:1946 AND NOT id:note-3"])
def test_by_default_a_query_with_filters_alone_lists_documents_without_passages(index: Index, query: str) -> None:
    results = index.search(query)
    assert results.group == "document"
    assert [(found.document.id, found.passages) for found in results.documents] == [("cable-1", 2)]
    assert results.total_documents == 1
    assert results.total == 2
    assert results.hits == results.documents[0].hits == ()


@pytest.mark.parametrize("query", ["id:cable-1 Смит", "date:1946-11 OR энергия", "Смит -id:cable-1"])
def test_by_default_a_query_with_words_finds_passages(index: Index, query: str) -> None:
    results = index.search(query)
    assert results.group == "passage"
    assert results.documents == ()
    assert results.total_documents is None


def test_a_listing_has_passages_if_best_asks_for_them(index: Index) -> None:
    (found,) = index.search("id:cable-1", SearchOptions(best=1)).documents
    assert [hit.passage.number for hit in found.hits] == [1]


def test_group_passage_finds_the_passages_of_filtered_documents(index: Index) -> None:
    results = index.search("id:cable-1", SearchOptions(group="passage"))
    assert results.group == "passage"
    assert [hit.passage.number for hit in results] == [1, 2]


def test_group_document_gives_the_passages_of_filtered_documents_too(index: Index) -> None:
    results = index.search("id:cable-1", SearchOptions(group="document"))
    assert results.group == "document"
    assert [len(found.hits) for found in results.documents] == [2]


def test_limit_and_offset_count_documents_in_a_listing(index: Index) -> None:
    ids = [
        found.document.id
        for offset in range(4)
        for found in index.search("id:*", SearchOptions(limit=1, offset=offset)).documents
    ]
    assert sorted(ids) == ["cable-1", "letter-2", "memo-4", "note-3"]
    assert index.search("id:*", limit=1).total_documents == 4


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("limit", -1),
        ("offset", -1),
        ("context", -1),
        ("best", -1),
        ("sort", "size"),
        ("group", "folder"),
        ("lang", "de"),
    ],
)
def test_an_impossible_value_is_refused(option: str, value: Any) -> None:
    with pytest.raises(ValueError, match=option):
        SearchOptions(**{option: value})


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("limit", "5"), ("limit", True), ("limit", None), ("offset", 1.5), ("context", "1"), ("best", "2"),
        ("sort", 1), ("sort", ["date"]), ("group", 1), ("lang", ["ru"]),
        ("translate", "no"), ("names", None), ("dates", 1), ("titles", "x"), ("suggest", 0), ("marks", 2),
        ("date_from", "when"), ("date_from", 1946), ("date_to", "1946-13"), ("date_to", ""), ("date_to", True),
        ("fields", ["title"]), ("fields", {"title": ""}), ("fields", {1: "x"}), ("fields", {"exact": "x"}),
        ("fields", {"date": "1946"}), ("k1", "1"), ("k1", True), ("b", [0]),
    ],
)  # fmt: skip
def test_a_value_of_the_wrong_type_or_range_is_named(index: Index, option: str, value: Any) -> None:
    with pytest.raises(ValueError, match=rf"^{option}\b.* must "):
        index.search("энергия", **{option: value})


def test_an_unknown_keyword_is_a_type_error_with_a_suggestion(index: Index) -> None:
    with pytest.raises(TypeError, match=r"^search has no keyword 'limmit'; did you mean 'limit'\?$"):
        index.search("энергия", limmit=3)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match=r"^search has no keyword 'xyz'; there are limit, offset, sort, "):
        index.search("энергия", xyz=3)  # type: ignore[call-arg]


@pytest.mark.parametrize("query", [None, 5, b"data", ["a"]])
def test_a_query_that_is_no_text_is_a_type_error(index: Index, query: Any) -> None:
    for call in (index.search, index.translate, index.document, index.documents, index.passage):
        with pytest.raises(TypeError, match=r"must be a text, not "):
            call(query)
    with pytest.raises(TypeError, match=r"^options must be SearchOptions, not 5$"):
        index.search("энергия", 5)  # type: ignore[arg-type]


def test_the_keywords_are_the_options() -> None:
    assert SearchKeywords.__annotations__.keys() == {field.name for field in fields(SearchOptions)}
    given, kept = (get_type_hints(each, localns=NAMES) for each in (SearchKeywords, SearchOptions))
    assert given == kept


def test_keywords_replace_the_same_options_and_keep_the_others(index: Index) -> None:
    options = SearchOptions(limit=1, sort="date", group="passage")
    results = index.search("энергия OR energy", options, limit=2, offset=1)
    assert (results.offset, [hit.document.date for hit in results]) == (1, ["1947", "1950-03"])
    assert options.limit == 1


QUERY = "энергия OR energy OR Смирнова"


@pytest.mark.parametrize(
    ("query", "keywords", "filtered"),
    [
        (QUERY, {"date_from": "1947"}, f"({QUERY}) date:1947.."),
        (QUERY, {"date_to": "20 ноября 1946"}, f"({QUERY}) date:..1946-11-20"),
        (
            QUERY,
            {"date_from": datetime.date(1946, 1, 1), "date_to": datetime.date(1946, 12, 31)},
            f"({QUERY}) date:1946",
        ),
        ("энергия", {"fields": {"title": "cable energy"}}, 'энергия title:"cable energy"'),
        ("+энергия -Трумэн", {"fields": {"id": "c*", "ref": "ф. 72"}}, '+энергия -Трумэн id:c* ref:"ф. 72"'),
        ("date:1946..1950", {"fields": {"title": "справка"}}, "date:1946..1950 title:справка"),
        ("", {"date_from": "1946", "date_to": "1947"}, "date:1946..1947"),
        (" ", {"fields": {"title": "letter"}}, "title:letter"),
        ("энергия", {"fields": {"заглавие": "cable", "фонд": "72"}}, "энергия заглавие:cable фонд:72"),
    ],
)
def test_dates_and_fields_filter_as_in_a_query(
    index: Index, query: str, keywords: dict[str, Any], filtered: str
) -> None:
    results, same = index.search(query, **keywords), index.search(filtered)
    assert results.total > 0
    record, expected = results.to_dict(), same.to_dict()
    typed = {"query": query, "interpretation": query, "seconds": 0}
    assert {**record, **typed} == {**expected, **typed}


def test_undated_documents_that_a_date_leaves_out_are_counted(index: Index) -> None:
    assert (index.search("energy", date_from="1900").undated, index.search("energy").undated) == (1, 0)


def test_a_query_without_a_word_is_still_a_mistake(index: Index) -> None:
    with pytest.raises(bisearch.QueryError, match="no word to look for"):
        index.search("")
    with pytest.raises(bisearch.QueryError, match="no document has a field 'colour'"):
        index.search("energy", fields={"colour": "red"})
