"""How BM25 weighs rare words and long texts.

The formula is that of Robertson & Zaragoza (2009), "The Probabilistic Relevance Framework: BM25 and Beyond".
"""

from __future__ import annotations

from math import log

# Measured on sentences and paragraphs of translated prose.
K1 = 0.7
B = 0.4


def idf(total: float, frequency: float) -> float:
    """Return the inverse document frequency of a word, greater than 0.

    Args:
        total: number of passages (or documents) that could contain the word.
        frequency: number of those that do, at most `total`; a mixture of several words may be fractional.
    """
    return log(1 + (total - frequency + 0.5) / (frequency + 0.5))
