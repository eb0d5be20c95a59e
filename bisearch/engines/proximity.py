"""Finds the places in a text where the words of a phrase are close together, for engines and for highlighting."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from bisearch.engines.nodes import TermPhrase


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


def filled_occurrences(
    slots: Sequence[Collection[int]], fillers: Collection[int], slop: int, *, in_order: bool
) -> Iterator[tuple[int, ...]]:
    """Yield each place where the words of a phrase are adjacent except for filler tokens.

    Args:
        slots: for each word in order, its token positions.
        fillers: the positions of the tokens that may come between the words.
        slop: the greatest number of fillers among the words.
        in_order: whether the words must be in order.

    Yields:
        The positions of the words, ascending; at most one place for each first position.
    """

    def place(taken: tuple[int, ...], left: Sequence[int], slop: int) -> tuple[int, ...] | None:
        """Return the positions of all words, given those of the first few; None if the others are not there."""
        if not left:
            return taken
        for position in range(taken[-1] + 1, taken[-1] + slop + 2):
            for word in left[:1] if in_order else left:
                if position in slots[word]:
                    rest = [other for other in left if other != word]
                    found = place((*taken, position), rest, slop - (position - taken[-1] - 1))
                    if found is not None:
                        return found
            if position not in fillers:
                return None
        return None

    words = range(len(slots))
    for first in sorted(slots[0] if in_order else set().union(*slots)):
        starts = [word for word in (words[:1] if in_order else words) if first in slots[word]]
        tries = (place((first,), [other for other in words if other != word], slop) for word in starts)
        found = next(filter(None, tries), None)
        if found is not None:
            yield found


def phrase_places(
    phrase: TermPhrase, slots: Sequence[Collection[int]], fillers: Collection[int]
) -> Iterator[tuple[int, ...]]:
    """Yield each place where a phrase is in a text.

    Args:
        phrase: the phrase.
        slots: for each word of the phrase, its token positions.
        fillers: the positions of the phrase's fillers.
    """
    if phrase.fillers:
        return filled_occurrences(slots, fillers, phrase.slop, in_order=phrase.in_order)
    return occurrences(slots, phrase.slop, phrase.runs)


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
