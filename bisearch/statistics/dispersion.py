"""How evenly the occurrences of a word are spread over documents."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from bisearch.statistics.columns import Numbers


class Dispersion:
    """Gries's normalized deviation of proportions, DPnorm, of words over some parts.

    S. Th. Gries (2008), "Dispersions and adjusted frequencies in corpora", International Journal of Corpus Linguistics
    13, with the correction of J. Lijffijt & S. Th. Gries (2012), IJCL 17: half of the sum of the differences between
    the share of each part in the occurrences and in the words, divided by 1 minus the smallest share of words.

    Args:
        sizes: the number of words of each part; parts without words are left out.
    """

    def __init__(self, sizes: Numbers) -> None:
        self._has_words = sizes > 0
        words = int(sizes.sum())
        self._shares = sizes / max(1, words)
        known = sizes[self._has_words]
        self._is_known = len(known) >= 2
        self._smallest = int(known.min()) / words if self._is_known else 0.0
        # The sum of all shares as numbers whose exact sum it is, so that the result does not depend on how it is added.
        self._sum: list[float] = []
        while rest := math.fsum([*self._shares.tolist(), *(-each for each in self._sum)]):
            self._sum.append(rest)

    def of(self, places: Numbers, counts: Numbers) -> float | None:
        """Return the dispersion of a word.

        Args:
            places: the places of the parts that have the word, each once.
            counts: the number of its occurrences in each of these, at least 1.

        Returns:
            In [0, 1]: 0 if every part has as many occurrences as its size leads one to expect, 1 if only the smallest
            part has any. None if there is no occurrence, or fewer than two parts have words.
        """
        known = self._has_words[places]
        shares, counts = self._shares[places[known]], counts[known]
        occurrences = int(counts.sum())
        if not occurrences or not self._is_known:
            return None
        # A part without the word differs by its share.
        differences = np.abs(counts / occurrences - shares).tolist()
        return math.fsum([*self._sum, *differences, *(-shares).tolist()]) / 2 / (1 - self._smallest)


def deviation_of_proportions(counts: Numbers, sizes: Numbers) -> float | None:
    """Return the dispersion of a word by its occurrences in all parts; see `Dispersion`.

    Args:
        counts: the number of occurrences in each part.
        sizes: the number of words of each part.
    """
    places = np.flatnonzero(counts)
    return Dispersion(sizes).of(places, counts[places])
