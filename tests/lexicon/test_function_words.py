from __future__ import annotations

from bisearch.lexicon.function_words import (
    attached_function_words,
    attached_links,
    auxiliaries_of,
    complete_links,
    is_verb,
)
from bisearch.lexicon.word_links import Link


def test_the_auxiliaries_of_a_compound_tense_are_found() -> None:
    forms = ["the", "institute", "had", "been", "founded"]
    assert list(auxiliaries_of(forms, 4, {1, 4}, "en")) == [3, 2]
    assert list(auxiliaries_of(forms, 4, {3, 4}, "en")) == []
    assert list(auxiliaries_of(["институт", "был", "основан"], 2, {2}, "ru")) == [1]


def test_auxiliaries_are_linked_with_verbs_only() -> None:
    """*was* of "was open" does not translate *открытый*, but "was opened" translates *открыли*."""
    opened = complete_links([Link(0, 2, 0.9)], ["открыли"], [("открыть",)], ["it", "was", "opened"])
    assert [(link.ru, link.en) for link in opened] == [(0, 2), (0, 1)]
    is_open = complete_links([Link(0, 2, 0.9)], ["открытый"], [("открытый",)], ["it", "was", "open"])
    assert [(link.ru, link.en) for link in is_open] == [(0, 2)]


def test_verbs_are_recognized_by_their_infinitives() -> None:
    lemmas = ("основать", "идти", "учиться", "новость", "новый", "вскоре", "шесть", "девять", "ночь")
    assert [lemma for lemma in lemmas if is_verb((lemma,))] == ["основать", "идти", "учиться"]


def test_articles_and_auxiliaries_belong_to_a_following_word() -> None:
    forms = ["the", "effective", "end", "of", "the", "empire", "was", "marked"]
    assert dict(attached_function_words(forms, {1, 2, 5, 7}, {7})) == {0: 2, 3: 5, 4: 5, 6: 7}
    assert 6 not in dict(attached_function_words(forms, {1, 2, 5, 7}, {1}))
    assert dict(attached_function_words(["the"], (), ())) == {}


def completed(link: Link, ru: str, en: str, lemmas: dict[str, str] | None = None) -> set[tuple[int, int]]:
    """Return the links that complete a link of two texts."""
    forms = ru.split()
    found = complete_links([link], forms, [((lemmas or {}).get(form, form),) for form in forms], en.split())
    return {(link.ru, link.en) for link in found}


def test_the_word_for_year_is_linked_with_the_number_of_a_year() -> None:
    lemmas = {"году": "год", "человек": "человек"}
    assert completed(Link(1, 1, 0.9), "в 1917 году", "in 1917", lemmas) == {(1, 1), (2, 1)}
    assert completed(Link(1, 1, 0.9), "в 1917 человек", "in 1917", lemmas) == {(1, 1)}
    assert completed(Link(1, 1, 0.9), "в 12 году", "in 12", lemmas) == {(1, 1)}


def test_words_without_translation_are_linked_with_the_word_they_belong_to() -> None:
    assert completed(Link(0, 1, 0.9), "есть", "there are") == {(0, 1), (0, 0)}
    assert completed(Link(0, 0, 0.9), "более", "more than") == {(0, 0), (0, 1)}
    assert completed(Link(0, 0, 0.9), "больше", "bigger than") == {(0, 0)}


def test_the_relative_pronoun_of_a_clause_is_linked_with_a_participle() -> None:
    lemmas = {"подписанная": "подписать", "подписали": "подписать"}
    assert completed(Link(0, 2, 0.9), "подписанная", "which was signed", lemmas) == {(0, 2), (0, 1), (0, 0)}
    assert completed(Link(0, 1, 0.9), "подписали", "that signed", lemmas) == {(0, 1)}


def test_a_preposition_is_linked_with_the_preposition_of_the_same_noun() -> None:
    forms, lemmas = ["в", "этот", "день"], [("в",), ("этот",), ("день",)]
    links = [Link(1, 1, 0.9), Link(2, 2, 0.9)]
    assert attached_links(links, forms, lemmas, ["on", "this", "day"]) == {(0, 0)}


def test_a_preposition_is_not_linked_across_a_noun() -> None:
    """*of Christianity* is only a case in Russian, and с belongs to истоков."""
    forms = ["с", "истоков", "христианства"]
    links = [Link(1, 1, 0.9), Link(2, 3, 0.9)]
    found = attached_links(links, forms, [(form,) for form in forms], ["from", "beginnings", "of", "christianity"])
    assert found == {(0, 0), (2, 2)}
