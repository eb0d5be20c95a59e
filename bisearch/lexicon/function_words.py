"""Function words that have no translation of their own: auxiliaries, articles and prepositions.

A compound tense is translated as a whole: *had been founded* translates *основан*; but in *is new*, only *new*
translates *новый*. Articles, and prepositions that Russian expresses by case, belong to their noun; readers do not want
them highlighted, but gold word alignments include them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.analysis.stop_words import is_stop_word
from bisearch.lexicon.word_links import Link
from bisearch.word_lists import read_word_set

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from bisearch.lexicon.word_links import Lemmas
    from bisearch.model import Side

# Largest distance between a function word and the word it belongs to.
REACH = 4
# Endings of infinitives, the lemmas of verbs, and of nouns with the same ending.
_INFINITIVES, _NOUNS = ("ть", "ти", "чь", "ться", "тись", "чься"), ("ость",)


def complete_links(
    linked: Iterable[Link], forms_ru: Sequence[str], lemmas_ru: Lemmas, forms_en: Sequence[str]
) -> list[Link]:
    """Complete links for highlighting: without articles, and with the auxiliaries of each linked verb.

    Args:
        linked: links of a pair of texts.
        forms_ru: the words of the Russian text.
        lemmas_ru: the lemmas of each word of the Russian text.
        forms_en: the words of the English text.

    Returns:
        The links without those of articles, followed by links of auxiliaries.
    """
    kept = [link for link in linked if forms_en[link.en] not in read_word_set("lexicon", "articles.en.txt")]
    taken_ru, taken_en = {link.ru for link in kept}, {link.en for link in kept}
    links = list(kept)
    for link in kept:
        if not is_verb(lemmas_ru[link.ru]):
            continue
        links += [Link(place, link.en, link.probability) for place in auxiliaries_of(forms_ru, link.ru, taken_ru, "ru")]
        links += [Link(link.ru, place, link.probability) for place in auxiliaries_of(forms_en, link.en, taken_en, "en")]
    return links


def is_verb(lemmas: Sequence[str]) -> bool:
    """Return whether a Russian word with these lemmas may be a verb, a participle or a gerund."""
    return any(lemma.endswith(_INFINITIVES) and not lemma.endswith(_NOUNS) for lemma in lemmas)


def auxiliaries_of(forms: Sequence[str], place: int, taken: Collection[int], side: Side) -> Iterator[int]:
    """Yield the positions of the auxiliaries right before a word, the nearest first.

    Args:
        forms: the words of one side of a passage.
        place: position of the word.
        taken: positions of words that have translations of their own.
        side: language of the words.
    """
    auxiliaries = read_word_set("lexicon", f"auxiliaries.{side}.txt")
    if is_stop_word(forms[place]):
        return
    while (place := place - 1) >= 0 and forms[place] in auxiliaries and place not in taken:
        yield place


def attached_function_words(
    forms: Sequence[str], taken: Collection[int], verbs: Collection[int]
) -> Iterator[tuple[int, int]]:
    """Yield the articles, prepositions and auxiliaries of an English text with the translated word each belongs to.

    Args:
        forms: the words of the text.
        taken: positions of words that have translations of their own.
        verbs: positions of words that translate a verb; auxiliaries belong to these only.

    Yields:
        The position of the function word and of its word: for an auxiliary the next translated word, for articles and
        prepositions the last translated word of the phrase that follows.
    """
    auxiliaries, particles = (
        read_word_set("lexicon", "auxiliaries.en.txt"),
        read_word_set("lexicon", "particles.en.txt"),
    )
    for place, form in enumerate(forms):
        if place in taken or form not in auxiliaries | particles:
            continue
        reach = range(place + 1, min(len(forms), place + REACH + 1))
        first = next((other for other in reach if other in taken or not is_stop_word(forms[other])), None)
        if first is None:
            continue
        last = first
        if form in particles and not is_stop_word(forms[first]):
            while last + 1 in reach and not is_stop_word(forms[last + 1]):
                last += 1
            while last > first and last not in taken:
                last -= 1
        if last in taken and (form not in auxiliaries or last in verbs):
            yield place, last
