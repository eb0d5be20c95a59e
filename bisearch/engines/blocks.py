"""Blocks of passages: ranges of passages are looked up by the terms of a few blocks instead of by many numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.engines.nodes import Both, PassageRanges

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bisearch.engines.nodes import Node

# Blocks have this many passages to the power of 0, 1, 2, ...
BLOCK, LEVELS = 32, 5
_LEVEL_BITS = 56


def blocks_of(passage: int) -> list[int]:
    """Return the terms of the blocks that contain a passage, the smallest first."""
    return [level << _LEVEL_BITS | passage // BLOCK**level for level in range(LEVELS)]


def blocks_covering(ranges: Iterable[range]) -> Iterator[int]:
    """Yield the terms of the fewest blocks that together cover some ranges of passages."""
    for start, stop in joined(ranges):
        yield from _covering(start, stop)


def joined(ranges: Iterable[range]) -> Iterator[tuple[int, int]]:
    """Yield the starts and stops of some ranges in order, those that adjoin or overlap as one."""
    first = last = -1
    for each in sorted(ranges, key=lambda each: each.start):
        if each.start > last:
            if last > first:
                yield first, last
            first = each.start
        last = max(last, each.stop)
    if last > first:
        yield first, last


def _covering(start: int, stop: int) -> Iterator[int]:
    level = 0
    while start < stop:
        base = level << _LEVEL_BITS
        if level == LEVELS - 1:
            yield from (base | block for block in range(start, stop))
            return
        while start < stop and start % BLOCK:
            yield base | start
            start += 1
        while start < stop and stop % BLOCK:
            stop -= 1
            yield base | stop
        start, stop, level = start // BLOCK, stop // BLOCK, level + 1


def narrowed(query: Node, ranges: Sequence[range]) -> Node:
    """Return a query for the matches in some ranges of passages."""
    return Both((PassageRanges(tuple(ranges)), query))


def ranges_with(passages: Iterable[int], ranges: Iterable[range]) -> list[range]:
    """Return those of some ranges that have any of some passages."""
    found = set(passages)
    return [each for each in ranges if not found.isdisjoint(each)]
