"""Expand words into their translations: by the translation table, by related words, by similar sound.

All translations of a word form one synonym group whose frequencies are mixed by weights, as in probabilistic structured
queries (Darwish & Oard, 2003). Only terms that the collection has take part, since a dictionary's translations that it
lacks would leave little weight to the others. A term's weight is its probability relative to the likeliest
translation, which counts like the word itself: a text that has it is as good a hit, however many other translations
the word has.

A small archive teaches few words, so two more sources fill the gaps of the table. Related words may be in the table
where the word itself is not (вторгаться, вторжение). Words that both languages borrowed, and names, sound similar in
both. A word that the table translates as something else is not a cognate, however similar it sounds.

The constants below are round values, tried on XQuAD's paragraphs and XQuAD-R's sentences: wherever half or twice a
value was tried, nDCG@10 changed by less than .01.
"""

from __future__ import annotations

from os.path import commonprefix
from typing import TYPE_CHECKING

from bisearch.analysis.stop_words import is_stop_word
from bisearch.engines.nodes import AnyTerm
from bisearch.model import other
from bisearch.notation.scripts import script_of
from bisearch.searching.expansion.base import Expansion
from bisearch.similarity.name_similarity import phonetic_distance
from bisearch.similarity.phonetics import phonetic_key, pronunciations

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from bisearch.model import Side
    from bisearch.searching.expansion.base import ExpansionScope
    from bisearch.searching.readers import IndexReaders
    from bisearch.storage.documents import DocumentStore

# The translations of a word: their greatest number, least probability, and least share of the best one's probability.
MAX_TRANSLATIONS = 10
MIN_PROBABILITY = 0.03
MIN_SHARE_OF_LIKELIEST = 0.1
# Related words share at least this many first letters, and are at most this much longer. A translation of one is a
# translation of the other with the share of letters that they share, to this power, as probability.
RELATED_PREFIX = 5
RELATED_MAX_LONGER = 4
RELATED_POWER = 3
# Related and similar words are not used if the table's best probability reaches this; below it, they count the more the
# less sure the table is. Guesses under the minimum are dropped: for single words of XQuAD-R, four in five were wrong.
TABLE_IS_SURE = 0.5
MIN_GUESS_PROBABILITY = 0.1
# The probability that words of the same sound are translations; for less similar words it falls by a power of their
# similarity. Words at a greater distance than this, or this much farther than the nearest word, are not cognates.
COGNATE_PROBABILITY = 0.6
SIMILARITY_POWER = 5
MAX_DISTANCE, MAX_BEYOND_NEAREST = 0.35, 0.15
# Shorter words are similar by chance.
MIN_LETTERS = 4


def expand_across(
    form: str, lemmas: tuple[str, ...], side: Side, known: Collection[str], scope: ExpansionScope
) -> Iterator[Expansion]:
    """Yield what a word is looked up as on the other side: its translations, and the word itself.

    The word itself is found in texts that keep it untranslated (NATO).

    Args:
        form: the word, normalized.
        lemmas: the word's lemmas.
        side: the word's side.
        known: terms that the word is already looked up as.
        scope: the readers, options and sides that the expansion may use.
    """
    opposite = other(side)
    untranslated = tuple(lemma for lemma in lemmas if scope.readers.postings.document_frequency(opposite, lemma))
    if untranslated:
        yield Expansion(AnyTerm(opposite, untranslated), form, "lemma")
    translations = probable_translations(form, lemmas, side, scope.readers, by_sound=scope.options.names)
    new = {
        term: probability
        for term, probability in translations.items()
        if term not in known and term not in untranslated
    }
    if new:
        yield Expansion(AnyTerm(opposite, tuple(new)), form, "translation", tuple(new.values()), is_across=True)


def probable_translations(
    form: str, lemmas: tuple[str, ...], side: Side, readers: IndexReaders, *, by_sound: bool = True
) -> dict[str, float]:
    """Return the translations of a word, the likeliest first.

    Args:
        form: the word, normalized.
        lemmas: the word's lemmas.
        side: the word's side.
        readers: the readers of the index.
        by_sound: whether words of similar sound count.

    Returns:
        Lemmas of the other side with the probability in (0, 1] that each translates the word; empty if nothing is
        known.
    """
    store = readers.store
    found = store.translations.translate(side, lemmas)
    doubt = 1 - max(found.values(), default=0.0) / TABLE_IS_SURE
    if doubt > 0:
        guesses = [] if _is_misspelt(form, readers) else list(_translations_of_related(lemmas, side, store))
        if by_sound:
            guesses += _cognates({form, *lemmas}, side, readers).items()
        for term, probability in guesses:
            if doubt * probability >= MIN_GUESS_PROBABILITY and not is_stop_word(term):
                found[term] = max(found.get(term, 0.0), doubt * probability)
    # A content word is sometimes aligned with a function word, which would match nearly every passage. A function word
    # of the query is translated by function words only.
    if len(form) == 1 and not is_stop_word(form):  # an initial or a letter that counts, not the word that it begins
        found = {term: probability for term, probability in found.items() if len(term) == 1}
    if is_stop_word(form):
        found = {term: probability for term, probability in found.items() if is_stop_word(term)}
    else:
        found = {term: probability for term, probability in found.items() if not is_stop_word(term)} or found
    best = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:MAX_TRANSLATIONS]
    least = max(MIN_PROBABILITY, MIN_SHARE_OF_LIKELIEST * best[0][1]) if best else 0.0
    return {term: probability for term, probability in best if probability >= least}


def _translations_of_related(lemmas: Iterable[str], side: Side, store: DocumentStore) -> Iterator[tuple[str, float]]:
    """Yield the translations of words related to some lemmas, with the probability that each translates the lemmas."""
    for lemma in lemmas:
        if len(lemma) < RELATED_PREFIX or not lemma.isalpha():
            continue
        rows = store.translations.translate_prefix(side, lemma[:RELATED_PREFIX], len(lemma) + RELATED_MAX_LONGER)
        for related, term, probability in rows:
            shared = commonprefix((lemma, related))  # noqa: RUF071 -- compares letter by letter, as intended
            yield term, (len(shared) / max(len(lemma), len(related))) ** RELATED_POWER * probability


def _is_misspelt(form: str, readers: IndexReaders) -> bool:
    """Return whether a word is probably misspelt: the collection lacks it but has one that differs in a letter."""
    vocabulary = readers.vocabulary
    return len(form) >= MIN_LETTERS and vocabulary.word(form) is None and bool(vocabulary.within_edits(form, 1))


def _cognates(words: Iterable[str], side: Side, readers: IndexReaders) -> dict[str, float]:
    """Return the lemmas of the other side that sound similar to a word, with the probability that each translates it.

    Args:
        words: the word's form and lemmas.
        side: the word's side.
        readers: the readers of the index.
    """
    readings = {
        reading for word in words if len(word) >= MIN_LETTERS and word.isalpha() for reading in pronunciations(word)
    }
    script = "latin" if side == "ru" else "cyrillic"
    distances: dict[str, float] = {}
    for form, other_readings in readers.vocabulary.similar_sounding(
        {phonetic_key(reading) for reading in readings} - {""}
    ).items():
        if len(form) >= MIN_LETTERS and script_of(form) == script:
            distances[form] = min(
                phonetic_distance(one, two, MAX_DISTANCE) for one in readings for two in other_readings
            )
    greatest = min(MAX_DISTANCE, min(distances.values(), default=1.0) + MAX_BEYOND_NEAREST)
    distances = {form: apart for form, apart in distances.items() if apart <= greatest}
    found: dict[str, float] = {}
    for form, lemmas in readers.forms.lemmas(distances).items():
        for lemma in lemmas:
            probability = COGNATE_PROBABILITY * (1 - distances[form]) ** SIMILARITY_POWER
            found[lemma] = max(found.get(lemma, 0.0), probability)
    beginnings = {word[: RELATED_PREFIX - 1] for word in words}
    # How likely the table says that each lemma translates some other word.
    explained: dict[str, float] = {}
    for lemma, source, probability in readers.store.translations.pairs(other(side), found):
        if source[: RELATED_PREFIX - 1] not in beginnings:
            explained[lemma] = max(explained.get(lemma, 0.0), probability)
    return {lemma: probability * (1 - explained.get(lemma, 0.0)) for lemma, probability in found.items()}
