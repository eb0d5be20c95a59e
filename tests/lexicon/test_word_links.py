from __future__ import annotations

import time

from bisearch.lexicon.word_links import find_links
from bisearch.searching.highlighting import MIN_TRANSLATION_PROBABILITY

KNOWN = {
    "атом": {"atomic": 0.8, "atom": 0.8},
    "мир": {"peace": 0.8},
    "мид": {"ministry": 0.42, "foreign": 0.46, "affair": 0.49},
}


def words(text: str) -> list[tuple[str, ...]]:
    return [(word,) for word in text.split()]


def test_a_word_is_linked_with_its_translation_in_the_passage() -> None:
    found = find_links([("мир",), ("атом",)], [("peaceful", "peace"), ("atom",)], KNOWN, ([0, 1], []), 0.5)
    assert [(link.ru, link.en) for link in found] == [(0, 0), (1, 1)]
    assert all(0.5 <= link.probability <= 1 for link in found)


def test_a_link_is_found_from_either_side() -> None:
    from_ru = find_links(words("мир атом"), words("atom peace"), KNOWN, ([0], []), 0.3)
    from_en = find_links(words("мир атом"), words("atom peace"), KNOWN, ([], [1]), 0.3)
    assert from_ru == from_en
    assert [(link.ru, link.en) for link in from_ru] == [(0, 1)]


def test_a_word_without_a_translation_has_no_link() -> None:
    assert find_links(words("атом мир"), words("energy house"), KNOWN, ([0, 1], [0, 1]), 0.1) == []
    assert find_links(words("атом"), [], KNOWN, ([0], []), 0.1) == []


def test_words_that_compete_for_a_translation_share_its_probability() -> None:
    (alone,) = find_links(words("атом"), words("atom"), KNOWN, ([0], []), 0.1)
    (shared,) = find_links(words("атом атом"), words("atom"), KNOWN, ([0], []), 0.1)
    assert shared.probability < alone.probability <= 1


def test_a_word_with_two_equal_candidates_is_linked_with_neither() -> None:
    """Of *якобы передал*, either word may be the one that *gave* translates."""
    known = KNOWN | {"якобы": {"give": 0.04}, "передать": {"give": 0.04}}
    both = find_links(words("атом якобы передать мир"), words("atom give peace"), known, ([1, 2], []), 0.1)
    (alone,) = find_links(words("атом передать мир"), words("atom give peace"), known, ([1], []), 0.1)
    assert [link.probability < MIN_TRANSLATION_PROBABILITY for link in both] == [True, True]
    assert alone.probability > MIN_TRANSLATION_PROBABILITY


def test_a_repeated_word_is_linked_by_its_neighbours() -> None:
    found = find_links(words("атом дом мир атом"), words("atom house peace atom"), KNOWN, ([3], []), 0.1)
    assert max(found, key=lambda link: link.probability)[:2] == (3, 3)


def test_a_phrase_that_translates_one_word_is_linked_as_a_whole() -> None:
    found = find_links(words("мид решил"), words("the ministry of foreign affair decided"), KNOWN, ([0], []), 0.5)
    assert [link.en for link in found] == [1, 3, 4]


def test_an_unknown_name_is_linked_by_its_spelling() -> None:
    found = find_links(words("приехал трумэн"), words("truman came"), {}, ([1], []), 0.6)
    assert [(link.ru, link.en) for link in found] == [(1, 0)]


def test_a_name_is_not_linked_with_a_common_word_where_a_name_alike_is_opposite() -> None:
    """The dictionaries take Козлов for the name or for goats."""
    known = {"козел": {"goat": 0.8}, "видеть": {"see": 0.8}}
    ru, en = [("козлов", "козел"), ("видеть",), ("козел",)], words("kozlov see goat")
    found = find_links(ru, en, known, ([0, 2], []), 0.4)
    assert [(link.ru, link.en) for link in found] == [(0, 0), (2, 2)]
    assert [(link.ru, link.en) for link in find_links(ru, en, known, ([], [0]), 0.4)] == [(0, 0)]
    without_name = find_links(ru[:2], words("goat see"), known, ([0], []), 0.4)
    assert [(link.ru, link.en) for link in without_name] == [(0, 0)]


def test_a_further_lemma_that_is_a_function_word_does_not_link_a_content_word() -> None:
    """The dictionaries take the misspelled иего for и."""
    assert find_links([("иего", "и")], words("and"), {"и": {"and": 0.6}}, ([0], []), 0.1) == []
    assert find_links([("и",)], words("and"), {"и": {"and": 0.6}}, ([0], []), 0.1)


def test_texts_of_the_same_words_again_and_again_have_no_links_where_all_supports_would_take_long() -> None:
    known = {"атом": {"atom": 0.9}}
    few, many = [("атом",)] * 2, [("атом",)] * 300
    assert find_links(few, [("atom",)] * 2, known, ([0, 1], []), 0.1)
    began = time.process_time()
    assert find_links(many, [("atom",)] * 300, known, (range(300), []), 0.0) == []
    assert time.process_time() - began < 30  # all supports would take minutes
