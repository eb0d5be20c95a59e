"""Where the words of a phrase stand together in one text; engines count these places and marks show them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence


def occurrences(slots: Sequence[Collection[int]], slop: int = 0) -> Iterator[tuple[int, ...]]:
    """Yield each place where the words of a phrase stand together.

    Args:
        slots: for each word in order, the token positions where it stands.
        slop: how many further tokens may stand among the words. 0 means the words side by side in their order; above 0
            they may stand in any order.

    Yields:
        The positions of the words in one place, ascending. With a slop, places are the shortest windows, and of
        windows one within another only the inner one.
    """
    if slop == 0:
        for start in sorted(slots[0]):
            if all(start + place in slots[place] for place in range(1, len(slots))):
                yield tuple(range(start, start + len(slots)))
        return
    words = sorted((position, word) for word, positions in enumerate(slots) for position in positions)
    inside: Counter[int] = Counter()
    left = 0
    for right, (end, word) in enumerate(words):
        inside[word] += 1
        if len(inside) < len(slots):
            continue
        while inside[words[left][1]] > 1:
            inside[words[left][1]] -= 1
            left += 1
        places = tuple(sorted({position for position, _ in words[left : right + 1]}))
        if len(places) >= len(slots) and end - words[left][0] + 1 - len(slots) <= slop:
            yield places
        del inside[words[left][1]]
        left += 1
