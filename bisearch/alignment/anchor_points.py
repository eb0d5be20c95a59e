"""Anchor points, at which two long texts can be cut: sentences that share a word unique in both texts.

A rare word that occurs once in each text, such as a name, gives a candidate. The longest chain of candidates that
ascends in both texts is kept (the longest increasing subsequence, Fredman 1975), without those that their neighbours do
not support. Time grows with the length of the texts.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bisearch.alignment.numbered_text import Ids, NumberedText
    from bisearch.alignment.word_matches import Matches

# Least rarity in the language of a word, and least probability that the two words translate each other.
MIN_RARITY, MIN_PROBABILITY = 0.5, 0.5
# Two anchor points support each other if the texts advance between them by nearly the same number of sentences: they
# may differ by this many sentences and this share of the distance.
SLACK, DRIFT = 6, 0.35
# Points farther apart than this many sentences do not support each other.
MAX_DISTANCE = 60
# Each point needs the support of this many neighbours, out of this many on either side.
MIN_SUPPORT, NEIGHBOURS = 2, 3


class AnchorPoint(NamedTuple):
    """A Russian and an English sentence that belong together."""

    ru: int
    en: int


def anchor_points(ru: NumberedText, en: NumberedText, matches: Matches) -> list[AnchorPoint]:
    """Return the anchor points of two texts, ascending in both."""
    once_ru, sentence_ru = _unique_words(ru)
    once_en, sentence_en = _unique_words(en)
    if not len(once_ru) or not len(once_en):
        return []
    pairs = matches.pairs(once_ru, once_en, MIN_PROBABILITY)
    points = sorted({AnchorPoint(int(sentence_ru[i]), int(sentence_en[j])) for i, j in pairs})
    return _supported(_longest_chain(points))


def _unique_words(text: NumberedText) -> tuple[Ids, Ids]:
    """Return the rare forms that occur once in a text, and the sentence of each."""
    sentence = np.repeat(np.arange(len(text)), np.diff(text.starts))
    forms, first, counts = np.unique(text.ids, return_index=True, return_counts=True)
    kept = (counts == 1) & (text.word_numbers.rarity[forms] >= MIN_RARITY)
    return forms[kept], sentence[first[kept]]


def _longest_chain(points: Sequence[AnchorPoint]) -> list[AnchorPoint]:
    """Return a longest chain that strictly ascends in both texts."""
    # At most one of several points with the same Russian sentence can be chosen, so later English sentences come first.
    ordered = sorted(points, key=lambda point: (point.ru, -point.en))
    ends: list[int] = []  # the smallest English sentence that a chain of each length ends with
    last: list[int] = []  # and its place
    before: list[int] = []
    for place, point in enumerate(ordered):
        length = bisect_left(ends, point.en)
        before.append(last[length - 1] if length else -1)
        if length == len(ends):
            ends.append(point.en)
            last.append(place)
        else:
            ends[length], last[length] = point.en, place
    chain = []
    place = last[-1] if last else -1
    while place >= 0:
        chain.append(ordered[place])
        place = before[place]
    return chain[::-1]


def _supported(chain: Sequence[AnchorPoint]) -> list[AnchorPoint]:
    kept = []
    for place, point in enumerate(chain):
        around = [*chain[max(0, place - NEIGHBOURS) : place], *chain[place + 1 : place + 1 + NEIGHBOURS]]
        if sum(_agree(point, other) for other in around) >= MIN_SUPPORT:
            kept.append(point)
    return kept


def _agree(point: AnchorPoint, other: AnchorPoint) -> bool:
    off_ru, off_en = abs(point.ru - other.ru), abs(point.en - other.en)
    return max(off_ru, off_en) <= MAX_DISTANCE and abs(off_ru - off_en) <= SLACK + DRIFT * max(off_ru, off_en)
