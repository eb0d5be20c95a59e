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
    if all(len(each) == 1 for each in words_at):
        yield from _windows_of_single([word for (word,) in words_at], words)
        return
    window = _Window(words_at)
    for first in range(len(words_at)):
        while window.placed < words:
            if window.stop == len(words_at):
                return
            window.extend()
        yield first, window.stop - 1
        window.shrink()


def _windows_of_single(word_at: Sequence[int], words: int) -> Iterator[tuple[int, int]]:
    """Yield the windows as `_windows` does, if each place can have one word only."""
    counts = [0] * words
    missing, stop = words, 0
    for first, word in enumerate(word_at):
        while missing:
            if stop == len(word_at):
                return
            missing -= not counts[word_at[stop]]
            counts[word_at[stop]] += 1
            stop += 1
        yield first, stop - 1
        counts[word] -= 1
        missing += not counts[word]


class _Window:
    """Some places in a row, and as many words as possible with a place of their own among them.

    This is a maximum bipartite matching, kept by augmenting paths while places are added and removed: each step takes
    time in proportion to the words and their places in the window.

    Args:
        words_at: for each place in order, the words that may have it.

    Attributes:
        start: the first place.
        stop: the place after the last one.
    """

    def __init__(self, words_at: Sequence[Sequence[int]]) -> None:
        self.start = self.stop = 0
        self._words_at = words_at
        self._place_of: dict[int, int] = {}
        self._word_at: dict[int, int] = {}
        # The places of each word in the window.
        self._places: dict[int, dict[int, None]] = {}

    @property
    def placed(self) -> int:
        """The number of words that have a place."""
        return len(self._place_of)

    def extend(self) -> None:
        """Add the next place."""
        at = self.stop
        self.stop += 1
        for word in self._words_at[at]:
            self._places.setdefault(word, {})[at] = None
        self._fill(at, set())

    def shrink(self) -> None:
        """Remove the first place."""
        at = self.start
        self.start += 1
        for word in self._words_at[at]:
            del self._places[word][at]
        freed = self._word_at.pop(at, None)
        if freed is not None:
            del self._place_of[freed]
            self._place(freed, set())

    def _fill(self, at: int, tried: set[int]) -> bool:
        """Give a place to a word, moving others if need be; return whether one more word has a place."""
        words = [word for word in self._words_at[at] if word not in tried]
        free = next((word for word in words if word not in self._place_of), None)
        if free is not None:
            self._set(free, at)
            return True
        for word in words:
            if word not in tried:
                tried.add(word)
                before = self._place_of[word]
                if self._fill(before, tried):
                    self._set(word, at)
                    return True
        return False

    def _place(self, word: int, tried: set[int]) -> bool:
        """Give a word a place, moving others if need be; return whether it has one."""
        places = [at for at in self._places[word] if at not in tried]
        free = next((at for at in places if at not in self._word_at), None)
        if free is not None:
            self._set(word, free)
            return True
        for at in places:
            if at not in tried:
                tried.add(at)
                if self._place(self._word_at[at], tried):
                    self._set(word, at)
                    return True
        return False

    def _set(self, word: int, at: int) -> None:
        self._place_of[word] = at
        self._word_at[at] = word
