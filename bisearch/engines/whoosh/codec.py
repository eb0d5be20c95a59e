"""How posting lists lie in Whoosh's files: a codec of our own, several times as fast as Whoosh's.

Whoosh's codec handles every posting as an object, and pickles them in blocks of 128. This one holds a term's
occurrences as two flat arrays, the documents and the positions, and leaves the loops over them to C. They lie in the
term dictionary, beside their term: Whoosh's own says of each term in 35 bytes where its postings are, which most terms'
are shorter than. Segments, term dictionaries and commits are Whoosh's.
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

# What stands before a term's arrays: flags, and how many bytes of them are the documents'.
_HEADER = Struct("<BI")
_PACKED_DOCS, _PACKED_POSITIONS, _REPEATS = 16, 32, 64
_TYPES = "BHI"
# Shorter arrays do not get shorter by compression.
_MIN_PACKED = 64
_LEVEL = 1
# A word's place in a segment is its document's number and, in the lowest bits, its position.
_POSITION_BITS = 24
_POSITION = (1 << _POSITION_BITS) - 1


class Occurrences(NamedTuple):
    """Where a term stands, in order; a passage that holds it n times is n times there.

    Attributes:
        docs: Whoosh's document numbers.
        positions: the token positions.
    """

    docs: array[int]
    positions: array[int]


class Postings:
    """A term's posting list in one segment.

    Args:
        packed: as `pack` gave it.
        base: what is to be added to its document numbers.
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
        """Return how often the term stands in each document."""
        return Counter(self.docs()) if self._flags & _REPEATS else dict.fromkeys(self.docs(), 1)

    def positions(self) -> array[int]:
        """Return the position of each occurrence."""
        kind = _TYPES[self._flags >> 2 & 3]
        return _unpacked(self._positions, kind, packed=bool(self._flags & _PACKED_POSITIONS))


def pack(occurrences: Occurrences) -> bytes:
    """Return occurrences, at least one, as bytes."""
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
    """The words of a segment in the making; stands in for Whoosh's pool of sorted postings.

    A word is kept by all the terms that stand at its position, which is once; each term's occurrences are put together
    from those of its words when the segment is written.

    Attributes:
        words: how many there are.
        merged: where set, the terms of older segments, which are written in place of the words.
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
        """Let go of everything."""
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
        """Return what writes terms and postings."""
        return _FieldWriter(self, storage, segment)

    def terms_reader(self, storage: Any, segment: Any) -> W3TermsReader:
        """Return what reads them; Whoosh wants its file of postings to be there, which is empty."""
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
        """Return a term's posting list as `pack` gave it; Whoosh's own searches, which want a matcher, are not used."""
        try:
            return bytes(self._tindex[self._keycoder(fieldname, tbytes)])
        except KeyError:
            raise TermNotFound(f"{fieldname}: {tbytes!r}") from None


def _packed(numbers: Sequence[int]) -> tuple[bytes, int, bool]:
    """Return numbers as bytes, the place of their type in `_TYPES`, and whether they are compressed."""
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
