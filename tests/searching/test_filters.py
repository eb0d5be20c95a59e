from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bisearch import QueryError, SearchOptions

if TYPE_CHECKING:
    from bisearch import Index


def found(index: Index, query: str) -> list[str]:
    return sorted(each.document.id for each in index.search(query, SearchOptions(group="document")).documents)


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        pytest.param("id:note-3", ["note-3"], id="a whole id"),
        pytest.param("id:note", [], id="a part of an id"),
        pytest.param("id:c*", ["cable-1"], id="the beginning of an id"),
        pytest.param("id:*", ["cable-1", "letter-2", "memo-4", "note-3"], id="any id"),
        pytest.param('ref:"ф. 72"', ["cable-1"], id="a part of a reference in the other script"),
        pytest.param('ref:"f. 72, op. 3"', ["cable-1"], id="adjacent parts of a reference"),
        pytest.param('ref:"ф. 7"', [], id="the beginning of a number"),
        pytest.param("title:atomic", ["cable-1"], id="a word of a title"),
        pytest.param("title:letters", ["letter-2"], id="another form of a word of a title"),
        pytest.param('title:"cable energy"', ["cable-1"], id="several words of a title"),
        pytest.param('title:"cable letter"', [], id="words of different titles"),
        pytest.param("date:1946-11", ["cable-1"], id="the month of a day"),
        pytest.param("date:1947-05", ["letter-2"], id="a month of a year"),
        pytest.param("date:1947..", ["letter-2", "note-3"], id="a range without end"),
    ],
)
def test_a_filter_keeps_only_the_documents_that_pass_it(index: Index, query: str, ids: list[str]) -> None:
    assert found(index, query) == ids


def test_documents_must_match_every_filter(index: Index) -> None:
    assert found(index, "date:1946..1950 title:letter") == ["letter-2"]
    assert found(index, "id:cable-1 id:note-3") == []


def test_a_filter_on_the_title_needs_a_word(index: Index) -> None:
    with pytest.raises(QueryError, match="title: needs a word to look for") as caught:
        index.search('Smith title:"—"')
    assert caught.value.position == 12
