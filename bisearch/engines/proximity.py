"""Finds the places in a text where the words of a phrase are close together, for engines and for highlighting."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from bisearch.engines.nodes import TermPhrase

# Steps of the search for the places of runs in one window; with up to ten different runs it takes fewer.
MAX_STEPS = 20_000


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
    starts = _starts(slots, runs)
    words_at: dict[int, list[int]] = {}
    for word, positions in enumerate(_whole_runs(starts, runs) if runs else slots):
        for position in positions:
            words_at.setdefault(position, []).append(word)
    places = sorted(words_at)
    windows = _windows([words_at[place] for place in places], len(slots))
    if len(starts) < len(slots):
        windows = _windows_of_runs(windows, places, starts, runs, len(slots) + slop)
    for (first, last), (_, after) in pairwise([*windows, (len(places), len(places))]):
        if last < after and places[last] - places[first] + 1 - len(slots) <= slop:
            yield tuple(places[first : last + 1])


def _starts(slots: Sequence[Collection[int]], runs: Sequence[int]) -> list[list[int]]:
    """Return the positions at which each run of words starts, ascending."""
    found, first = [], 0
    for length in runs or [1] * len(slots):
        found.append([start for start, *_ in occurrences(slots[first : first + length])])
        first += length
    return found


def _whole_runs(starts: Sequence[Sequence[int]], runs: Sequence[int]) -> Iterator[Collection[int]]:
    """Yield, for each word, those of its positions that belong to the whole run."""
    for found, length in zip(starts, runs, strict=True):
        for place in range(length):
            yield [start + place for start in found]


def _windows_of_runs(
    windows: Iterable[tuple[int, int]],
    places: Sequence[int],
    starts: Sequence[Sequence[int]],
    runs: Sequence[int],
    longest: int,
) -> Iterator[tuple[int, int]]:
    """Yield, for each first place, the nearest last place such that whole runs fit between them.

    Args:
        windows: the windows in which every word has its own place, though runs may be divided: none is longer.
        places: the position of each place.
        starts: the positions at which each run starts, ascending.
        runs: the lengths of the runs.
        longest: the greatest length of a window in positions; where more is needed, the last place is past the end.
    """
    nearest = 0
    for first, last in windows:
        # A window that starts later and ends before `nearest` would be a part of one in which the runs do not fit.
        nearest = max(nearest, last)
        stop = places[first] + longest
        while nearest < len(places) and places[nearest] < stop:
            if _fit(starts, runs, places[first], places[nearest]):
                yield first, nearest
                break
            nearest += 1
        else:
            yield first, len(places)


def _fit(starts: Sequence[Sequence[int]], runs: Sequence[int], first: int, last: int) -> bool:
    """Return whether all runs fit between two positions, each at one of its starts and none over another.

    In any order of the runs, each may take its first start after the run before. Orders are tried with the run that
    ends first in front, and no rest is tried twice from the same position or a later one. The search gives up after
    `MAX_STEPS`, which only many runs of the same words reach.
    """
    # For each rest of the runs, the first position from which it does not fit.
    failed: dict[tuple[int, ...], int] = {}
    steps = 0

    def fit(left: tuple[int, ...], start: int) -> bool:
        nonlocal steps
        steps += 1
        if steps > MAX_STEPS or failed.get(left, start + 1) <= start:
            return False
        ends = []
        for run in left:
            found = bisect_left(starts[run], start)
            if found == len(starts[run]) or starts[run][found] + runs[run] > last + 1:
                failed[left] = start
                return False
            ends.append((starts[run][found] + runs[run], run))
        if not left or any(fit(tuple(other for other in left if other != run), end) for end, run in sorted(ends)):
            return True
        failed[left] = start
        return False

    return fit(tuple(range(len(runs))), first)


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
