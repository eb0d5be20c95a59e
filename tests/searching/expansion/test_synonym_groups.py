from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bisearch.engines.nodes import AnyTerm, TermPhrase
from bisearch.searching.expansion.base import Expansion
from bisearch.searching.expansion.synonym_groups import relative_to_likeliest, synonym_groups

if TYPE_CHECKING:
    from collections.abc import Collection


def own_lemmas(forms: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return each form as its own lemma."""
    return {form: (form,) for form in forms}


def test_certain_terms_of_the_own_side_count_as_the_word_itself() -> None:
    names = Expansion(AnyTerm("ru", ("=смита", "=смету")), "смит", "name", (0.95, 0.7))
    groups = synonym_groups(("смит",), [names], ("ru",), own_lemmas)
    assert groups.own == ("смит", "=смита")
    assert groups.separate == (AnyTerm("ru", ("=смету",), weights=(0.7,)),)


def test_translations_are_weighted_relative_to_the_likeliest() -> None:
    translation = Expansion(AnyTerm("en", ("weather", "storm")), "погода", "translation", (0.5, 0.1))
    assert synonym_groups(("погода",), [translation], ("ru",), own_lemmas).across == {
        "weather": 1.0,
        "storm": pytest.approx(0.2),
    }


def test_names_on_the_other_side_keep_their_probabilities() -> None:
    name = Expansion(AnyTerm("en", ("=smith",)), "смит", "name", (0.8,))
    assert synonym_groups(("смит",), [name], ("ru",), own_lemmas).across == {"=smith": 0.8}


def test_phrases_are_looked_up_beside_the_group() -> None:
    phrase = TermPhrase("en", (("central",), ("committee",)))
    groups = synonym_groups(("цк",), [Expansion(phrase, "цк", "abbreviation")], ("ru",), own_lemmas)
    assert groups.nodes(("ru",)) == (AnyTerm("ru", ("цк",)), phrase)


def test_a_word_with_translations_has_one_group_on_each_side() -> None:
    translation = Expansion(AnyTerm("en", ("peace",)), "мир", "translation", (0.4,))
    groups = synonym_groups(("мир",), [translation], ("ru",), own_lemmas)
    assert groups.nodes(("ru",)) == (AnyTerm("ru", ("мир",)), AnyTerm("en", ("peace",), weights=(1.0,)))
    assert groups.terms == {"мир", "peace"}


def test_the_likeliest_translation_has_weight_one() -> None:
    assert relative_to_likeliest({"погода": 0.5, "буря": 0.1}) == {"погода": 1.0, "буря": 0.2}
    assert relative_to_likeliest({}) == {}


def test_a_name_that_is_found_by_spelling_and_by_translation_counts_once() -> None:
    names = Expansion(AnyTerm("en", ("=stalin", "=staline")), "сталин", "name", (0.97, 0.8))
    translation = Expansion(AnyTerm("en", ("stalin",)), "сталин", "translation", (0.9,))
    groups = synonym_groups(("сталин",), [names, translation], ("ru",), own_lemmas)
    assert groups.across == {"=staline": 0.8, "stalin": 1.0}
