"""The translation table: what the beads and the dictionaries say of each two lemmas, as probabilities."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING, NamedTuple

from bisearch.analysis.stop_words import is_stop_word

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

# What a lemma is aligned by, in letters: a small collection has each of a word's derivatives too seldom.
PREFIX_LENGTH = 5
# How many occurrences together an entry of a dictionary is worth.
ENTRY_COUNT = 2.0
# Added to how often a lemma occurs, so that what is met once is not certain.
UNSEEN_COUNT = 0.3
# A pair aligned in fewer beads may have met by chance.
MIN_BEADS = 2
# Likelihoods of links: of what is not seen so often but a dictionary lists it, or its relatives are seen or listed, at
# least; of what has nothing for it but one bead; of the same where one of the two is a function word.
SUPPORTED_LINK, CHANCE_LINK, FUNCTION_WORD_LINK = 0.1, 0.04, 0.01


class TranslationProbability(NamedTuple):
    """Two lemmas that translate each other.

    Attributes:
        ru: the Russian lemma.
        en: the English one.
        to_en: probability in [0, 1] that `ru` is rendered as `en`; `to_ru` the other way round.
        to_ru: see `to_en`.
        beads: in how many they surely do.
        link: how likely two words of these lemmas render each other that stand in the two texts of one passage, in
            [0, 1], before anything is known of the words around them.
    """

    ru: str
    en: str
    to_en: float
    to_ru: float
    beads: int
    link: float


def lemma_prefix(lemma: str) -> str:
    """Return what a lemma is aligned by; a number is one as a whole."""
    return lemma if lemma[0].isdigit() else lemma[:PREFIX_LENGTH]


def build_table(
    counts: Mapping[tuple[str, str], tuple[float, int]],
    frequency_ru: Mapping[str, float],
    frequency_en: Mapping[str, float],
    entries: Sequence[tuple[str, str, float, float]],
) -> list[TranslationProbability]:
    """Make the table.

    Args:
        counts: for a Russian and an English lemma, how often they are expected to render each other, and in how many
            beads they surely do.
        frequency_ru: how often each Russian lemma occurs; likewise `frequency_en`.
        frequency_en: see `frequency_ru`.
        entries: of dictionaries, as `importing.Entry`.

    Returns:
        All counted and all listed pairs, ordered by Russian and English lemma.
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
        to_en = probability(count, frequency_ru.get(ru, 0.0), entry[0], listed=ru in listed_ru)
        to_ru = probability(count, frequency_en.get(en, 0.0), entry[1], listed=en in listed_en)
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


def _supported_pairs(
    counts: Mapping[tuple[str, str], tuple[float, int]], listed: Collection[tuple[str, str]]
) -> set[tuple[str, str]]:
    """Return the pairs of beginnings of which lemmas are listed, or seen often enough together."""
    backed = {(lemma_prefix(ru), lemma_prefix(en)) for ru, en in listed}
    seen: dict[tuple[str, str], int] = {}
    for (ru, en), (_, beads) in counts.items():
        if beads:
            key = lemma_prefix(ru), lemma_prefix(en)
            seen[key] = seen.get(key, 0) + beads
    return backed | {key for key, beads in seen.items() if beads >= MIN_BEADS}
