"""Choose pairs so that each text is in one at most, the surest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

# A pair is proposed from this score on; from `LEAST_SCORE` on only if no other text comes near either of the two. On
# news, articles and archival papers, the texts of a pair score .31 to .7, and the best of other texts .32.
SURE_SCORE = 0.35
LEAST_SCORE = 0.2
CLEAR_MARGIN = 0.1


class Choice(NamedTuple):
    """A Russian and an English text, by number, that are proposed as a pair.

    Attributes:
        ru: the Russian text.
        en: the English text.
        score: the evidence that they share, in [0, 1].
        margin: how much more that is than either shares with any other text; below 0 if another is nearer.
    """

    ru: int
    en: int
    score: float
    margin: float


def choose_pairs(scores: NDArray[np.float32]) -> list[Choice]:
    """Return the proposed pairs, the highest score first; each text is in one pair at most.

    Args:
        scores: an array of Russian by English texts, in [0, 1].
    """
    return [
        choice
        for choice in _greedy(scores)
        if choice.score >= SURE_SCORE or (choice.score >= LEAST_SCORE and choice.margin >= CLEAR_MARGIN)
    ]


def _greedy(scores: NDArray[np.float32]) -> Iterator[Choice]:
    if not scores.size:
        return
    rows, columns = np.nonzero(scores >= LEAST_SCORE)
    order = np.argsort(-scores[rows, columns], kind="stable")
    best_of_row, best_of_column = _two_best(scores), _two_best(scores.T)
    is_free = np.ones(scores.shape[0], bool), np.ones(scores.shape[1], bool)
    for ru, en in zip(rows[order].tolist(), columns[order].tolist(), strict=True):
        if is_free[0][ru] and is_free[1][en]:
            is_free[0][ru] = is_free[1][en] = False
            score = float(scores[ru, en])
            others = (_other(best_of_row[ru], score), _other(best_of_column[en], score))
            yield Choice(ru, en, score, score - max(others))


def _two_best(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the second-best and the best score of each row; 0 where there is none."""
    padded = np.concatenate([np.zeros((len(scores), 1), scores.dtype), scores], axis=1)
    return np.sort(np.partition(padded, -2, axis=1)[:, -2:], axis=1)


def _other(two_best: NDArray[np.float32], score: float) -> float:
    """Return the best score beside one of a row's scores."""
    second, best = two_best.tolist()
    return float(second if score >= best else best)
