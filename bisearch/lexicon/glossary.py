"""The general glossary that ships with the package: what common words are rendered as in any collection.

Written for this project from general knowledge of both languages, by frequency and by topic; see ``glossary.tsv``. A
small collection teaches its own names and terms, but seldom every common word.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

# How likely the first renderings of a word are, up to a rank, and the later ones.
FIRST, LATER, LATER_RANK = 0.5, 0.35, 3

_FILE = Path(__file__).with_name("glossary.tsv")


class Entry(NamedTuple):
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
def glossary() -> tuple[Entry, ...]:
    """Return all entries."""
    entries = []
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        ru, _, renderings = line.partition("\t")
        entries += [Entry(ru, en, rank) for rank, en in enumerate(renderings.split(", "))]
    return tuple(entries)


@cache
def renderings() -> dict[str, dict[str, float]]:
    """Return, for each Russian lemma, the English ones that render it, with probabilities in [0, 1].

    Words of a rendering that has several, such as ``village soviet``, are given one by one.
    """
    found: dict[str, dict[str, float]] = {}
    for entry in glossary():
        likely = FIRST if entry.rank < LATER_RANK else LATER
        for ru in entry.ru.split():
            row = found.setdefault(ru, {})
            for en in entry.en.split():
                row[en] = max(likely, row.get(en, 0.0))
    return found
