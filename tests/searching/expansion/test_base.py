from __future__ import annotations

import pytest

from bisearch import Index, SearchOptions
from bisearch.engines.nodes import AnyTerm, TermPhrase
from bisearch.searching.expansion.base import Expansion


def found(index: Index, query: str, **options: bool) -> set[str]:
    return {hit.document.id for hit in index.search(query, SearchOptions(**options))}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "switch", "without"),
    [
        ("Деканозов", "names", {"both", "ru"}),
        ("Smirnow", "names", set()),
        ("CC VKP(b)", "abbreviations", {"both"}),
        ("Central Committee", "abbreviations", {"en"}),
        ("товарищ", "abbreviations", set()),
        ("ноябрь 1946", "dates", {"both", "en"}),
    ],
)
def test_each_way_of_expanding_can_be_switched_off(
    spellings: Index, query: str, switch: str, without: set[str]
) -> None:
    assert found(spellings, query, translate=False, **{switch: False}) == without
    assert found(spellings, query, translate=False) > without


@pytest.mark.parametrize("query", ["exact:Деканозов", "Stalin -Dekanosow", "exact:comrade"])
def test_exact_and_excluded_words_are_not_expanded(spellings: Index, query: str) -> None:
    assert found(spellings, query) <= {"both"}


@pytest.mark.parametrize("query", ['"Dekanosow"', '"comrade"'])
def test_a_quoted_word_is_only_translated(spellings: Index, query: str) -> None:
    assert found(spellings, query, translate=False) <= {"both"}


def test_terms_without_probabilities_are_certain() -> None:
    expansion = Expansion(AnyTerm("ru", ("мир", "=мира")), "мир", "lemma")
    assert expansion.term_probabilities == {"мир": 1.0, "=мира": 1.0}
    assert expansion.probability(["мир"]) == 1.0


def test_a_token_has_the_probability_of_its_likeliest_term() -> None:
    expansion = Expansion(AnyTerm("ru", ("мир", "покой")), "peace", "translation", (0.8, 0.3))
    assert expansion.probability(["=мира", "мир", "покой"]) == 0.8
    assert expansion.probability(["покой"]) == 0.3


def test_a_word_has_one_slot_and_a_phrase_one_for_each_word() -> None:
    assert Expansion(AnyTerm("ru", ("мир", "покой")), "peace", "translation").slots == (("мир", "покой"),)
    phrase = Expansion(TermPhrase("en", (("central",), ("committee",))), "цк", "abbreviation")
    assert phrase.slots == (("central",), ("committee",))
    assert phrase.term_probabilities == {}
