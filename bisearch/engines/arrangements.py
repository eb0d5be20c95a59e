"""The arrangements of a phrase's words: their orders, and the further tokens among them."""

from __future__ import annotations

from collections import Counter
from itertools import chain, islice
from math import factorial, prod
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TypeAlias

    from bisearch.engines.nodes import TermPhrase

    # The terms of a word of a phrase.
    Slot: TypeAlias = Sequence[str]

_Ordered = TypeVar("_Ordered")


def runs_of(slots: Sequence[Slot], lengths: Sequence[int]) -> list[tuple[tuple[str, ...], ...]]:
    """Return the words of a phrase in runs that move together."""
    remaining = iter(map(tuple, slots))
    return [tuple(islice(remaining, length)) for length in lengths or [1] * len(slots)]


def count_orders(phrase: TermPhrase) -> int:
    """Return the number of distinct orders that the words of a phrase may have."""
    if phrase.in_order or not phrase.slop:
        return 1
    runs = runs_of(phrase.slots, phrase.runs)
    return factorial(len(runs)) // prod(map(factorial, Counter(runs).values()))


def arrangements(slots: Sequence[Slot], slop: int, lengths: Sequence[int]) -> Iterator[list[tuple[int, Slot]]]:
    """Yield every allowed arrangement of the words of a phrase, each word with its place."""
    runs = runs_of(slots, lengths)
    for order in distinct_orders(runs) if slop else iter((tuple(runs),)):
        for gaps in gaps_between(slop, len(order) - 1):
            places: list[int] = []
            for run, gap in zip(order, (0, *gaps), strict=True):
                first = places[-1] + 1 + gap if places else 0
                places += range(first, first + len(run))
            yield list(zip(places, chain.from_iterable(order), strict=True))


def distinct_orders(items: Sequence[_Ordered]) -> Iterator[tuple[_Ordered, ...]]:
    """Yield every order of some items once; equal ones are not told apart."""
    left = Counter(items)

    def orders(begun: tuple[_Ordered, ...]) -> Iterator[tuple[_Ordered, ...]]:
        if len(begun) == len(items):
            yield begun
            return
        for item in left:
            if left[item]:
                left[item] -= 1
                yield from orders((*begun, item))
                left[item] += 1

    return orders(())


def gaps_between(slop: int, count: int) -> Iterator[tuple[int, ...]]:
    """Yield every choice of some gaps that are together at most `slop` wide."""
    if not count:
        yield ()
        return
    for first in range(slop + 1):
        for others in gaps_between(slop - first, count - 1):
            yield (first, *others)
