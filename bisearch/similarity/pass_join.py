"""An index of words by their pieces, so that words a letter or two apart are found without a look at every word.

After Pass-Join (Li, Deng, Wang & Feng, 2011, "Pass-Join: A Partition-based Method for Similarity Joins"): of a word cut
into three pieces, two edits leave one untouched. A letter is left out between the pieces, so that two letters that
change places spoil only one. Each word costs three rows, whatever its length.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

SEGMENTS = 3
# From this length on the last letter is left out too: endings are shared by too many words to tell them apart.
MIN_LENGTH_TO_DROP_LAST = 8
# Shorter words have no pieces to speak of, and are few: they are kept by their length alone.
MIN_LENGTH = SEGMENTS + 2


class Segment(NamedTuple):
    """A row of the index.

    Attributes:
        length: of the word, in letters.
        slot: which of its pieces, from 0.
        letters: the piece.
    """

    length: int
    slot: int
    letters: str


def segments(word: str) -> list[Segment]:
    """Return what a word is kept by, one piece for each slot; one empty piece for a short word."""
    length = len(word)
    if length < MIN_LENGTH:
        return [Segment(length, 0, "")]
    return [Segment(length, slot, word[start:end]) for slot, (start, end) in enumerate(_segment_bounds(length))]


def candidate_segments(word: str, edits: int) -> Iterator[Segment]:
    """Yield every piece by which a word within some edits of this one may be kept.

    Args:
        word: what is looked for.
        edits: 1 or 2: letters put in, left out, changed, or a pair of neighbours swapped.
    """
    here = len(word)
    for length in range(max(1, here - edits), here + edits + 1):
        if length < MIN_LENGTH:
            yield Segment(length, 0, "")
            continue
        longer = here - length
        # One piece more than edits is enough: one of them is whole.
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
    """Return where the pieces of a word of some length begin and end."""
    letters = length - (SEGMENTS - 1) - (length >= MIN_LENGTH_TO_DROP_LAST)
    places, start = [], 0
    for slot in range(SEGMENTS):
        end = start + letters // SEGMENTS + (slot < letters % SEGMENTS)
        places.append((start, end))
        start = end + 1
    return places
