"""BM25's weights of rare words and long texts.

The formula is that of Robertson & Zaragoza (2009), "The Probabilistic Relevance Framework: BM25 and Beyond".
"""

from __future__ import annotations

from math import log
from typing import NamedTuple

# Measured on sentences and paragraphs of translated prose.
K1 = 0.7
B = 0.4


class Bm25(NamedTuple):
    """The two parameters of BM25.

    Attributes:
        k1: how soon further occurrences of a word stop counting; 0 counts the first only.
        b: how much the length of the text counts, in [0, 1].
    """

    k1: float
    b: float


def idf(total: float, frequency: float) -> float:
    """Return the inverse document frequency of a word, greater than 0.

    Args:
        total: number of passages (or documents) that could contain the word.
        frequency: number of those that do. A mixture of several words may be fractional, and greater than `total` if
            passages have more than one of them; then all passages count as having the word.
    """
    return log(1 + (max(total, frequency) - frequency + 0.5) / (frequency + 0.5))
