"""How far apart two names sound, and how likely names so far apart are one."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from bisearch.similarity.phonetics import VOWELS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

# (Maximum phonetic distance, share of such pairs that are the same name). The first table is for pairs whose shorter
# pronunciation has at least `LONG_NAME` letters, the second for shorter names. Names further apart are different names.
# Measured on XQuAD, counting two names as the same if they occur in the same paragraph: python -m benchmarks names.
LONG_NAME = 5
LONG_NAME_PROBABILITIES = ((0.0, 0.97), (0.0875, 0.8), (0.1625, 0.7))
SHORT_NAME_PROBABILITIES = ((0.0, 0.74),)

_NO_VOWELS = str.maketrans("", "", "".join(sorted(VOWELS)))


def phonetic_distance(first: str, second: str, most: float = 1.0) -> float:
    """Return how far apart two sounds are.

    A wrong consonant counts one, a wrong vowel a half, over the length of the longer sound: vowels are what
    transliterations and ears differ in. Letters that change places count once.

    Args:
        first: see `bisearch.similarity.phonetics.pronunciations`.
        second: another.
        most: what is further apart need not be told exactly.

    Returns:
        0 where they are the same, up to 1; 1 where they are further apart than `most`.
    """
    if first == second:
        return 0.0
    length = max(len(first), len(second))
    cutoff = int(2 * most * length)  # an edit of the whole counts at least a half
    between = _edits()
    edits = between(first, second, score_cutoff=cutoff)
    if edits > cutoff:
        return 1.0
    edits += between(first.translate(_NO_VOWELS), second.translate(_NO_VOWELS))
    apart = edits / 2 / length
    return apart if apart <= most else 1.0


@cache
def _edits() -> Callable[..., int]:
    """Return what counts edits: loaded by the first names to compare, and not looked for again by each pair."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 -- only names need it

    return OSA.distance


def same_name_probability(firsts: Iterable[str], seconds: Iterable[str]) -> float:
    """Return how likely two names are one by their sounds.

    Args:
        firsts: the readings of the one name.
        seconds: those of the other.

    Returns:
        A probability, of the nearest pair of readings; 0 for names further apart than the tables say.
    """
    best = 0.0
    seconds = tuple(seconds)
    for first in firsts:
        for second in seconds:
            steps = LONG_NAME_PROBABILITIES if min(len(first), len(second)) >= LONG_NAME else SHORT_NAME_PROBABILITIES
            if best >= steps[0][1]:
                continue
            apart = phonetic_distance(first, second, steps[-1][0])
            best = max(best, next((share for up_to, share in steps if apart <= up_to), 0.0))
    return best


def matching_names(
    firsts: Sequence[Sequence[str]], seconds: Sequence[Sequence[str]]
) -> Iterator[tuple[int, int, float]]:
    """Yield the names of two lists that may be one, each pair once: their places and what `likely` says.

    Args:
        firsts: the readings of each name.
        seconds: the same of others.
    """
    from rapidfuzz.distance import OSA  # noqa: PLC0415 -- only names need it
    from rapidfuzz.process import cdist  # noqa: PLC0415

    owners_first = [place for place, readings in enumerate(firsts) for _ in readings]
    owners_second = [place for place, readings in enumerate(seconds) for _ in readings]
    # A half of all edits and a half of those of consonants count, so twice the farthest distance bounds the former.
    least = 1 - 2 * LONG_NAME_PROBABILITIES[-1][0]
    near = cdist(
        [reading for readings in firsts for reading in readings],
        [reading for readings in seconds for reading in readings],
        scorer=OSA.normalized_similarity,
        score_cutoff=least,
    ).nonzero()
    for first, second in sorted({(owners_first[i], owners_second[j]) for i, j in zip(*near, strict=True)}):
        if probability := same_name_probability(firsts[first], seconds[second]):
            yield first, second, probability
