"""What is asked of beads and of their words before anything is learned from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from bisearch.similarity.skeletons import SKELETON_LENGTH, cognate_score, consonant_classes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    # The words of a Russian text and of an English one that render each other, in order.
    BeadWords: TypeAlias = tuple[Sequence[str], Sequence[str]]

# Longer beads say too little about which of their words belong together, and cost the square of their length.
MAX_WORDS = 100


def usable_beads(beads: Iterable[BeadWords], most: int) -> Iterator[BeadWords]:
    """Yield the beads that have words on both sides and not too many, the first until they hold enough pairs of words.

    Args:
        beads: any.
        most: so many pairs of words are enough.
    """
    pairs = 0
    for ru, en in beads:
        if ru and en and max(len(ru), len(en)) <= MAX_WORDS:
            yield ru, en
            pairs += len(ru) * len(en)
            if pairs >= most:
                return


def cognate_scores(
    ru: NDArray[np.integer], en: NDArray[np.integer], words_ru: Sequence[str], words_en: Sequence[str]
) -> NDArray[np.float64]:
    """Return how alike some pairs of words are across scripts, as `bisearch.similarity.skeletons.cognate_score` says.

    Args:
        ru: for each pair, which of `words_ru` it is of; likewise `en`.
        en: see `ru`.
        words_ru: the Russian words; likewise `words_en`.
        words_en: see `words_ru`.
    """
    beginnings: dict[str, int] = {}
    begin_ru, begin_en = (
        np.array([beginnings.setdefault(_first_consonants(word), len(beginnings)) for word in words])
        for words in (words_ru, words_en)
    )
    found = np.zeros(len(ru))
    for place in np.flatnonzero(begin_ru[ru] == begin_en[en]).tolist():
        found[place] = cognate_score(words_ru[ru[place]], words_en[en[place]])
    return found


def distinct_numbers(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Sort numbers, at least one, in place and return the distinct; `np.unique`, which hashes, takes thrice as long."""
    numbers.sort()
    distinct: NDArray[np.int64] = numbers[np.append(True, numbers[1:] != numbers[:-1])]
    return distinct


def _first_consonants(word: str) -> str:
    """Return what two words that are alike have in common: a number all of it, others their first consonants."""
    return word if word[0].isdigit() else consonant_classes(word)[:SKELETON_LENGTH]
