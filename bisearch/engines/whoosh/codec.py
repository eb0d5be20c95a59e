"""Encodes posting lists for Whoosh: a codec several times as fast as Whoosh's own.

Whoosh's codec handles every posting as an object and pickles blocks of 128. This one stores a term's occurrences as
two flat arrays, documents and positions, and loops over them in C. The arrays are in the term dictionary, beside their
term: Whoosh spends 35 bytes on the location of a posting list, and most lists are shorter. Segments, term dictionaries
and commits remain Whoosh's.
"""

from __future__ import annotations

import zlib
from array import array
from collections import Counter
from itertools import accumulate, chain, islice
from operator import sub
from struct import Struct
from typing import TYPE_CHECKING, Any, NamedTuple

from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3TermsReader
from whoosh.reading import TermNotFound
from whoosh.system import pack_ushort

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# Before a term's arrays: flags, and the size in bytes of the array of documents.
_HEADER = Struct("<BI")
_PACKED_DOCS, _PACKED_POSITIONS, _REPEATS = 16, 32, 64
_TYPES = "BHI"
# Compression does not shrink arrays shorter than this many bytes.
_MIN_PACKED = 64
_LEVEL = 1
# The place of a word in a segment: its document number and, in the lowest bits, its position.
_POSITION_BITS = 24
_POSITION = (1 << _POSITION_BITS) - 1


class Occurrences(NamedTuple):
    """The occurrences of a term, in order; a document that contains it n times is listed n times.

    Attributes:
        docs: Whoosh's document numbers.
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
    """The words of a new segment; replaces Whoosh's pool of sorted postings.

    A word is stored once, under the tuple of all terms at its position. The occurrences of each term are collected from
    its words when the segment is written.

    Attributes:
        words: number of words.
        merged: if set, the terms of older segments, written instead of the words.
    """

    def __init__(self) -> None:
        self.words = 0
        self.merged: Iterable[tuple[str, bytes, Occurrences]] | None = None
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

    def iter_postings(self) -> Iterator[tuple[str, bytes, Occurrences]]:
        """Yield the occurrences of each term, in order of side and term."""
        if self.merged is not None:
            yield from self.merged
            return
        for side in sorted(self._sides):
            places: dict[str, list[array[int]]] = {}
            for terms, found in self._sides[side].items():
                for term in terms:
                    places.setdefault(term, []).append(found)
            encoded = {term.encode("utf-8", "surrogatepass"): found for term, found in places.items()}
            for name in sorted(encoded):
                yield side, name, _occurrences(encoded[name])

    def cleanup(self) -> None:
        """Discard all words."""
        self._sides.clear()


def _occurrences(places: list[array[int]]) -> Occurrences:
    ordered = places[0] if len(places) == 1 else sorted(chain.from_iterable(places))
    return Occurrences(
        array("I", [place >> _POSITION_BITS for place in ordered]), array("I", [place & _POSITION for place in ordered])
    )


class PackedCodec(W3Codec):  # type: ignore[misc]  # Whoosh is untyped
    """Whoosh's codec with posting lists of our own."""

    length_stats = False

    def field_writer(self, storage: Any, segment: Any) -> W3FieldWriter:
        """Return the writer of terms and postings."""
        return _FieldWriter(self, storage, segment)

    def terms_reader(self, storage: Any, segment: Any) -> W3TermsReader:
        """Return the reader of terms and postings; Whoosh requires its own file of postings, which is empty."""
        terms = segment.make_filename(self.TERMS_EXT)
        postings = segment.open_file(storage, self.POSTS_EXT)
        return _TermsReader(self, storage.open_file(terms), storage.file_length(terms), postings)


class _FieldWriter(W3FieldWriter):  # type: ignore[misc]
    def add_postings(self, schema: Any, lengths: Any, items: Iterable[tuple[str, bytes, Occurrences]]) -> None:  # noqa: ARG002 -- Whoosh's signature
        for side, term, occurrences in items:
            field = self._fieldmap.setdefault(side, len(self._fieldmap))
            self._tindex.add(pack_ushort(field) + term, pack(occurrences))


class _TermsReader(W3TermsReader):  # type: ignore[misc]
    def matcher(self, fieldname: str, tbytes: bytes, *_: Any, **__: Any) -> bytes:
        """Return a term's posting list as encoded by `pack`; Whoosh's own search is not used."""
        try:
            return bytes(self._tindex[self._keycoder(fieldname, tbytes)])
        except KeyError:
            raise TermNotFound(f"{fieldname}: {tbytes!r}") from None


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
    numbers.frombytes(zlib.decompress(stored) if packed else stored)
    return numbers
