from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bisearch import SearchOptions

if TYPE_CHECKING:
    from bisearch import Index


def test_a_similar_word_is_suggested_for_a_word_without_match(spellings: Index) -> None:
    (suggestion,) = spellings.search("разскаэа").suggestions
    assert (suggestion.word, suggestion.instead) == ("разскаэа", ("разсказа",))


def test_suggestions_can_be_switched_off(spellings: Index) -> None:
    assert spellings.search("разскаэа", SearchOptions(suggest=False)).suggestions == ()


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("разсказа", id="it matches"),
        pytest.param("мрр", id="it is too short"),
        pytest.param("1847", id="it is a number"),
        pytest.param("разскаэ*", id="it has a wildcard"),
        pytest.param("Деканозов -разскаэа", id="it is excluded"),
        pytest.param("бегемот", id="nothing is similar"),
    ],
)
def test_no_word_is_suggested_for_a_word_if(spellings: Index, query: str) -> None:
    assert spellings.search(query).suggestions == ()


def test_no_word_is_suggested_on_a_side_that_is_not_searched(spellings: Index) -> None:
    assert spellings.search("разскаэа", SearchOptions(lang="en")).suggestions == ()
    assert spellings.search("разскаэа", SearchOptions(lang="ru")).suggestions
