"""Which words of one passage render which: the table's answer for this very pair of texts."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

# A word renders another only if it is at least so likely to, given all other words of the pair. A wrong mark misleads
# more than a missing one.
LEAST = 0.4
# What stands for every word that has no rendering opposite, on the scale of the table's probabilities.
EMPTY = 0.04
# How far the place in the sentence counts: a word as far off as the whole sentence is this much less likely.
DISTANCE = 0.5


class Rendering(NamedTuple):
    """A word that renders another.

    Attributes:
        place: which word of the other side.
        probability: in [0, 1], that it does, given this pair of texts.
    """

    place: int
    probability: float


def renderings(
    words: Sequence[tuple[str, ...]],
    others: Sequence[tuple[str, ...]],
    wanted: Iterable[int],
    likelihood: Callable[[str, str], float],
) -> dict[int, list[Rendering]]:
    """Return, for some words of one side of a passage, the words of the other side that render them.

    Each pair's likelihood competes with those of all other words on either side and with the empty word, as in the
    posterior of IBM Model 1, taken in both directions; their geometric mean is the probability.

    Args:
        words: for each word of one side, its lemmas.
        others: for each word of the other side, its lemmas.
        wanted: places in `words`.
        likelihood: how likely a lemma of the one side and one of the other translate each other, in [0, 1].

    Returns:
        The renderings of each wanted word that has any, in the order of the text.
    """
    if not words or not others:
        return {}

    def score(i: int, j: int) -> float:
        best = max((likelihood(left, right) for left in words[i] for right in others[j]), default=0.0)
        return best * (1 - DISTANCE * abs(i / len(words) - j / len(others)))

    columns: dict[int, float] = {}
    found: dict[int, list[Rendering]] = {}
    for i in wanted:
        row = [score(i, j) for j in range(len(others))]
        total = sum(row) + EMPTY
        for j, likely in enumerate(row):
            if likely / total < LEAST * LEAST:
                continue  # whatever the column holds, the mean of both directions stays below
            if j not in columns:
                columns[j] = sum(score(k, j) for k in range(len(words))) + EMPTY
            probability = likely / sqrt(total * columns[j])
            if probability >= LEAST:
                found.setdefault(i, []).append(Rendering(j, probability))
    return found
