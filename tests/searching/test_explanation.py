from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.engines.nodes import AnyTerm, TermPhrase
from bisearch.searching.expansion.base import Expansion
from bisearch.searching.explanation import lookups
from bisearch.searching.results import LookUp

if TYPE_CHECKING:
    from bisearch import Index


def test_results_list_what_each_word_was_looked_up_by(spellings: Index) -> None:
    alternatives = {
        (lookup.word, lookup.side, lookup.why, form)
        for lookup in spellings.search("ЦК Смирнов").lookups
        for form, probability in lookup.alternatives
        if 0 < probability <= 1
    }
    assert alternatives >= {
        ("цк", "ru", "lemma", "цк"),
        ("цк", "en", "abbreviation", "cc"),
        ("цк", "en", "abbreviation", "central committee"),
        ("смирнов", "ru", "lemma", "смирнов"),
        ("смирнов", "en", "name", "smirnoff"),
    }


def test_excluded_words_are_not_listed(spellings: Index) -> None:
    assert {lookup.word for lookup in spellings.search("Смирнов -товарищ").lookups} == {"смирнов"}


def test_terms_are_listed_as_words_with_rounded_probabilities() -> None:
    name = Expansion(AnyTerm("en", ("=smith", "smyth")), "смит", "name", (0.97777, 0.5))
    assert lookups([name]) == (LookUp("смит", "en", "name", (("smith", 0.978), ("smyth", 0.5))),)


def test_a_date_is_listed_by_its_iso_form() -> None:
    date = Expansion(AnyTerm("ru", ("@1946-11-20",)), "20.XI.46", "date")
    assert lookups([date]) == (LookUp("20.XI.46", "ru", "date", (("1946-11-20", 1.0),)),)


def test_a_phrase_is_one_alternative() -> None:
    phrase = Expansion(TermPhrase("en", (("central",), ("=committee",))), "цк", "abbreviation")
    assert lookups([phrase]) == (LookUp("цк", "en", "abbreviation", (("central committee", 1.0),)),)
