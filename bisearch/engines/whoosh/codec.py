"""Encodes posting lists.

A term's occurrences are two flat arrays, documents and positions, which are looped over in C. The arrays are in the
term dictionary, beside their term.
"""

from __future__ import annotations

import zlib
from array import array
from collections import Counter
from itertools import accumulate, chain, islice
from operator import sub
from struct import Struct
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# Before a term's arrays: flags, and the size in bytes of the array of documents.
_HEADER = Struct("<BI")
_PACKED_DOCS, _PACKED_POSITIONS, _REPEATS = 16, 32, 64
_TYPES = "BHI"
# Bytes of an array after decompression: more than any list of postings has; a damaged file could claim any size.
_MAX_UNPACKED = 256 << 20
# Compression does not shrink arrays shorter than this many bytes.
_MIN_PACKED = 64
_LEVEL = 1
# The place of a word in a segment: its document number and, in the lowest bits, its position.
_POSITION_BITS = 24
_POSITION = (1 << _POSITION_BITS) - 1


class Occurrences(NamedTuple):
    """The occurrences of a term, in order; a document that contains it n times is listed n times.

    Attributes:
        docs: the numbers of the documents, which are passages here.
        positions: the token positions.
    """

    docs: array[int]
    positions: array[int]


class Postings:
    """A term's posting list in one segment.

    Args:
        packed: encoded by `pack`.
        base: offset to add to its document numbers.
    """

    def __init__(self, packed: bytes, base: int = 0) -> None:
        flags, size = _HEADER.unpack_from(packed)
        start = _HEADER.size
        self._flags = flags
        self._docs = packed[start : start + size]
        self._positions = packed[start + size :]
        self._base = base

    def docs(self) -> Iterable[int]:
        """Return the document number of each occurrence, ascending."""
        gaps = _unpacked(self._docs, _TYPES[self._flags & 3], packed=bool(self._flags & _PACKED_DOCS))
        if self._base:
            gaps = array("I", gaps)
            gaps[0] += self._base
        return accumulate(gaps)

    def frequencies(self) -> dict[int, int]:
        """Return the frequency of the term in each document."""
        return Counter(self.docs()) if self._flags & _REPEATS else dict.fromkeys(self.docs(), 1)

    def positions(self) -> array[int]:
        """Return the position of each occurrence."""
        kind = _TYPES[self._flags >> 2 & 3]
        return _unpacked(self._positions, kind, packed=bool(self._flags & _PACKED_POSITIONS))


def pack(occurrences: Occurrences) -> bytes:
    """Encode one or more occurrences."""
    docs, positions = occurrences
    gaps = [docs[0], *map(sub, islice(docs, 1, None), docs)]
    gap_bytes, gap_type, gaps_packed = _packed(gaps)
    position_bytes, position_type, positions_packed = _packed(positions)
    flags = (
        gap_type | position_type << 2 | gaps_packed * _PACKED_DOCS | positions_packed * _PACKED_POSITIONS
        | (0 in islice(gaps, 1, None)) * _REPEATS
    )  # fmt: skip
    return _HEADER.pack(flags, len(gap_bytes)) + gap_bytes + position_bytes


class TermPool:
    """The words of a new segment.

    A word is stored once, under the tuple of all terms at its position. The occurrences of each term are collected from
    its words when the segment is written.

    Attributes:
        words: number of words.
    """

    def __init__(self) -> None:
        self.words = 0
        self._sides: dict[str, dict[tuple[str, ...], array[int]]] = {}

    def add(self, side: str, doc: int, positions: Sequence[tuple[str, ...]]) -> None:
        """Add one side of a document, numbered from 0 in this segment and ascending."""
        known = self._sides.setdefault(side, {})
        place = doc << _POSITION_BITS
        for terms in positions:
            found = known.get(terms)
            if found is None:
                found = known[terms] = array("Q")
            found.append(place)
            place += 1
        self.words += len(positions)

    def occurrences(self) -> Iterator[tuple[str, bytes, Occurrences]]:
        """Yield the occurrences of each term, in order of side and term, and forget the words meanwhile."""
        for side in sorted(self._sides):
            # Most terms have one array, which then needs no list of its own.
            places: dict[str, array[int] | list[array[int]]] = {}
            for terms, found in self._sides.pop(side).items():
                for term in terms:
                    before = places.get(term)
                    if before is None:
                        places[term] = found
                    elif isinstance(before, list):
                        before.append(found)
                    else:
                        places[term] = [before, found]
            for term in sorted(places):  # UTF-8 has the order of the code points
                yield side, term.encode("utf-8", "surrogatepass"), _occurrences(places.pop(term))


def _occurrences(places: array[int] | list[array[int]]) -> Occurrences:
    ordered = sorted(chain.from_iterable(places)) if isinstance(places, list) else places
    return Occurrences(
        array("I", [place >> _POSITION_BITS for place in ordered]), array("I", [place & _POSITION for place in ordered])
    )


def _packed(numbers: Sequence[int]) -> tuple[bytes, int, bool]:
    """Return numbers as bytes, the index of their type in `_TYPES`, and whether they are compressed."""
    largest = max(numbers)
    kind = 0 if largest < 1 << 8 else 1 if largest < 1 << 16 else 2
    plain = array(_TYPES[kind], numbers).tobytes()
    if len(plain) < _MIN_PACKED:
        return plain, kind, False
    return zlib.compress(plain, _LEVEL), kind, True


def _unpacked(stored: bytes, kind: str, *, packed: bool) -> array[int]:
    numbers = array(kind)
    if packed:
        inflated = zlib.decompressobj()
        stored, rest = inflated.decompress(stored, _MAX_UNPACKED), inflated.unconsumed_tail
        if rest or not inflated.eof:
            raise ValueError("a posting list is cut short, or too long")
    numbers.frombytes(stored)
    return numbers
