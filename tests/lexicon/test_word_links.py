from __future__ import annotations

from bisearch.lexicon.function_words import attached_function_words, auxiliaries_of, complete_links, is_verb
from bisearch.lexicon.word_links import Link, find_links
from bisearch.searching.highlighting import LEAST

KNOWN = {
    ("атом", "atomic"): 0.8,
    ("атом", "atom"): 0.8,
    ("мир", "peace"): 0.8,
    ("мид", "ministry"): 0.42,
    ("мид", "foreign"): 0.46,
    ("мид", "affair"): 0.49,
}


def words(text: str) -> list[tuple[str, ...]]:
    return [(word,) for word in text.split()]


def test_a_word_is_rendered_by_its_translation_in_this_pair() -> None:
    found = find_links([("мир",), ("атом",)], [("peaceful", "peace"), ("atom",)], KNOWN, ([0, 1], []), 0.5)
    assert [(link.ru, link.en) for link in found] == [(0, 0), (1, 1)]
    assert all(0.5 <= link.probability <= 1 for link in found)


def test_it_is_found_from_either_side() -> None:
    from_ru = find_links(words("мир атом"), words("atom peace"), KNOWN, ([0], []), 0.3)
    from_en = find_links(words("мир атом"), words("atom peace"), KNOWN, ([], [1]), 0.3)
    assert from_ru == from_en
    assert [(link.ru, link.en) for link in from_ru] == [(0, 1)]


def test_a_word_without_rendering_opposite_has_none() -> None:
    assert find_links(words("атом мир"), words("energy house"), KNOWN, ([0, 1], [0, 1]), 0.1) == []
    assert find_links(words("атом"), [], KNOWN, ([0], []), 0.1) == []


def test_words_that_compete_for_one_share_it() -> None:
    (alone,) = find_links(words("атом"), words("atom"), KNOWN, ([0], []), 0.1)
    (shared,) = find_links(words("атом атом"), words("atom"), KNOWN, ([0], []), 0.1)
    assert shared.probability < alone.probability <= 1


def test_a_word_that_two_claim_alike_is_neither_s() -> None:
    """Of *якобы передал* and *gave*, neither has another candidate, and nothing tells which of the two it renders."""
    known = KNOWN | {("якобы", "give"): 0.04, ("передать", "give"): 0.04}
    both = find_links(words("атом якобы передать мир"), words("atom give peace"), known, ([1, 2], []), 0.1)
    (alone,) = find_links(words("атом передать мир"), words("atom give peace"), known, ([1], []), 0.1)
    assert [link.probability < LEAST for link in both] == [True, True]
    assert alone.probability > LEAST


def test_a_repeated_word_goes_with_the_neighbours_that_it_stands_by() -> None:
    found = find_links(words("атом дом мир атом"), words("atom house peace atom"), KNOWN, ([3], []), 0.1)
    assert max(found, key=lambda link: link.probability)[:2] == (3, 3)


def test_a_phrase_that_renders_one_word_is_whole() -> None:
    found = find_links(words("мид решил"), words("the ministry of foreign affair decided"), KNOWN, ([0], []), 0.5)
    assert [link.en for link in found] == [1, 3, 4]


def test_a_name_nobody_taught_is_known_by_its_looks() -> None:
    found = find_links(words("приехал трумэн"), words("truman came"), {}, ([1], []), 0.6)
    assert [(link.ru, link.en) for link in found] == [(1, 0)]


def test_a_compound_tense_is_whole() -> None:
    forms = ["the", "institute", "had", "been", "founded"]
    assert list(auxiliaries_of(forms, 4, {1, 4}, "en")) == [3, 2]
    assert list(auxiliaries_of(forms, 4, {3, 4}, "en")) == []
    assert list(auxiliaries_of(["институт", "был", "основан"], 2, {2}, "ru")) == [1]


def test_auxiliaries_are_marked_with_verbs_only() -> None:
    """*was* of "was open" is not what *открытый* says, as it is of "was opened"."""
    opened = complete_links([Link(0, 2, 0.9)], ["открыли"], [("открыть",)], ["it", "was", "opened"])
    assert [(link.ru, link.en) for link in opened] == [(0, 2), (0, 1)]
    is_open = complete_links([Link(0, 2, 0.9)], ["открытый"], [("открытый",)], ["it", "was", "open"])
    assert [(link.ru, link.en) for link in is_open] == [(0, 2)]


def test_verbs_are_known_by_their_infinitive() -> None:
    lemmas = ("основать", "идти", "учиться", "новость", "новый", "вскоре")
    assert [lemma for lemma in lemmas if is_verb((lemma,))] == ["основать", "идти", "учиться"]


def test_articles_and_auxiliaries_lean_on_what_follows() -> None:
    forms = ["the", "effective", "end", "of", "the", "empire", "was", "marked"]
    assert dict(attached_function_words(forms, {1, 2, 5, 7}, {7})) == {0: 2, 3: 5, 4: 5, 6: 7}
    assert 6 not in dict(attached_function_words(forms, {1, 2, 5, 7}, {1}))
    assert dict(attached_function_words(["the"], (), ())) == {}
