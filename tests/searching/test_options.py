from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bisearch import SearchOptions

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
