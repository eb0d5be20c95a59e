"""Words that have no rendering of their own but belong to one that has: auxiliaries, articles, prepositions.

A compound tense is one rendering: *had been founded* is what *основан* says; but of *is new*, *новый* says only the
second word. Articles and the prepositions that Russian says by case belong to their noun; a reader does not want them
marked, but whoever measures word alignments counts them.
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

# So many words at most stand between a word and the one it leans on, that one included.
REACH = 4
# How infinitives end, which are verbs' lemmas, and nouns that end likewise.
_INFINITIVES, _NOUNS = ("ть", "ти", "чь", "ться", "тись", "чься"), ("ость",)


def complete_links(
    linked: Iterable[Link], forms_ru: Sequence[str], lemmas_ru: Lemmas, forms_en: Sequence[str]
) -> list[Link]:
    """Make links whole renderings, as a reader wants them marked.

    Args:
        linked: of a pair of texts.
        forms_ru: of the words of the Russian text; likewise `forms_en`.
        lemmas_ru: of each word of the Russian text.
        forms_en: see `forms_ru`.

    Returns:
        The links without those of articles, and with those of the auxiliaries of each linked verb.
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
    """Tell whether a Russian word of some lemmas may be a verb, a participle or an adverbial participle."""
    return any(lemma.endswith(_INFINITIVES) and not lemma.endswith(_NOUNS) for lemma in lemmas)


def auxiliaries_of(forms: Sequence[str], place: int, taken: Collection[int], side: Side) -> Iterator[int]:
    """Yield the places of the auxiliaries right before a word, the nearest first.

    Args:
        forms: of the words of one side of a passage.
        place: of the word.
        taken: places of words that have renderings of their own.
        side: which it is.
    """
    auxiliaries = read_word_set("lexicon", f"auxiliaries.{side}.txt")
    if is_stop_word(forms[place]):
        return
    while (place := place - 1) >= 0 and forms[place] in auxiliaries and place not in taken:
        yield place


def attached_function_words(
    forms: Sequence[str], taken: Collection[int], verbs: Collection[int]
) -> Iterator[tuple[int, int]]:
    """Yield the articles, prepositions and auxiliaries of an English text with the rendered word each belongs to.

    Args:
        forms: of the words of the text.
        taken: places of words that have renderings of their own.
        verbs: places of words that render a verb; auxiliaries belong to no others.

    Yields:
        The place of the word and of the one it leans on: of an auxiliary the next rendered word, of the others the
        last word of the phrase that follows.
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
