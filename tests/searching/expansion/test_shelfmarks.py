from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bisearch import SearchOptions
from bisearch.query.tree import ShelfmarkMention
from bisearch.searching.expansion.shelfmarks import shelfmark_phrases

if TYPE_CHECKING:
    from bisearch import Index


def found(index: Index, query: str, **options: bool) -> set[str]:
    return {hit.document.id for hit in index.search(query, SearchOptions(**options))}  # type: ignore[arg-type]


@pytest.mark.parametrize("query", ["ф. 558 оп. 11", "f. 558, op. 11", "фонд 558, опись 11"])
def test_a_shelfmark_is_found_in_either_script(spellings: Index, query: str) -> None:
    assert found(spellings, query) == {"ru-date", "en-mark"}


def test_without_abbreviations_a_shelfmark_is_found_only_in_the_script_as_typed(spellings: Index) -> None:
    assert found(spellings, "ф. 558 оп. 11", abbreviations=False) == {"ru-date"}


def test_a_shelfmark_finds_the_documents_that_have_it_as_reference(spellings: Index) -> None:
    assert found(spellings, "f. 17, op. 3") == {"ru"}


def test_a_shelfmark_is_looked_up_whole_and_by_each_of_its_parts() -> None:
    mention = ShelfmarkMention((("fond", "558"), ("opis", "11")), "ф. 558, оп. 11", 14)
    whole, fond, opis = shelfmark_phrases(mention, ["en"])
    assert whole.slots == fond.slots + opis.slots
    assert fond.slots[1] == ("=558",)
    assert {"f", "=fond"} <= set(fond.slots[0])


def test_a_shelfmark_of_one_part_is_looked_up_once_for_each_side() -> None:
    phrases = shelfmark_phrases(ShelfmarkMention((("fond", "558"),), "ф. 558", 6), ["ru", "en"])
    assert [phrase.side for phrase in phrases] == ["ru", "en"]
