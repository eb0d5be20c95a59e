from __future__ import annotations

from bisearch.lexicon.function_words import attached_function_words, auxiliaries_of, complete_links, is_verb
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
    lemmas = ("основать", "идти", "учиться", "новость", "новый", "вскоре")
    assert [lemma for lemma in lemmas if is_verb((lemma,))] == ["основать", "идти", "учиться"]


def test_articles_and_auxiliaries_belong_to_a_following_word() -> None:
    forms = ["the", "effective", "end", "of", "the", "empire", "was", "marked"]
    assert dict(attached_function_words(forms, {1, 2, 5, 7}, {7})) == {0: 2, 3: 5, 4: 5, 6: 7}
    assert 6 not in dict(attached_function_words(forms, {1, 2, 5, 7}, {1}))
    assert dict(attached_function_words(["the"], (), ())) == {}
