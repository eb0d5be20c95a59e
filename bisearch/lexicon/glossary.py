"""The general glossary that ships with the package: translations of common words.

Written for this project from general knowledge of both languages, for the words of wordfreq's lists and by topic. A
small collection teaches its own names and terms, but not every common word.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from bisearch.analysis.stop_words import is_stop_word
from bisearch.word_lists import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

# Probability of the translations below rank LATER_RANK, and of the later ones.
FIRST_PROBABILITY, LATER_PROBABILITY, LATER_RANK = 0.5, 0.35, 3


class GlossaryEntry(NamedTuple):
    """A Russian lemma and one of its translations.

    Attributes:
        ru: Russian words separated by spaces, mostly one.
        en: English words separated by spaces, mostly one.
        rank: rank among the translations of `ru`, from 0, the likeliest first.
    """

    ru: str
    en: str
    rank: int


@cache
def glossary() -> tuple[GlossaryEntry, ...]:
    """Return all entries."""
    entries = []
    for ru, translated in read_rows("lexicon", "glossary.tsv", "\t"):
        entries += [GlossaryEntry(ru, en, rank) for rank, en in enumerate(translated.split(", "))]
    return tuple(entries)


@cache
def glossary_translations() -> dict[str, dict[str, float]]:
    """Return the English lemmas that translate each Russian lemma, with probabilities in [0, 1].

    The words of a longer translation, such as ``village soviet``, are listed separately.
    """
    found: dict[str, dict[str, float]] = {}
    for entry in glossary():
        likely = FIRST_PROBABILITY if entry.rank < LATER_RANK else LATER_PROBABILITY
        for ru in entry.ru.split():
            row = found.setdefault(ru, {})
            for en in entry.en.split():
                row[en] = max(likely, row.get(en, 0.0))
    return found


def as_table(entries: Iterable[tuple[str, str, float, float]]) -> dict[str, dict[str, float]]:
    """Return dictionary entries in the form of `glossary_translations`, each as likely as a first translation there.

    Args:
        entries: Russian lemma, English lemma and two probabilities, which are ignored: they rank translations.
    """
    table: dict[str, dict[str, float]] = {}
    for ru, en, *_ in entries:
        table.setdefault(ru, {})[en] = FIRST_PROBABILITY
    return table


@cache
def glossary_probabilities() -> tuple[tuple[str, str, float, float], ...]:
    """Return each pair of lemmas with its probabilities of translation into English and into Russian.

    The translations of a lemma are equally likely. A translation of several words counts for each of its content words.
    Entries of several Russian words are left out.
    """
    pairs: dict[tuple[str, str], None] = {}
    for entry in glossary():
        if " " in entry.ru:
            continue
        if " " not in entry.en:
            pairs[entry.ru, entry.en] = None
        else:
            pairs.update(((entry.ru, en), None) for en in entry.en.split() if not is_stop_word(en))
    of_ru, of_en = Counter(ru for ru, _ in pairs), Counter(en for _, en in pairs)
    return tuple((ru, en, 1 / of_ru[ru], 1 / of_en[en]) for ru, en in pairs)
