"""Function words that have no translation of their own: auxiliaries, articles and prepositions.

A compound tense is translated as a whole: *had been founded* translates *основан*; but in *is new*, only *new*
translates *новый*. Articles, and prepositions that Russian expresses by case, belong to their noun; readers do not want
them highlighted, but gold word alignments include them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from bisearch.analysis.stop_words import is_stop_word
from bisearch.lazy_pattern import lazy_pattern
from bisearch.lexicon.word_links import Link
from bisearch.word_lists import read_word_set

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from bisearch.lexicon.word_links import Lemmas
    from bisearch.model import Side

# Largest distance between a function word and the word it belongs to.
REACH = 4
# Number of digits of a year.
YEAR_DIGITS = 4
_CONJUNCTIONS = frozenset({"as", "than", "that"})
_COMPARATIVES = frozenset({"more", "less"})
_RELATIVE_PRONOUNS = frozenset({"that", "which", "who"})
# A participle, if its lemma is an infinitive: подписанная is *which was signed*.
_PARTICIPLE = lazy_pattern(
    r"(?:щ|ш|нн|т|м)(?:ий|ый|ая|ее|ое|ие|ые|его|ого|ему|ому|им|ым|ем|ом|ую|их|ых|ими|ыми)(?:ся)?$"
)
_BE = frozenset({"is", "are", "was", "were", "be", "been"})
# Endings of infinitives, the lemmas of verbs, and of nouns with the same ending.
_INFINITIVES, _NOUNS = ("ть", "ти", "чь", "ться", "тись", "чься"), ("ость",)


def complete_links(
    linked: Iterable[Link], forms_ru: Sequence[str], lemmas_ru: Lemmas, forms_en: Sequence[str]
) -> list[Link]:
    """Complete links for highlighting: without articles, and with the untranslated words that belong to a linked word.

    These are the auxiliaries of a verb, the relative pronoun of a participle (*подписанный*, *which was signed*), the
    word *год* of a year, *there* of *there is* and *than* of *more than*.

    Args:
        linked: links of a pair of texts.
        forms_ru: the words of the Russian text.
        lemmas_ru: the lemmas of each word of the Russian text.
        forms_en: the words of the English text.

    Returns:
        The links without those of articles, followed by those of the words that belong to them.
    """
    articles = read_word_set("lexicon", "articles.en.txt")
    kept = [link for link in linked if forms_en[link.en] not in articles]
    taken_ru, taken_en = {link.ru for link in kept}, {link.en for link in kept}
    links = list(kept)
    for ru, en, probability in kept:
        places_ru = _year_of(forms_ru, lemmas_ru, ru, taken_ru)
        places_en = [*_existential(forms_en, en, taken_en), *_than(forms_en, en, taken_en)]
        if is_verb(lemmas_ru[ru]):
            places_ru += auxiliaries_of(forms_ru, ru, taken_ru, "ru")
            before = list(auxiliaries_of(forms_en, en, taken_en, "en"))
            if _PARTICIPLE.search(forms_ru[ru]):
                before += _relative_pronoun(forms_en, min([en, *before]), taken_en)
            places_en += before
        links += [Link(place, en, probability) for place in places_ru]
        links += [Link(ru, place, probability) for place in places_en]
    return links


def _year_of(forms: Sequence[str], lemmas: Lemmas, place: int, taken: Collection[int]) -> list[int]:
    """Return the position of *год* after the number of a year, if it is not translated: *в 1917 году* is *in 1917*."""
    after = place + 1
    is_year = len(forms[place]) == YEAR_DIGITS and forms[place].isdigit()
    return [after] if is_year and after < len(forms) and after not in taken and "год" in lemmas[after] else []


def _existential(forms: Sequence[str], place: int, taken: Collection[int]) -> list[int]:
    """Return the position of *there* right before a form of *be*, if it is not translated: *there are* is *есть*."""
    before = place - 1
    is_found = forms[place] in _BE and before >= 0 and forms[before] == "there" and before not in taken
    return [before] if is_found else []


def _than(forms: Sequence[str], place: int, taken: Collection[int]) -> list[int]:
    """Return the position of *than* right after *more* or *less*, if it is not translated: *более* is *more than*."""
    after = place + 1
    is_found = forms[place] in _COMPARATIVES and after < len(forms) and forms[after] == "than" and after not in taken
    return [after] if is_found else []


def _relative_pronoun(forms: Sequence[str], place: int, taken: Collection[int]) -> list[int]:
    """Return the position of a relative pronoun right before a verb, if it is not translated."""
    before = place - 1
    return [before] if before >= 0 and forms[before] in _RELATIVE_PRONOUNS and before not in taken else []


def is_verb(lemmas: Iterable[str]) -> bool:
    """Return whether a Russian word with these lemmas may be a verb, a participle or a gerund."""
    return any(map(_is_infinitive, lemmas))


@lru_cache(maxsize=1 << 16)
def _is_infinitive(lemma: str) -> bool:
    nouns = read_word_set("lexicon", "nouns_like_infinitives.ru.txt")
    return lemma.endswith(_INFINITIVES) and not lemma.endswith(_NOUNS) and lemma not in nouns


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


def attached_links(
    linked: Iterable[Link], forms_ru: Sequence[str], lemmas_ru: Lemmas, forms_en: Sequence[str]
) -> set[tuple[int, int]]:
    """Return the links of the English function words that have no translation of their own.

    They are linked with the Russian word of the word that they belong to; a preposition with the Russian preposition of
    that word, if that one has no link.

    Args:
        linked: links of a pair of texts.
        forms_ru: the words of the Russian text.
        lemmas_ru: the lemmas of each word of the Russian text.
        forms_en: the words of the English text.
    """
    links = [(link.ru, link.en) for link in linked]
    taken_ru, taken_en = {i for i, _ in links}, {j for _, j in links}
    verbs = {j for i, j in links if is_verb(lemmas_ru[i])}
    prepositions = (
        read_word_set("lexicon", "particles.en.txt") - read_word_set("lexicon", "articles.en.txt") - _CONJUNCTIONS
    )
    attached: set[tuple[int, int]] = set()
    for place, on in attached_function_words(forms_en, taken_en, verbs):
        for i, j in links:
            if j == on:
                # Words that are translated before the English preposition end the search.
                ends = {ru for ru, en in links if en < place}
                before = _preposition_of(forms_ru, i, taken_ru, ends) if forms_en[place] in prepositions else None
                attached.add((i if before is None else before, place))
    return attached


def _preposition_of(forms: Sequence[str], place: int, taken: Collection[int], ends: Collection[int]) -> int | None:
    """Return the position of the preposition before a Russian word, without a link; None if there is none."""
    prepositions = read_word_set("lexicon", "prepositions.ru.txt")
    for before in range(place - 1, max(-1, place - REACH - 1), -1):
        if before in ends:
            return None
        if forms[before] in prepositions:
            return before if before not in taken else None
    return None


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
