"""How different two spellings of a word are to a scanner's eye."""

from __future__ import annotations

from functools import cache

from bisearch.word_lists import read_rows

# What it costs to take for one another letters that look alike, where any other change of a letter costs 1.
CONFUSION_COST = 0.4


@cache
def _confusable() -> frozenset[tuple[str, str]]:
    rows = {(first, second) for first, second in read_rows("similarity", "confusable.txt")}
    return frozenset(rows | {(second, first) for first, second in rows})


@cache
def _longest() -> int:
    return max(len(first) for first, _ in _confusable())


@cache
def _confusion_classes() -> tuple[tuple[tuple[str, str], ...], dict[int, str]]:
    """Return which letters together look like one, and for each other letter the first of all that look alike."""
    first: dict[str, str] = {}
    together = []
    for one, other in sorted(
        read_rows("similarity", "confusable.txt"), key=lambda row: (-len(row[0]), -len(row[1]), row)
    ):
        if len(one) == len(other) == 1:
            old, new = first.setdefault(other, other), first.setdefault(one, one)
            first.update((letter, new) for letter, of in first.items() if of == old)
        else:
            together.append((max(one, other, key=len), min(one, other, key=len)))
    return tuple(together), str.maketrans(first)


def merge_letter_pairs(form: str) -> str:
    """Return a form with one letter for two that together look like it (rn, m)."""
    for letters, letter in _confusion_classes()[0]:
        form = form.replace(letters, letter)
    return form


def confusion_key(form: str) -> str:
    """Return what all forms have in common that differ only in letters that look alike, one for one."""
    return form.translate(_confusion_classes()[1])


def substitution_cost(first: str, second: str) -> float:
    """Return what `difference` does for forms of one look and length, letter by letter, which is much faster."""
    confusable = _confusable()
    return sum(
        CONFUSION_COST if pair in confusable else 1.0 for pair in zip(first, second, strict=True) if pair[0] != pair[1]
    )


def ocr_distance(first: str, second: str) -> float:
    """Return the cheapest way to turn one spelling into the other.

    Args:
        first: a normalised form.
        second: another.

    Returns:
        0 where they are the same. A letter put in, left out or changed costs 1, as do neighbours that change places;
        letters that look alike, also one for two (rn, m), cost `CONFUSION_COST`.
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
                        best = min(best, costs[i - left][j - right] + CONFUSION_COST)
            costs[i][j] = best
    return costs[-1][-1]
