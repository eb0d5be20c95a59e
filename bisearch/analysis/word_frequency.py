"""Rarity of words in their language: how much a word shared by two texts is worth as evidence.

The frequencies are from a large sample that ships with the package (see ``LICENSES.md``), since a single document is
too short to distinguish rare words from common ones.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from bisearch.word_lists import read_words

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from bisearch.model import Side

# Base-10 logarithms of occurrences per billion words. RARE, also used for unknown words, has rarity 1; COMMON, such as
# "the", has the minimum.
RARE, COMMON = 2.0, 7.0
MIN_RARITY = 0.02


@cache
def _frequencies(side: Side) -> dict[str, float]:
    found = {}
    for line in read_words("analysis", f"frequencies.{side}.txt"):
        frequency, *forms = line.split()
        found.update(dict.fromkeys(forms, float(frequency)))
    return found


def known_words(side: Side) -> AbstractSet[str]:
    """Return the forms in the frequency list."""
    return _frequencies(side).keys()


def rarity(form: str, side: Side) -> float:
    """Return how rare a form is, from `MIN_RARITY` for the commonest function words to 1 for rare and unknown words.

    Args:
        form: a normalized form.
        side: its language.
    """
    frequency = _frequencies(side).get(form, RARE)
    return max(MIN_RARITY, min(1.0, (COMMON - frequency) / (COMMON - RARE)))
