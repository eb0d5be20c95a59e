"""The beads and word pairs that translation models learn from."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from bisearch.similarity.skeletons import SKELETON_LENGTH, cognate_score, consonant_classes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    Ids: TypeAlias = NDArray[np.int64]
    # The words of a Russian text and of its English translation, in order.
    BeadWords: TypeAlias = tuple[Sequence[str], Sequence[str]]

# Longer beads hardly show which of their words belong together, and cost the square of their length.
MAX_WORDS = 100
_DIGIT_BITS = 16


def usable_beads(beads: Iterable[BeadWords], max_pairs: int) -> list[BeadWords]:
    """Return those of some beads that `usable` chooses."""
    listed = list(beads)
    counts = np.array([(len(ru), len(en)) for ru, en in listed], np.int64).reshape(-1, 2)
    return list(compress(listed, usable(counts[:, 0], counts[:, 1], max_pairs).tolist()))


def usable(counts_ru: NDArray[np.integer], counts_en: NDArray[np.integer], max_pairs: int) -> NDArray[np.bool_]:
    """Choose the beads with words on both sides and at most `MAX_WORDS` on each, until they hold enough pairs of words.

    Args:
        counts_ru: number of Russian words in each bead.
        counts_en: number of English words in each bead.
        max_pairs: number of word pairs after which to stop.

    Returns:
        For each bead, whether it is chosen.
    """
    ru, en = counts_ru.astype(np.int64), counts_en.astype(np.int64)
    found = (ru > 0) & (en > 0) & (np.maximum(ru, en) <= MAX_WORDS)
    pairs = np.where(found, ru * en, 0)
    found &= pairs.cumsum() - pairs < max_pairs
    return found


def cognate_scores(
    ru: NDArray[np.integer], en: NDArray[np.integer], words_ru: Sequence[str], words_en: Sequence[str]
) -> NDArray[np.float64]:
    """Return `bisearch.similarity.skeletons.cognate_score` of some pairs of words.

    Args:
        ru: for each pair, the index of its Russian word in `words_ru`.
        en: for each pair, the index of its English word in `words_en`.
        words_ru: the Russian words.
        words_en: the English words.
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
    """Sort a non-empty array in place and return its distinct values.

    It takes a third of the time of `np.unique`, which hashes.
    """
    numbers.sort()
    distinct: NDArray[np.int64] = numbers[np.append(True, numbers[1:] != numbers[:-1])]
    return distinct


def group(keys: Ids, limit: int) -> tuple[Ids, Ids]:
    """Return an order that sorts a non-empty array, and the places in it at which each distinct key begins.

    Sorting by sixteen bits at a time takes a fraction of the time of sorting whole keys: NumPy counts short numbers.

    Args:
        keys: keys of at least 0, less than `limit`.
        limit: the fewer bits it has, the faster.
    """
    order = np.argsort(keys.astype(np.uint16), kind="stable")
    for shift in range(_DIGIT_BITS, (limit - 1).bit_length(), _DIGIT_BITS):
        order = order[np.argsort((keys >> shift).astype(np.uint16)[order], kind="stable")]
    ordered = keys[order]
    return order, np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))


def grouped_entries(
    starts: NDArray[np.int64], groups: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the indexes of the entries of some groups, group after group, and how many each has.

    Args:
        starts: index of the first entry of each group, then the number of entries.
        groups: numbers of the groups; a number may occur several times.
    """
    first, counts = starts[groups], starts[groups + 1] - starts[groups]
    before = np.concatenate([[0], counts.cumsum()[:-1]]) if len(groups) else counts
    return np.repeat(first - before, counts) + np.arange(counts.sum()), counts


def _first_consonants(word: str) -> str:
    """Return a key that two words with a cognate score share: a whole number, or the first consonants of a word."""
    return word if word[0].isdigit() else consonant_classes(word)[:SKELETON_LENGTH]
