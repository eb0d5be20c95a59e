from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.lexicon.phrase_links import LinkedPhrase, find_phrases, link_phrases
from bisearch.lexicon.phrases import PhrasesBeginning, PhraseTranslation
from bisearch.lexicon.word_links import Link

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bisearch.model import Side

LEXICON = [
    ("подать в отставка", "resign"),
    ("военнопленный", "prisoner of war"),
    ("совет министр", "council of minister"),
    ("совет", "board"),
    ("ан ссср", "ussr academy of science"),
]


def beginning_with(side: Side, lemmas: Iterable[str]) -> dict[str, PhrasesBeginning]:
    pairs = [pair if side == "ru" else pair[::-1] for pair in LEXICON]
    found = {}
    for lemma in lemmas:
        phrases = {
            key: [PhraseTranslation(key, other, other, 0.9, 0)] for key, other in pairs if key.split()[0] == lemma
        }
        if phrases:
            found[lemma] = PhrasesBeginning(phrases, frozenset(len(key.split()) for key in phrases))
    return found


def words(text: str) -> list[tuple[str, ...]]:
    return [(word,) for word in text.split()]


def linked(ru: str, en: str, links: Iterable[Link] = (), asked: int = 0) -> set[tuple[int, int]]:
    """Return the links of two texts if a Russian word is asked about."""
    phrases = find_phrases(words(ru), words(en), beginning_with, ({asked}, ()))
    return {(link.ru, link.en) for link in link_phrases(links, phrases, words(ru), words(en))}


def test_every_word_of_a_phrase_is_linked_with_the_one_word_that_translates_it() -> None:
    assert linked("подать в отставка вчера", "resign yesterday") == {(0, 0), (1, 0), (2, 0)}
    assert linked("военнопленный", "the prisoner of war") == {(0, 1), (0, 2), (0, 3)}


def test_a_phrase_is_found_from_either_side() -> None:
    found = find_phrases(words("подать в отставка"), words("he resign"), beginning_with, ((), {1}))
    assert found == [LinkedPhrase(range(3), range(1, 2), 0.9)]


def test_a_phrase_without_its_translation_or_without_a_word_asked_about_is_not_found() -> None:
    assert linked("подать в отставка", "he left") == set()
    assert linked("подать в отставка вчера", "resign yesterday", asked=3) == set()


def test_links_within_a_phrase_stay_and_those_to_words_outside_it_go() -> None:
    inside = [Link(0, 0, 0.8), Link(1, 2, 0.8)]
    assert linked("совет министр", "council of minister", inside) == {(0, 0), (1, 2)}
    outside = [Link(0, 1, 0.6), Link(3, 2, 0.6)]
    assert linked("подать в отставка вчера", "resign hand yesterday", outside) == {(0, 0), (1, 0), (2, 0), (3, 2)}


def test_the_longest_phrase_is_preferred() -> None:
    (phrase,) = find_phrases(words("совет министр"), words("board council of minister"), beginning_with, ({0}, ()))
    assert (phrase.ru, phrase.en) == (range(2), range(1, 4))


def test_phrases_that_occur_twice_are_linked_in_order() -> None:
    text_ru, text_en = words("военнопленный и военнопленный"), words("prisoner of war and prisoner of war")
    found = find_phrases(text_ru, text_en, beginning_with, ({0, 2}, ()))
    assert {(phrase.ru.start, phrase.en.start) for phrase in found} == {(0, 0), (2, 4)}


def test_empty_texts_have_no_phrases() -> None:
    assert find_phrases([], words("resign"), beginning_with, ((), {0})) == []
    assert link_phrases([], [], [], []) == []


def test_a_word_without_link_belongs_to_the_translation_of_the_word_beside_it() -> None:
    inside = [Link(0, 1, 0.8), Link(1, 0, 0.8)]
    assert linked("ан ссср", "ussr academy of science", inside) == {(0, 1), (1, 0), (0, 3)}
