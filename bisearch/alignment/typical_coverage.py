"""How much of a sentence its best counterpart nearby typically covers, which shows how closely a text is translated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bisearch.alignment.numbered_text import Array, Ids
    from bisearch.alignment.window_sides import WindowSide

# Sentences with less weight of words than this do not show how much of a sentence is typically covered, and only
# counterparts within this many sentences of the same share of the text are considered.
MIN_WEIGHT, NEARBY = 2.0, 10
# Texts count as having this many more sentences of this coverage.
COVERAGE_COUNT, MEDIUM_COVERAGE = 8, 0.5


def best_shares(ru: WindowSide, en: WindowSide, shares_ru: Sequence[Array], shares_en: Sequence[Array]) -> Array:
    """Return the share of each sentence that its best counterpart nearby covers.

    Args:
        ru: the Russian side.
        en: the English side.
        shares_ru: the share of each Russian sentence that each span of English sentences covers, for spans of one
            sentence, of two, and so on; arrays by window, Russian and English sentence.
        shares_en: the share of each English sentence that each span of Russian sentences covers.

    Returns:
        An array by window and sentence, first all Russian and then all English ones; NaN for sentences with too few
        words.
    """
    best_ru = _best_shares([each.swapaxes(1, 2) for each in shares_ru], ru, en)
    best_en = _best_shares(shares_en, en, ru)
    has_words = np.concatenate([ru.totals.sum(axis=0), en.totals.sum(axis=0)], axis=1) > MIN_WEIGHT
    return np.where(has_words, np.concatenate([best_ru, best_en], axis=1), np.nan)


def typical_coverage(shares: Array, texts: Ids, count: int) -> Array:
    """Return for each text the median of the shares of its sentences that their best counterparts cover.

    Short texts count as if they had a few more sentences of a medium share.

    Args:
        shares: results of `best_shares`, in any order; NaN counts for nothing.
        texts: the text of each share.
        count: the number of texts.

    Returns:
        Values in [0, 1].
    """
    counts = np.bincount(texts[~np.isnan(shares)], minlength=count)
    # NaN comes last in each text.
    ordered = np.append(shares[np.lexsort((shares, texts))], 0.0)
    first = np.concatenate([[0], np.bincount(texts, minlength=count).cumsum()[:-1]])
    middle = ordered[first + np.maximum(counts - 1, 0) // 2] + ordered[first + counts // 2]
    median = np.where(counts > 0, middle, 0.0) / 2
    typical: Array = (counts * median + COVERAGE_COUNT * MEDIUM_COVERAGE) / (counts + COVERAGE_COUNT)
    return typical


def _best_shares(shares: Sequence[Array], side: WindowSide, other: WindowSide) -> Array:
    """Return how much of each sentence the best one or two sentences of the other side nearby cover.

    Args:
        shares: for each span length, an array by window, first sentence of the span on the other side, and sentence.
        side: the side of the sentences.
        other: the other side.
    """
    count, count_other = side.sizes[:, None], other.sizes[:, None]
    at = ((np.arange(side.length) + 0.5) / count)[:, None, :]
    best = np.zeros((len(side.sizes), side.length))
    for length, share in enumerate(shares[:2], 1):
        start = np.arange(other.length - length + 1)
        at_other = (start + length / 2) / count_other
        is_near = np.abs(at_other[:, :, None] - at) * np.maximum(count, count_other)[:, :, None] <= NEARBY
        is_near &= (start + length <= count_other)[:, :, None]
        best = np.maximum(best, np.where(is_near, share, 0).max(axis=1))
    return best
