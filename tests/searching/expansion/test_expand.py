from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bisearch import SearchOptions
from bisearch.engines.nodes import AnyTerm, Either
from bisearch.searching.expansion.expand import any_of

if TYPE_CHECKING:
    from bisearch import Index


def found(index: Index, query: str) -> set[str]:
    return {hit.document.id for hit in index.search(query)}


@pytest.mark.parametrize("query", ["20 November 1946", "20 ноября 1946 г.", "20.XI.46г.", "1946-11-20"])
def test_a_date_is_found_in_every_notation(spellings: Index, query: str) -> None:
    assert found(spellings, query) == {"both", "ru-date", "en"}


@pytest.mark.parametrize("query", ["мир", "вечный", "новый", "рассказ"])
def test_modern_spelling_finds_prereform_spelling(spellings: Index, query: str) -> None:
    assert "old" in found(spellings, query)


def test_lang_limits_expansions_to_its_side(spellings: Index) -> None:
    hits = spellings.search("Dekanozov", SearchOptions(lang="ru"))
    assert {hit.document.id for hit in hits} == {"both", "ru"}
    assert {lookup.side for lookup in hits.lookups} == {"ru"}


def test_a_quoted_word_that_is_not_translated_is_looked_up_by_its_lemma_alone(spellings: Index) -> None:
    (lookup,) = spellings.search('"товарища"', SearchOptions(translate=False)).lookups
    assert (lookup.side, lookup.why, lookup.alternatives) == ("ru", "lemma", (("товарищ", 1.0),))


def test_an_exact_word_is_looked_up_as_written(spellings: Index) -> None:
    (lookup,) = spellings.search("exact:Деканозову").lookups
    assert (lookup.side, lookup.why, lookup.alternatives) == ("ru", "exact", (("деканозову", 1.0),))


def test_any_of_one_node_is_that_node() -> None:
    one, two = AnyTerm("ru", ("мир",)), AnyTerm("en", ("peace",))
    assert any_of([one]) == one
    assert any_of([one, two]) == Either((one, two))
