"""An index of words by segments, which finds words within two edits without comparing every word.

After Li, Deng, Wang and Feng (2011, "Pass-Join: A Partition-based Method for Similarity Joins"): two edits leave at
least one of three segments of a word intact. One letter between neighbouring segments is left out, so that a swap of
neighbouring letters damages one segment only. A word takes three rows of the index, or one if it is short.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

SEGMENTS = 3
# Words of at least this length also drop their last letter: too many words share an ending for it to select any.
MIN_LENGTH_TO_DROP_LAST = 8
# Shorter words are few and are indexed by their length alone.
MIN_LENGTH = SEGMENTS + 2


class Segment(NamedTuple):
    """A row of the index.

    Attributes:
        length: length of the word in letters.
        slot: number of the segment in its word, from 0.
        letters: letters of the segment.
    """

    length: int
    slot: int
    letters: str


def segments(word: str) -> list[Segment]:
    """Return the index rows of a word: one for each segment, or a single empty segment for a short word."""
    length = len(word)
    if length < MIN_LENGTH:
        return [Segment(length, 0, "")]
    return [Segment(length, slot, word[start:end]) for slot, (start, end) in enumerate(_segment_bounds(length))]


def candidate_segments(word: str, edits: int) -> Iterator[Segment]:
    """Yield every segment that a word within some edits of this one may be indexed by.

    Args:
        word: the word to look up.
        edits: 1 or 2; an edit inserts, deletes or replaces a letter or swaps two neighbours.
    """
    here = len(word)
    for length in range(max(1, here - edits), here + edits + 1):
        if length < MIN_LENGTH:
            yield Segment(length, 0, "")
            continue
        longer = here - length
        # One segment more than edits is enough: at least one of them is intact.
        places = list(enumerate(_segment_bounds(length)))
        places = sorted(places, key=lambda place: place[1][0] - place[1][1])[: edits + 1]
        for slot, (start, end) in places:
            found = {
                word[start + shift : end + shift]
                for shift in range(-edits, edits + 1)
                if abs(shift) + abs(longer - shift) <= edits and start + shift >= 0 and end + shift <= here
            }
            yield from (Segment(length, slot, letters) for letters in sorted(found))


def _segment_bounds(length: int) -> list[tuple[int, int]]:
    """Return the start and end of each segment in a word of some length."""
    letters = length - (SEGMENTS - 1) - (length >= MIN_LENGTH_TO_DROP_LAST)
    places, start = [], 0
    for slot in range(SEGMENTS):
        end = start + letters // SEGMENTS + (slot < letters % SEGMENTS)
        places.append((start, end))
        start = end + 1
    return places
