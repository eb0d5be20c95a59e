"""How rare a word is in its language at large: what a word that two texts share is worth as evidence.

The frequencies are those of a large sample that ships with the package (see ``LICENSES.md``), since a single document
cannot tell a rare word from a common one.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from bisearch.word_lists import read_words

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from bisearch.model import Side

# Frequencies are logarithms to base 10 of occurrences in a thousand million words. A word of the lower one, or unknown,
# is worth 1; one of the upper, such as "the", next to nothing.
RARE, COMMON = 2.0, 7.0
LEAST = 0.02


@cache
def _frequencies(side: Side) -> dict[str, float]:
    found = {}
    for line in read_words("analysis", f"frequencies.{side}.txt"):
        frequency, *forms = line.split()
        found.update(dict.fromkeys(forms, float(frequency)))
    return found


def known_words(side: Side) -> AbstractSet[str]:
    """Return the forms that the sample has often enough to be sure of: all that are worth less than 1."""
    return _frequencies(side).keys()


def rarity(form: str, side: Side) -> float:
    """Return how rare a form is, from `LEAST` for the commonest function words to 1 for words met by chance.

    Args:
        form: a normalised form.
        side: its language.
    """
    frequency = _frequencies(side).get(form, RARE)
    return max(LEAST, min(1.0, (COMMON - frequency) / (COMMON - RARE)))
