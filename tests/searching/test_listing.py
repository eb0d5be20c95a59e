"""Lists of documents: all, or those that a query or filters keep."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest

import bisearch

if TYPE_CHECKING:
    from bisearch import Index


def ids(index: Index, query: str = "", **options: object) -> list[str]:
    return [document.id for document in index.documents(query, **options)]  # type: ignore[arg-type]


def test_all_documents_are_listed_by_id_or_by_date_with_the_undated_last(index: Index) -> None:
    assert ids(index) == ["cable-1", "letter-2", "memo-4", "note-3"]
    assert ids(index, sort="date") == ["cable-1", "letter-2", "note-3", "memo-4"]


def test_a_listed_document_has_its_description_its_size_and_its_sides(index: Index) -> None:
    cable, _, memo, note = index.documents()
    assert (cable.title, cable.date, cable.passages) == ("Cable on atomic energy", "1946-11-20", 2)
    assert [each.sides for each in (cable, memo, note)] == [("ru", "en"), ("en",), ("ru",)]
    assert (note.words_ru, note.words_en) == (4, 0)


@pytest.mark.parametrize(
    ("query", "options", "expected"),
    [
        ("title:cable OR title:letter", {}, ["cable-1", "letter-2"]),
        ("title:cable OR title:letter", {"date_from": "1947"}, ["letter-2"]),
        ("energy", {"date_to": "1946"}, ["cable-1"]),
        ("+energy -Truman", {"date_from": "1940"}, ["letter-2", "cable-1", "note-3"]),
        ("", {"date_from": "1946-11-21", "date_to": "март 1950"}, ["letter-2", "note-3"]),
        ("", {"date_from": datetime.date(1946, 11, 20), "date_to": "1946-11-20"}, ["cable-1"]),
        ("", {"fields": {"title": "cables"}}, ["cable-1"]),
        ("", {"fields": {"ref": "ф. 72", "title": "energy"}}, ["cable-1"]),
        ("", {"fields": {"id": "no-such-id"}}, []),
    ],
)
def test_a_query_and_filters_keep_documents(
    index: Index, query: str, options: dict[str, object], expected: list[str]
) -> None:
    assert ids(index, query, **options) == sorted(expected)


@pytest.mark.parametrize(
    "options",
    [
        {"sort": "score"},
        {"date_from": "when"},
        {"date_to": 1946},
        {"date_from": "1947", "date_to": "1946"},
        {"fields": {"ru": "слово"}},
        {"fields": {"title": " "}},
        {"fields": "title"},
    ],
)
def test_an_impossible_option_is_named_at_the_call(index: Index, options: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=rf"^{next(iter(options))}.* must "):
        index.documents(**options)  # type: ignore[arg-type]


def test_an_unknown_field_is_an_error_of_the_query(index: Index) -> None:
    with pytest.raises(bisearch.QueryError, match="no document has a field 'colour'"):
        ids(index, fields={"colour": "red"})


def test_an_index_is_a_collection_of_its_documents(index: Index) -> None:
    assert (len(index), "cable-1" in index, "cable" in index, 3 in index) == (4, True, False, False)


def test_a_list_outlives_a_refresh_and_a_close(index: Index) -> None:
    listed = index.documents()
    first = next(listed)
    index.close()
    assert [first.id, *(each.id for each in listed)] == ["cable-1", "letter-2", "memo-4", "note-3"]
    with pytest.raises(bisearch.IndexClosedError):
        ids(index)


def test_finding_the_documents_may_be_limited_in_time(index: Index) -> None:
    assert ids(index, "energy", timeout=60) == ids(index, "energy")
    for query in ("energy", "title:cable", ""):
        with pytest.raises(bisearch.SearchTimeoutError):
            ids(index, query, timeout=0)
    with pytest.raises(ValueError, match="timeout"):
        index.documents(timeout=-1)
