"""How evenly the occurrences of a word are spread over documents."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def deviation_of_proportions(counts: Sequence[int], sizes: Sequence[int]) -> float | None:
    """Return Gries's normalized deviation of proportions, DPnorm.

    S. Th. Gries (2008), "Dispersions and adjusted frequencies in corpora", International Journal of Corpus Linguistics
    13, with the correction of J. Lijffijt & S. Th. Gries (2012), IJCL 17: half of the sum of the differences between
    the share of each part in the occurrences and in the words, divided by 1 minus the smallest share of words.

    Args:
        counts: the number of occurrences in each part.
        sizes: the number of words of each part; parts without words are left out.

    Returns:
        In [0, 1]: 0 if every part has as many occurrences as its size leads one to expect, 1 if only the smallest part
        has any. None if there is no occurrence, or fewer than two parts have words.
    """
    parts = [(count, size) for count, size in zip(counts, sizes, strict=True) if size]
    occurrences, words = sum(count for count, _ in parts), sum(size for _, size in parts)
    if not occurrences or len(parts) < 2:
        return None
    differences = (abs(count / occurrences - size / words) for count, size in parts)
    smallest = min(size for _, size in parts) / words
    return math.fsum(differences) / 2 / (1 - smallest)
