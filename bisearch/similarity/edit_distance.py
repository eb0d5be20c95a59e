"""How many letters must be edited to make one word into another.

An edit inserts, deletes or replaces a letter, or swaps two neighbours, and no letter is edited twice: the distance of
optimal string alignment. rapidfuzz computes it. Importing rapidfuzz takes as long as a thousand distances in Python,
and most searches compare only a few hundred words, so a process imports it when it has compared `FEW`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# Distances computed before rapidfuzz is imported; they take about 4 milliseconds, the import at least 7.
FEW = 800


class _Comparer:
    """Chooses the function that computes distances, by how many a process has asked for."""

    def __init__(self) -> None:
        self._left = FEW
        self._function: Callable[..., int] = _distance

    @property
    def is_fast(self) -> bool:
        return self._left < 0

    def function(self, comparisons: int) -> Callable[..., int]:
        if not self.is_fast:
            self._left -= comparisons
            if self.is_fast:
                from rapidfuzz.distance import OSA  # noqa: PLC0415 -- most searches do without; see above

                self._function = OSA.distance
        return self._function


def edit_distance(comparisons: int) -> Callable[..., int]:
    """Return the function that computes distances.

    Args:
        comparisons: how many the caller is about to compute with it.

    Returns:
        A function of two words, which may be given a `score_cutoff`: if the distance is greater, any greater number may
        be returned.
    """
    return _comparer.function(comparisons)


def rapidfuzz_computes() -> bool:
    """Return whether this process has compared so many words that rapidfuzz computes the distances.

    Then a distance takes less time than `least_edits`, which may rule it out.
    """
    return _comparer.is_fast


def least_edits(first: str, second: str) -> float:
    """Return half the number of letters that only one of two words has, which their distance is never less than."""
    return len({*first}.symmetric_difference(second)) / 2


def words_within_edits(form: str, words: Iterable[str], edits: int) -> list[str]:
    """Return those of some words that are within some edits of a form, in their order."""
    if not rapidfuzz_computes():
        words = [word for word in words if least_edits(form, word) <= edits]
    words = list(words)
    distance = edit_distance(len(words))
    return [word for word in words if distance(form, word, score_cutoff=edits) <= edits]


def _distance(first: str, second: str, *, score_cutoff: int | None = None) -> int:  # noqa: ARG001 -- as rapidfuzz's
    """Return the distance between two words.

    After Hyyrö (2003, "A Bit-Vector Algorithm for Computing Levenshtein and Damerau Edit Distances"): a bit stands for
    each letter of the first word, and each letter of the second word takes a dozen operations on whole numbers.
    """
    if not first or not second:
        return len(first) or len(second)
    places: dict[str, int] = {}
    for place, letter in enumerate(first):
        places[letter] = places.get(letter, 0) | 1 << place
    last = 1 << len(first) - 1
    distance = len(first)
    # Bits of the places at which the distance is one more, one less, or the same as at the place before.
    more, less, same = -1, 0, 0
    equal_before = 0
    for letter in second:
        equal = places.get(letter, 0)
        swapped = ((~same & equal) << 1) & equal_before
        same = (((equal & more) + more) ^ more) | equal | less | swapped
        rises, falls = less | ~(same | more), same & more
        distance += bool(rises & last) - bool(falls & last)
        rises, falls = rises << 1 | 1, falls << 1
        more, less = falls | ~(same | rises), same & rises
        equal_before = equal
    return distance


_comparer = _Comparer()
