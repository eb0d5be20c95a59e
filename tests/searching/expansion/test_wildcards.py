from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bisearch import QueryError

if TYPE_CHECKING:
    from bisearch import Index


def looked_up(index: Index, query: str) -> set[str]:
    return {form for lookup in index.search(query).lookups for form, _ in lookup.alternatives}


def test_a_prefix_matches_the_forms_of_the_index_that_begin_with_it(index: Index) -> None:
    assert looked_up(index, "энерг*") == {"энергия", "энергией", "энергии"}


@pytest.mark.parametrize(
    ("query", "forms"),
    [
        ("эн*гия", {"энергия"}),
        ("энерги?", {"энерг", "энергия", "энергии"}),
        ("exact:энерги?", {"энергия", "энергии"}),
        ("*ргией", {"энергией"}),
        ("?нергией", {"энергией"}),
        ("э*г??", {"энергии", "энергия"}),
    ],
)
def test_a_pattern_matches_the_whole_forms_of_the_index(index: Index, query: str, forms: set[str]) -> None:
    assert {form for form in looked_up(index, query) if form.startswith("эн")} == forms


def test_a_fuzzy_word_matches_the_forms_within_the_given_number_of_letters(index: Index) -> None:
    assert looked_up(index, "Смип~1") == {"смит"}
    assert looked_up(index, "Смипп~1") == set()
    assert looked_up(index, "Смипп~2") >= {"смит"}


def test_a_prefix_that_matches_too_many_words_is_refused(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bisearch.searching.expansion.wildcards.MAX_FORMS", 1)
    with pytest.raises(QueryError, match="type more letters") as caught:
        index.search("Smith см*")
    assert caught.value.position == 6


def test_a_fuzzy_word_that_matches_too_many_words_is_refused(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bisearch.searching.expansion.wildcards.MAX_FORMS", 0)
    with pytest.raises(QueryError, match="Смип~1 matches more than 0 words"):
        index.search("Смип~1")


def test_a_pattern_in_a_quotation_that_matches_no_form_finds_nothing(index: Index) -> None:
    results = index.search('"атомной нетакого*"')
    assert results.total == 0
    assert [lookup.alternatives[0][0] for lookup in results.lookups] == ["атомный нетакого*"]
