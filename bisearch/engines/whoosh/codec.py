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
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import TypeAlias

    # The places of a term's words: most terms have one array, which needs no list of its own.
    _Places: TypeAlias = array[int] | list[array[int]]

# Before a term's arrays: flags, and the size in bytes of the array of documents.
_HEADER = Struct("<BI")
_PACKED_DOCS, _PACKED_POSITIONS, _REPEATS = 16, 32, 64
_TYPES = "BHI"
# Bytes of an array after decompression: more than any list of postings has; a damaged file could claim any size.
_MAX_UNPACKED = 256 << 20
# Compression does not shrink arrays shorter than this many bytes.
_MIN_PACKED = 64
_LEVEL = 1
# So many terms, or terms of somewhat more than so many words, are encoded together, by NumPy.
_GROUP_TERMS, _GROUP_WORDS = 1 << 12, 1 << 18
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
    gap_type, position_type = _type(max(gaps)), _type(max(positions))
    plain = array(_TYPES[gap_type], gaps).tobytes(), array(_TYPES[position_type], positions).tobytes()
    return _joined(gap_type, position_type, *plain, repeats=0 in islice(gaps, 1, None))


def _type(largest: int) -> int:
    """Return the index in `_TYPES` of the type for numbers up to the largest."""
    return 0 if largest < 1 << 8 else 1 if largest < 1 << 16 else 2


def _joined(gap_type: int, position_type: int, gaps: bytes, positions: bytes, *, repeats: bool) -> bytes:
    """Return the header and both arrays, each of which is compressed if that may shrink it."""
    flags = gap_type | position_type << 2 | repeats * _REPEATS
    if len(gaps) >= _MIN_PACKED:
        flags |= _PACKED_DOCS
        gaps = zlib.compress(gaps, _LEVEL)
    if len(positions) >= _MIN_PACKED:
        flags |= _PACKED_POSITIONS
        positions = zlib.compress(positions, _LEVEL)
    return _HEADER.pack(flags, len(gaps)) + gaps + positions


class TermPool:
    """The words of a new segment of at most 2 ** 27 documents.

    A word is stored once, under the tuple of all terms at its position. The occurrences of each term are collected from
    its words when the segment is written.

    Attributes:
        words: number of words.
    """

    def __init__(self) -> None:
        self.words = 0
        self._docs = 0
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
        self._docs = doc + 1

    def packed(self) -> Iterator[tuple[str, bytes, bytes]]:
        """Yield the packed occurrences of each term, in order of side and term, and forget the words meanwhile."""
        for side in sorted(self._sides):
            places: dict[str, _Places] = {}
            for terms, found in self._sides.pop(side).items():
                for term in terms:
                    before = places.get(term)
                    if before is None:
                        places[term] = found
                    elif isinstance(before, list):
                        before.append(found)
                    else:
                        places[term] = [before, found]
            for some in _groups(places):
                packed = _pack_all(list(map(places.pop, some)), self._docs)
                for term, occurrences in zip(some, packed, strict=True):
                    yield side, term.encode("utf-8", "surrogatepass"), occurrences


def _groups(places: Mapping[str, _Places]) -> Iterator[list[str]]:
    """Yield the terms in groups that are encoded together, in the order of their bytes in UTF-8."""
    group: list[str] = []
    size = 0
    for term in sorted(places):  # UTF-8 has the order of the code points
        group.append(term)
        size += sum(map(len, _arrays(places[term])))
        if size > _GROUP_WORDS or len(group) == _GROUP_TERMS:
            yield group
            group, size = [], 0
    if group:
        yield group


def _arrays(places: _Places) -> list[array[int]]:
    return places if isinstance(places, list) else [places]


def _pack_all(places: Sequence[_Places], docs: int) -> Iterator[bytes]:
    """Yield what `pack` makes of the occurrences of each of some terms.

    Args:
        places: for each term, at most `_GROUP_TERMS`, the places of its words.
        docs: the number of documents.
    """
    import numpy as np  # noqa: PLC0415 -- a search starts faster without

    bits = _POSITION_BITS + docs.bit_length()
    arrays = list(map(_arrays, places))
    lengths = np.array([sum(map(len, of_term)) for of_term in arrays], np.int64)
    # The number of the term, and the place in the lower bits.
    keys = np.frombuffer(b"".join(chain.from_iterable(arrays)), np.int64).copy()
    keys |= np.repeat(np.arange(len(places)) << bits, lengths)
    keys.sort()
    positions = keys & _POSITION
    keys >>= _POSITION_BITS
    keys &= (1 << bits - _POSITION_BITS) - 1
    ends = lengths.cumsum()
    starts = ends - lengths
    gaps = np.diff(keys, prepend=0)
    repeats = gaps == 0
    repeats[starts] = False
    gaps[starts] = keys[starts]
    columns = (starts, ends, np.maximum.reduceat(gaps, starts), np.maximum.reduceat(positions, starts))
    gaps_as, positions_as = ([numbers.astype(kind).tobytes() for kind in _TYPES] for numbers in (gaps, positions))
    for start, end, gap, position, repeat in zip(
        *(column.tolist() for column in (*columns, np.logical_or.reduceat(repeats, starts))), strict=True
    ):
        gap_type, position_type = _type(gap), _type(position)
        yield _joined(
            gap_type,
            position_type,
            gaps_as[gap_type][start << gap_type : end << gap_type],
            positions_as[position_type][start << position_type : end << position_type],
            repeats=repeat,
        )


def _unpacked(stored: bytes, kind: str, *, packed: bool) -> array[int]:
    numbers = array(kind)
    if packed:
        inflated = zlib.decompressobj()
        stored, rest = inflated.decompress(stored, _MAX_UNPACKED), inflated.unconsumed_tail
        if rest or not inflated.eof:
            raise ValueError("a posting list is cut short, or too long")
    numbers.frombytes(stored)
    return numbers
