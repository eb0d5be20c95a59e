"""Spelling distance that is smaller for letters an OCR program confuses."""

from __future__ import annotations

from functools import cache

from bisearch.word_lists import read_rows

# Cost of a substitution between letters that look alike; any other edit costs 1.
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
    """Return the letter pairs that look like one letter, and a table that maps lookalike letters to one of them."""
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
    """Return a form with each pair of letters that looks like one letter (rn for m) replaced by that letter."""
    for letters, letter in _confusion_classes()[0]:
        form = form.replace(letters, letter)
    return form


def confusion_key(form: str) -> str:
    """Return a key shared by all forms that differ only in single letters that look alike."""
    return form.translate(_confusion_classes()[1])


def substitution_cost(first: str, second: str) -> float:
    """Return `ocr_distance` for two forms of equal length and equal `confusion_key`; this is much faster."""
    confusable = _confusable()
    return sum(
        CONFUSION_COST if pair in confusable else 1.0 for pair in zip(first, second, strict=True) if pair[0] != pair[1]
    )


def ocr_distance(first: str, second: str) -> float:
    """Return the cost of the cheapest edits that turn one spelling into the other.

    The dynamic program of Damerau and Levenshtein (optimal string alignment) with lookalike substitutions.

    Args:
        first: a normalized form.
        second: another normalized form.

    Returns:
        0 if the forms are equal. An insertion, deletion, substitution or swap of neighbours costs 1; replacing letters
        by letters that look alike, also one by two (rn, m), costs `CONFUSION_COST`.
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
