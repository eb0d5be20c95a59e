"""The general glossary that ships with the package: what common words are rendered as in any collection.

Written for this project from general knowledge of both languages, for the words of wordfreq's lists and by topic. A
small collection teaches its own names and terms, but seldom every common word.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from bisearch.analysis.stop_words import is_stop_word
from bisearch.word_lists import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

# How likely the first renderings of a word are, up to a rank, and the later ones.
FIRST_PROBABILITY, LATER_PROBABILITY, LATER_RANK = 0.5, 0.35, 3


class GlossaryEntry(NamedTuple):
    """A Russian lemma and one rendering of it.

    Attributes:
        ru: words parted by blanks, mostly one.
        en: likewise.
        rank: place among the renderings of `ru`, from 0, the likeliest first.
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
    """Return, for each Russian lemma, the English ones that render it, with probabilities in [0, 1].

    Words of a rendering that has several, such as ``village soviet``, are given one by one.
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
    """Return a dictionary's entries in the form of `renderings`, each as likely as the glossary's first.

    Args:
        entries: Russian and English lemma, and probabilities, which are for telling renderings apart and not used.
    """
    table: dict[str, dict[str, float]] = {}
    for ru, en, *_ in entries:
        table.setdefault(ru, {})[en] = FIRST_PROBABILITY
    return table


@cache
def glossary_probabilities() -> tuple[tuple[str, str, float, float], ...]:
    """Return each pair of lemmas with the probability that the one is rendered as the other, and the other way round.

    A lemma's renderings share evenly, and those of several words go to each that is no function word. What is itself of
    several Russian words is left out.
    """
    pairs = {
        (entry.ru, en)
        for entry in glossary()
        if " " not in entry.ru
        for en in entry.en.split()
        if " " not in entry.en or not is_stop_word(en)
    }
    of_ru, of_en = Counter(ru for ru, _ in pairs), Counter(en for _, en in pairs)
    return tuple((ru, en, 1 / of_ru[ru], 1 / of_en[en]) for ru, en in sorted(pairs))
