"""The phonetic distance between two names, and the probability that they are the same name.

This is the calibrated comparison: name search and word matching take its result as a probability. For the coarser test
of shared consonants see `bisearch.similarity.skeletons`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from bisearch.similarity.edit_distance import edit_distance, least_edits, rapidfuzz_computes
from bisearch.similarity.phonetics import VOWELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# (Maximum phonetic distance, share of such pairs that are the same name). The first table is for pairs whose shorter
# pronunciation has at least `LONG_NAME` letters, the second for shorter names. Names further apart are different names.
# Measured on XQuAD, counting two names as the same if they occur in the same paragraph: python -m benchmarks names.
LONG_NAME = 5
LONG_NAME_PROBABILITIES = ((0.0, 0.97), (0.0875, 0.8), (0.1625, 0.7))
SHORT_NAME_PROBABILITIES = ((0.0, 0.74),)

_NO_VOWELS = str.maketrans("", "", "".join(sorted(VOWELS)))


def phonetic_distance(first: str, second: str, most: float = 1.0) -> float:
    """Return the edit distance between two pronunciations, relative to the longer one.

    A consonant edit counts 1 and a vowel edit 1/2, because vowels vary most between transliterations. Swapping two
    neighbouring letters counts as one edit.

    Args:
        first: a pronunciation from `bisearch.similarity.phonetics.pronunciations`.
        second: another pronunciation.
        most: the largest distance to compute exactly.

    Returns:
        A distance in [0, 1]; 0 if the two are equal, 1 if they are further apart than `most`.
    """
    if first == second:
        return 0.0
    length = max(len(first), len(second))
    if not rapidfuzz_computes():
        of_consonants = _edits_of_consonants(first.translate(_NO_VOWELS), second.translate(_NO_VOWELS))
        least = max(of_consonants, least_edits(first, second))
        if (least + of_consonants) / 2 / length > most:
            return 1.0
    cutoff = int(2 * most * length)  # an edit of the whole counts at least a half
    edits = edit_distance(1)(first, second, score_cutoff=cutoff)
    if edits > cutoff:
        return 1.0
    apart = _distance(first, second, edits, length)
    return apart if apart <= most else 1.0


@lru_cache(maxsize=1 << 14)
def _edits_of_consonants(first: str, second: str) -> int:
    """Return the edit distance between the consonants of two pronunciations; many words have the same consonants."""
    return edit_distance(1)(first, second)


def same_name_probability(firsts: Iterable[str], seconds: Iterable[str]) -> float:
    """Return the probability that two names are the same name.

    Args:
        firsts: the pronunciations of one name.
        seconds: the pronunciations of the other.

    Returns:
        The probability for the closest two pronunciations, in [0, 1]; 0 if they are further apart than the tables list.
    """
    best = 0.0
    seconds = tuple(seconds)
    for first in firsts:
        for second in seconds:
            steps = _steps(first, second)
            if best < steps[0][1]:
                best = max(best, _share(phonetic_distance(first, second, steps[-1][0]), steps))
    return best


def _steps(first: str, second: str) -> Sequence[tuple[float, float]]:
    return LONG_NAME_PROBABILITIES if min(len(first), len(second)) >= LONG_NAME else SHORT_NAME_PROBABILITIES


def _share(apart: float, steps: Sequence[tuple[float, float]]) -> float:
    return next((share for up_to, share in steps if apart <= up_to), 0.0)


def matching_names(
    firsts: Sequence[Sequence[str]], seconds: Sequence[Sequence[str]]
) -> Iterator[tuple[int, int, float]]:
    """Yield (index in `firsts`, index in `seconds`, probability) for each two names that may be the same, once each.

    Args:
        firsts: the pronunciations of each name of one list.
        seconds: the pronunciations of each name of the other list.
    """
    from rapidfuzz.distance import OSA  # noqa: PLC0415 -- only aligning needs it
    from rapidfuzz.process import cdist  # noqa: PLC0415

    owners_first = [place for place, readings in enumerate(firsts) for _ in readings]
    owners_second = [place for place, readings in enumerate(seconds) for _ in readings]
    heard_first = [reading for readings in firsts for reading in readings]
    heard_second = [reading for readings in seconds for reading in readings]
    # The distance is at least half of the edits over the length, so edits beyond twice the largest distance rule a pair
    # out.
    least = 1 - 2 * LONG_NAME_PROBABILITIES[-1][0]
    alike = cdist(heard_first, heard_second, scorer=OSA.normalized_similarity, score_cutoff=least)
    near = alike.nonzero()
    found: dict[tuple[int, int], float] = {}
    for i, j, similarity in zip(*(places.tolist() for places in near), alike[near].tolist(), strict=True):
        pair = owners_first[i], owners_second[j]
        first, second = heard_first[i], heard_second[j]
        steps = _steps(first, second)
        if found.get(pair, 0.0) < steps[0][1]:
            length = max(len(first), len(second))
            apart = _distance(first, second, round((1 - similarity) * length), length)
            found[pair] = max(found.get(pair, 0.0), _share(apart, steps))
    for pair in sorted(found):
        if found[pair]:
            yield *pair, found[pair]


def _distance(first: str, second: str, edits: int, length: int) -> float:
    """Return the phonetic distance of two pronunciations, of which the longer has some length, after some edits."""
    if not edits:
        return 0.0
    return (edits + _edits_of_consonants(first.translate(_NO_VOWELS), second.translate(_NO_VOWELS))) / 2 / length
