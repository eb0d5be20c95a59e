"""The translation table: probabilities of two lemmas from word alignments and dictionaries."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING, NamedTuple

from bisearch.analysis.stop_words import is_stop_word
from bisearch.similarity.skeletons import consonant_classes
from bisearch.word_lists import read_word_set

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

# Letters of the prefix that lemmas are aligned by: a small collection has too few occurrences of each derivative.
PREFIX_LENGTH = 5
# Number of occurrences that a dictionary entry counts as.
ENTRY_COUNT = 2.0
# Added to the frequency of a lemma, so that a translation seen once is not certain.
UNSEEN_COUNT = 0.3
# A pair aligned in fewer beads may be a coincidence.
MIN_BEADS = 2
# Link probabilities of pairs with too few beads: the minimum if a dictionary lists them or if lemmas with the same
# prefixes are listed or aligned often enough; for other pairs; and for others of which one is a stop word.
SUPPORTED_LINK, CHANCE_LINK, FUNCTION_WORD_LINK = 0.1, 0.04, 0.01
# Pairs that no dictionary lists and that hardly ever translate each other need more beads: a content word with an
# article, a preposition, a conjunction, a pronoun, an auxiliary or spelled-out punctuation; a single letter, which is
# an initial or an abbreviation, with a word that begins with another sound.
MIN_FUNCTION_WORD_BEADS, MIN_LETTER_BEADS = 10, 4
# English verbs that Russian mostly does without.
_AUXILIARIES = frozenset({"be", "have", "do"})
# Share of its count that a pair keeps that is aligned with confidence in fewer than `MIN_BEADS` beads, if a dictionary
# lists other translations: linear discounting (Ney, Essen & Kneser, 1994, "On Structuring Probabilistic Dependences in
# Stochastic Language Modelling"), without which one bead outvotes an entry of several translations.
SHARE_OF_UNSURE_COUNT = 0.3


class TranslationProbability(NamedTuple):
    """The probabilities that two lemmas translate each other.

    Attributes:
        ru: the Russian lemma.
        en: the English lemma.
        to_en: probability in [0, 1] that `ru` is translated as `en`.
        to_ru: probability in [0, 1] that `en` is translated as `ru`.
        beads: number of beads in which the two are aligned with confidence.
        link: prior probability in [0, 1] that two words with these lemmas in the texts of one passage translate each
            other.
    """

    ru: str
    en: str
    to_en: float
    to_ru: float
    beads: int
    link: float


def lemma_prefix(lemma: str) -> str:
    """Return the prefix by which a lemma is aligned; numbers are kept whole."""
    return lemma if lemma[0].isdigit() else lemma[:PREFIX_LENGTH]


def build_table(
    counts: Mapping[tuple[str, str], tuple[float, int]],
    frequency_ru: Mapping[str, float],
    frequency_en: Mapping[str, float],
    entries: Sequence[tuple[str, str, float, float]],
) -> list[TranslationProbability]:
    """Build the translation table.

    Args:
        counts: for a Russian and an English lemma, the expected number of alignments and the number of beads in which
            they are aligned with confidence.
        frequency_ru: number of occurrences of each Russian lemma.
        frequency_en: number of occurrences of each English lemma.
        entries: dictionary entries (`DictionaryEntry`).

    Returns:
        All counted and all listed pairs, sorted by Russian and English lemma.
    """
    by_pair = {(ru, en): (to_en, to_ru) for ru, en, to_en, to_ru in entries}
    listed_ru, listed_en = ({pair[side] for pair in by_pair} for side in (0, 1))
    backed = _supported_pairs(counts, by_pair)

    def probability(count: float, frequency: float, entry: float, *, listed: bool) -> float:
        total = frequency + (UNSEEN_COUNT if frequency else 0.0) + (ENTRY_COUNT if listed else 0.0)
        return round((count + ENTRY_COUNT * entry) / total, 4)

    table = []
    for ru, en in counts.keys() | by_pair.keys():
        count, beads = counts.get((ru, en), (0.0, 0))
        entry = by_pair.get((ru, en), (0.0, 0.0))
        unsure = (ru, en) not in by_pair and beads < MIN_BEADS
        if (ru, en) not in by_pair and beads < _beads_needed(ru, en):
            continue
        discounted = SHARE_OF_UNSURE_COUNT * count if unsure else count
        to_en = probability(
            discounted if ru in listed_ru else count, frequency_ru.get(ru, 0.0), entry[0], listed=ru in listed_ru
        )
        to_ru = probability(
            discounted if en in listed_en else count, frequency_en.get(en, 0.0), entry[1], listed=en in listed_en
        )
        if to_en and to_ru:
            link = sqrt(to_en * to_ru)
            if beads < MIN_BEADS:
                if (ru, en) in by_pair:
                    link = max(link, SUPPORTED_LINK)
                elif (lemma_prefix(ru), lemma_prefix(en)) in backed:
                    link = SUPPORTED_LINK
                else:
                    link = FUNCTION_WORD_LINK if is_stop_word(ru) != is_stop_word(en) else CHANCE_LINK
            table.append(TranslationProbability(ru, en, to_en, to_ru, beads, round(link, 4)))
    return sorted(table)


def _beads_needed(ru: str, en: str) -> int:
    """Return in how many beads two lemmas must be aligned with confidence to be a pair at all."""
    if is_stop_word(ru) != is_stop_word(en) and _has_no_meaning_alone(ru if is_stop_word(ru) else en):
        return MIN_FUNCTION_WORD_BEADS
    if ru in read_word_set("lexicon", "spelled_punctuation.txt"):
        return MIN_FUNCTION_WORD_BEADS
    if min(len(ru), len(en)) == 1 and ru.isalpha() and en.isalpha():
        begins_alike = bool(consonant_classes(ru)[:1]) and consonant_classes(ru)[:1] == consonant_classes(en)[:1]
        return 0 if begins_alike else MIN_LETTER_BEADS
    return 0


def _has_no_meaning_alone(lemma: str) -> bool:
    kinds = ("articles", "particles", "conjunctions", "pronouns")
    return lemma in _AUXILIARIES or any(lemma in read_word_set("lexicon", f"{kind}.en.txt") for kind in kinds)


def _supported_pairs(
    counts: Mapping[tuple[str, str], tuple[float, int]], listed: Collection[tuple[str, str]]
) -> set[tuple[str, str]]:
    """Return the pairs of prefixes whose lemmas are in a dictionary, or are aligned often enough."""
    backed = {(lemma_prefix(ru), lemma_prefix(en)) for ru, en in listed}
    seen: dict[tuple[str, str], int] = {}
    for (ru, en), (_, beads) in counts.items():
        if beads:
            key = lemma_prefix(ru), lemma_prefix(en)
            seen[key] = seen.get(key, 0) + beads
    return backed | {key for key, beads in seen.items() if beads >= MIN_BEADS}
