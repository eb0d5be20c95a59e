"""Which surname a Russian form may be a case of, by its ending alone.

The dictionary guesses at surnames that it does not hold, and guesses each case for itself: Ивановой is of Иванов, but
Абаев of абай. A table of endings makes all cases of one surname meet. It over-generates, which does no harm: what it
gives is only compared with names that the collection has.
"""

from __future__ import annotations

from functools import cache

from bisearch.word_lists import read_rows

# What is left of a name without its ending has at least so many letters.
MIN_STEM = 2


@cache
def _endings() -> dict[str, tuple[str, ...]]:
    return {ending: bases for ending, *rest in read_rows("similarity", "cases.txt") if (bases := tuple(rest))}


@cache
def _longest() -> int:
    return max(map(len, _endings()))


def nominatives(form: str) -> tuple[str, ...]:
    """Return the nominatives that a form of a Russian surname may be of.

    Args:
        form: a normalised Cyrillic form, e.g. ``ивановой``.

    Returns:
        The form itself where its ending says nothing, else what the table's longest fitting ending gives (``иванов``),
        the form itself last, as a surname may end in anything.
    """
    for length in range(min(_longest(), len(form) - MIN_STEM), 0, -1):
        if (found := _endings().get(form[-length:])) is not None:
            return tuple(dict.fromkeys([*(form[:-length] + ending for ending in found), form]))
    return (form,)
