"""Links of the phrases of one passage that translate each other as a whole.

Word by word, *подал в отставку* has no word for *resigned*. A phrase of an index's phrase lexicon that has its
translation on the other side of the passage is therefore linked as a whole.
"""

from __future__ import annotations

from operator import contains as _has
from typing import TYPE_CHECKING, NamedTuple

from bisearch.analysis.stop_words import is_stop_word
from bisearch.lexicon.phrases import phrase_starts, spans_by_key, translations_of
from bisearch.lexicon.word_links import Link

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from bisearch.lexicon.phrases import PhrasesByFirstLemma
    from bisearch.lexicon.word_links import Lemmas
    from bisearch.model import Side

    # Looks up, for each of some lemmas of a side, the phrases that begin with it.
    PhraseLookup = Callable[[Side, Iterable[str]], PhrasesByFirstLemma]


class LinkedPhrase(NamedTuple):
    """A Russian and an English phrase of a pair of texts that translate each other.

    Attributes:
        ru: positions of the Russian words.
        en: positions of the English words.
        probability: the probability in [0, 1] that the two translate each other.
    """

    ru: range
    en: range
    probability: float


def find_phrases(
    ru: Lemmas, en: Lemmas, beginning_with: PhraseLookup, positions: tuple[Collection[int], Collection[int]]
) -> list[LinkedPhrase]:
    """Find the phrases around some words of a pair of texts that are translated as a whole.

    Args:
        ru: for each word of the Russian text, its lemmas.
        en: for each word of the English text, its lemmas.
        beginning_with: looks up the phrases that begin with a lemma.
        positions: positions of the Russian and of the English words whose phrases to find.

    Returns:
        The phrases without overlaps on either side. The longest are preferred, then those with the most similar
        relative positions.
    """
    found: set[LinkedPhrase] = set()
    texts: tuple[tuple[Side, Lemmas, Lemmas], ...] = (("ru", ru, en), ("en", en, ru))
    for (side, own, opposite), wanted in zip(texts, positions, strict=True):
        starting = first_lemmas(own, wanted)
        spans = spans_by_key(own, phrases := beginning_with(side, starting), wanted) if starting else {}
        if not spans:
            continue
        starts = _starts(opposite)
        for key, places in spans.items():
            for row in translations_of(key, phrases):
                words = row.translation.split(" ")
                # Most translations have a word that the text lacks.
                for there in _occurrences(words, opposite, starts) if starts.keys() >= set(words) else ():
                    for here in places:
                        if len(here) > 1 or len(there) > 1:
                            both = (here, there) if side == "ru" else (there, here)
                            found.add(LinkedPhrase(*both, row.probability))
    return list(_without_overlaps(found, len(ru), len(en)))


def first_lemmas(lemmas: Lemmas, wanted: Collection[int]) -> set[str]:
    """Return the lemmas that a phrase with some of the words of a text may begin with.

    Args:
        lemmas: for each word of the text, its lemmas.
        wanted: positions of words.
    """
    return {lemma for start in phrase_starts(lemmas, wanted) for lemma in lemmas[start]} if wanted else set()


def link_phrases(links: Iterable[Link], phrases: Sequence[LinkedPhrase], ru: Lemmas, en: Lemmas) -> list[Link]:
    """Complete links by phrases.

    Args:
        links: links of the words of a pair of texts.
        phrases: phrases without overlaps on either side.
        ru: for each word of the Russian text, its lemmas.
        en: for each word of the English text, its lemmas.

    Returns:
        The links that do not join a word of a phrase with a word outside the phrase's translation, followed by those of
        the words of phrases that have no link.
    """
    if not phrases:
        return list(links)
    phrase_of_ru = {place: number for number, phrase in enumerate(phrases) for place in phrase.ru}
    phrase_of_en = {place: number for number, phrase in enumerate(phrases) for place in phrase.en}
    kept = [link for link in links if phrase_of_ru.get(link.ru) == phrase_of_en.get(link.en)]
    completed = list(kept)
    for phrase in phrases:
        inside = [link for link in kept if link.ru in phrase.ru and link.en in phrase.en]
        # A single word is linked with the function words of its translation too, so that this is marked whole.
        whole_ru = phrase.ru if len(phrase.en) == 1 else _content(phrase.ru, ru)
        whole_en = phrase.en if len(phrase.ru) == 1 else _content(phrase.en, en)
        free_ru = [place for place in whole_ru if all(link.ru != place for link in inside)]
        free_en = [place for place in whole_en if all(link.en != place for link in inside)]
        pairs = {(i, j) for i in free_ru for j in free_en or _beside([(x.ru, x.en) for x in inside], i) or whole_en}
        pairs |= {(i, j) for j in free_en for i in free_ru or _beside([(x.en, x.ru) for x in inside], j) or whole_ru}
        completed += [Link(i, j, phrase.probability) for i, j in sorted(pairs)]
    return completed


def _beside(pairs: Sequence[tuple[int, int]], place: int) -> list[int]:
    """Return the translations of the linked words nearest to a position: in АН, *Sciences* belongs to *Academy*."""
    nearest = min((abs(own - place) for own, _ in pairs), default=0)
    return [opposite for own, opposite in pairs if abs(own - place) == nearest]


def _content(places: range, lemmas: Lemmas) -> list[int]:
    """Return the positions of a phrase's words that are not function words; phrases begin and end with one."""
    return [place for place in places if not is_stop_word(lemmas[place][0])]


def _starts(lemmas: Lemmas) -> dict[str, list[int]]:
    """Return the positions of each lemma of a text."""
    starts: dict[str, list[int]] = {}
    for place, each in enumerate(lemmas):
        for lemma in each:
            if lemma in starts:
                starts[lemma].append(place)
            else:
                starts[lemma] = [place]
    return starts


def _occurrences(phrase: Sequence[str], lemmas: Lemmas, starts: Mapping[str, Sequence[int]]) -> Iterator[range]:
    """Yield the positions of each occurrence of a phrase's lemmas in a row; `starts` has those of each lemma."""
    length = len(phrase)
    for start in starts[phrase[0]]:
        if start + length <= len(lemmas) and all(map(_has, lemmas[start + 1 : start + length], phrase[1:])):
            yield range(start, start + length)


def _without_overlaps(found: Collection[LinkedPhrase], length_ru: int, length_en: int) -> Iterator[LinkedPhrase]:
    """Yield the phrases that overlap no better one."""

    def order(phrase: LinkedPhrase) -> tuple[float, ...]:
        shift = abs(phrase.ru.start / length_ru - phrase.en.start / length_en)
        return (-len(phrase.ru) - len(phrase.en), shift, phrase.ru.start, phrase.en.start, -phrase.probability)

    taken_ru: set[int] = set()
    taken_en: set[int] = set()
    for phrase in sorted(found, key=order):
        if taken_ru.isdisjoint(phrase.ru) and taken_en.isdisjoint(phrase.en):
            taken_ru.update(phrase.ru)
            taken_en.update(phrase.en)
            yield phrase
