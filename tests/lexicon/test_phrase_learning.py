from __future__ import annotations

import numpy as np

from bisearch.lexicon.phrase_learning import MAX_WORDS, MIN_BEADS, Tokens, learn_phrases


def tokens(beads: list[str]) -> Tokens:
    """Return the words of beads, each its own lemma."""
    words = [(number, word) for number, bead in enumerate(beads) for word in bead.split()]
    distinct = sorted({word for _, word in words})
    numbers = np.array([distinct.index(word) for _, word in words], np.int32)
    return Tokens(distinct, numbers, np.array([bead for bead, _ in words], np.int32), distinct, numbers)


def learn(ru: str, en: str, links: list[tuple[int, int]], times: int = MIN_BEADS) -> dict[tuple[str, str], int]:
    """Learn phrases from a pair of texts that occurs several times, with links by their words' positions."""
    lengths = len(ru.split()), len(en.split())
    places = [(i + at * lengths[0], j + at * lengths[1]) for at in range(times) for i, j in links]
    found = np.array(places, np.int64).reshape(-1, 2)
    pairs = learn_phrases(tokens([ru] * times), tokens([en] * times), (found[:, 0], found[:, 1]))
    return {(pair.ru, pair.en): pair.beads for pair in pairs}


def test_words_that_are_linked_only_with_each_other_are_a_phrase() -> None:
    found = learn("сельский хозяйство растёт", "agriculture grows", [(0, 0), (1, 0), (2, 1)])
    assert found["сельский хозяйство", "agriculture"] == MIN_BEADS
    assert ("хозяйство", "agriculture") not in found
    assert ("хозяйство растёт", "grows") not in found


def test_a_phrase_includes_the_function_words_within_it_and_none_at_its_ends() -> None:
    found = learn("академия наука", "the academy of science", [(0, 1), (1, 3)])
    assert set(found) == {("академия наука", "academy of science")}


def test_a_pair_in_few_beads_is_not_learned() -> None:
    assert learn("сельский хозяйство", "agriculture", [(0, 0), (1, 0)], MIN_BEADS - 1) == {}


def test_a_pair_twice_in_one_bead_counts_once() -> None:
    ru, en = "лос анджелес лос анджелес", "los angeles los angeles"
    links = [(place, place) for place in range(4)]
    assert learn(ru, en, links, 2) == {}


def test_a_phrase_that_is_mostly_translated_otherwise_is_not_learned() -> None:
    ru = ["белый дом"] * MIN_BEADS + ["белый дом большой"] * (2 * MIN_BEADS)
    en = ["white house"] * MIN_BEADS + ["edifice"] * (2 * MIN_BEADS)
    links = [(2 * at + place, 2 * at + place) for at in range(MIN_BEADS) for place in range(2)]
    found = np.array(links, np.int64)
    pairs = learn_phrases(tokens(ru), tokens(en), (found[:, 0], found[:, 1]))
    assert ("белый дом", "white house") not in {(pair.ru, pair.en) for pair in pairs}


def test_phrases_do_not_span_beads_and_have_a_greatest_length() -> None:
    words = " ".join("слово" + chr(ord("а") + number) for number in range(MAX_WORDS + 2))
    english = " ".join("word" + chr(ord("a") + number) for number in range(MAX_WORDS + 2))
    links = [(place, place) for place in range(MAX_WORDS + 2)]
    found = learn(words, english, links)
    assert max(len(ru.split()) for ru, _ in found) == MAX_WORDS
    assert all(ru.split()[0] < ru.split()[-1] for ru, _ in found)


def test_no_beads_and_no_links_give_no_phrases() -> None:
    none = np.zeros(0, np.int64)
    assert learn_phrases(tokens(["один два"]), tokens(["one two"]), (none, none)) == []
