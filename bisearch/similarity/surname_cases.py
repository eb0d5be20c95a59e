"""The nominatives that a form of a Russian surname may belong to, judged by its ending alone.

The morphological dictionary guesses unknown surnames, and guesses each case separately: Ивановой belongs to Иванов, but
Абаев to абай. A table of endings maps all cases of a surname to one nominative. It yields too many nominatives, which
is harmless: they are only compared with names that the collection has.
"""

from __future__ import annotations

from functools import cache

from bisearch.word_lists import read_rows

# Least length of a name without its ending.
MIN_STEM = 2


@cache
def _endings() -> dict[str, tuple[str, ...]]:
    return {ending: bases for ending, *rest in read_rows("similarity", "cases.txt") if (bases := tuple(rest))}


@cache
def _longest() -> int:
    return max(map(len, _endings()))


def nominatives(form: str) -> tuple[str, ...]:
    """Return the nominatives that a form of a Russian surname may belong to.

    Args:
        form: a normalized Cyrillic form, e.g. ``ивановой``.

    Returns:
        The nominatives listed for the longest matching ending (``иванов``), then the form itself, because a surname may
        have any ending; only the form if no ending matches.
    """
    endings = _endings()
    for length in range(min(_longest(), len(form) - MIN_STEM), 0, -1):
        if (found := endings.get(form[-length:])) is not None:
            return tuple(dict.fromkeys([*(form[:-length] + ending for ending in found), form]))
    return (form,)
