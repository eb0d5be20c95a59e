"""Finds the places in a text where the words of a phrase are close together, for engines and for highlighting."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence


def occurrences(slots: Sequence[Collection[int]], slop: int = 0, runs: Sequence[int] = ()) -> Iterator[tuple[int, ...]]:
    """Yield each place where the words of a phrase are close together.

    Args:
        slots: for each word in order, its token positions.
        slop: number of further tokens allowed among the words. With 0, the words must be adjacent and in order; above
            0, they may be in any order.
        runs: with a slop, the lengths of the runs of words that must be adjacent and in order among the others; empty
            if each word is a run of its own.

    Yields:
        The positions of the words in one place, ascending. With a slop, places are the shortest windows; of nested
        windows, only the innermost counts.
    """
    if slop == 0:
        for start in sorted(slots[0]):
            if all(start + place in slots[place] for place in range(1, len(slots))):
                yield tuple(range(start, start + len(slots)))
        return
    words_at: dict[int, list[int]] = {}
    for word, positions in enumerate(_in_whole_runs(slots, runs) if runs else slots):
        for position in positions:
            words_at.setdefault(position, []).append(word)
    places = sorted(words_at)
    windows = list(_windows([words_at[place] for place in places], len(slots)))
    for (first, last), (_, after) in pairwise([*windows, (len(places), len(places))]):
        if last < after and places[last] - places[first] + 1 - len(slots) <= slop:
            yield tuple(places[first : last + 1])


def _in_whole_runs(slots: Sequence[Collection[int]], runs: Sequence[int]) -> Iterator[Collection[int]]:
    """Yield, for each word, those of its positions where the whole run is that it belongs to.

    A window with a part of one occurrence of a run and a part of another is never shorter than the window that has
    either occurrence whole, so no window with divided runs is the shortest.
    """
    first = 0
    for length in runs:
        run = slots[first : first + length]
        starts = {start for start, *_ in occurrences(run)}
        for place in range(length):
            yield {start + place for start in starts}
        first += length


def _windows(words_at: Sequence[Sequence[int]], words: int) -> Iterator[tuple[int, int]]:
    """Yield, for each first place, the nearest last place such that every word has its own place between them."""
    last = words - 1
    for first in range(len(words_at)):
        last = max(last, first + words - 1)
        while last < len(words_at) and not _all_placed(words_at[first : last + 1], words):
            last += 1
        if last >= len(words_at):
            return
        yield first, last


def _all_placed(words_at: Sequence[Sequence[int]], words: int) -> bool:
    """Return whether each word can have its own place (bipartite matching by augmenting paths)."""
    place_of: dict[int, int] = {}

    def place(at: int, tried: set[int]) -> bool:
        for word in words_at[at]:
            if word not in tried:
                tried.add(word)
                if word not in place_of or place(place_of[word], tried):
                    place_of[word] = at
                    return True
        return False

    return sum(place(at, set()) for at in range(len(words_at))) == words
