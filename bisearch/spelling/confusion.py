"""How different two spellings of a word are to a scanner's eye."""

from __future__ import annotations

from functools import cache

from bisearch.spelling.tables import read_rows

# What it costs to take for one another letters that look alike, where any other change of a letter costs 1.
ALIKE = 0.4


@cache
def _confusable() -> frozenset[tuple[str, str]]:
    rows = {(first, second) for first, second in read_rows("confusable.txt")}
    return frozenset(rows | {(second, first) for first, second in rows})


@cache
def _longest() -> int:
    return max(len(first) for first, _ in _confusable())


def difference(first: str, second: str) -> float:
    """Return the cheapest way to turn one spelling into the other.

    Args:
        first: a normalised form.
        second: another.

    Returns:
        0 where they are the same. A letter put in, left out or changed costs 1, as do neighbours that change places;
        letters that look alike, also one for two (rn, m), cost `ALIKE`.
    """
    confusable, longest = _confusable(), _longest()
    costs = [[float(i + j) for j in range(len(second) + 1)] for i in range(len(first) + 1)]
    for i in range(1, len(first) + 1):
        for j in range(1, len(second) + 1):
            same = first[i - 1] == second[j - 1]
            best = min(costs[i - 1][j] + 1, costs[i][j - 1] + 1, costs[i - 1][j - 1] + (not same))
            if i > 1 and j > 1 and first[i - 2 : i] == second[j - 1] + second[j - 2]:
                best = min(best, costs[i - 2][j - 2] + 1)
            for left in range(1, min(longest, i) + 1):
                for right in range(1, min(longest, j) + 1):
                    if (first[i - left : i], second[j - right : j]) in confusable:
                        best = min(best, costs[i - left][j - right] + ALIKE)
            costs[i][j] = best
    return costs[-1][-1]
