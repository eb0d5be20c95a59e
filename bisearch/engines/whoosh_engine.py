"""Posting lists in Whoosh, the embedded default: pure Python, nothing to compile.

Whoosh keeps, for every term, the passages it stands in, how often and at which positions. Scoring is BM25
(Robertson & Zaragoza, 2009, "The Probabilistic Relevance Framework: BM25 and Beyond") computed here, since Whoosh's own
scorers know neither synonym groups nor a side's length in tokens when several terms share a position.
"""

from __future__ import annotations

import threading
from array import array
from bisect import bisect_left
from collections import defaultdict
from math import log
from typing import TYPE_CHECKING, Any, TypeAlias

from whoosh import fields, formats
from whoosh.filedb.filestore import FileStorage
from whoosh.index import EmptyIndexError
from whoosh.reading import TermNotFound

from bisearch.engines import AnyTerm, Both, Either, Match, Node, Passages, Phrase, Without
from bisearch.errors import IndexDamagedError
from bisearch.model import SIDES, Side
from bisearch.proximity import occurrences

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from bisearch.engines import Positions

# BM25, as measured for sentences and paragraphs of translated prose.
K1 = 0.7
B = 0.4
# More segments than this, or more deleted passages than this share, and a commit merges everything into one segment.
MAX_SEGMENTS = 8
MAX_DELETED = 0.3
# Whoosh's sorting pool, in MiB, before it spills to disk.
MEMORY_MB = 256
_PASSAGES = "passages.bin"


class _PositionList(formats.Format):  # type: ignore[misc]  # Whoosh is untyped
    """Ascending positions as gaps of seven bits a byte; Whoosh's own format pickles a list for each posting."""

    def encode(self, positions: Iterable[int]) -> bytes:
        packed = bytearray()
        last = 0
        for position in positions:
            gap = position - last
            last = position
            while gap > 0x7F:
                packed.append(gap & 0x7F | 0x80)
                gap >>= 7
            packed.append(gap)
        return bytes(packed)

    def decode_positions(self, packed: bytes) -> list[int]:
        positions = []
        last = gap = shift = 0
        for byte in packed:
            gap |= (byte & 0x7F) << shift
            if byte & 0x80:
                shift += 7
            else:
                last += gap
                positions.append(last)
                gap = shift = 0
        return positions


# Scores by Whoosh's document number.
_Scores: TypeAlias = "defaultdict[int, float]"


class _Terms(fields.FieldType):  # type: ignore[misc]  # Whoosh is untyped
    """A field that takes ready-made terms, several to a position."""

    def __init__(self) -> None:
        super().__init__(_PositionList(), analyzer=None)

    def index(self, value: Positions, **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        places: defaultdict[str, list[int]] = defaultdict(list)
        for position, terms in enumerate(value):
            for term in terms:
                places[term].append(position)
        encode = self.format.encode
        for term, positions in places.items():
            yield term.encode(), len(positions), float(len(positions)), encode(positions)


def _schema() -> fields.Schema:
    return fields.Schema(ru=_Terms(), en=_Terms())


class _Passages:
    """What the engine must know of each of Whoosh's document numbers; passage numbers ascend with them."""

    def __init__(self) -> None:
        self.numbers = array("Q")
        self.lengths: dict[Side, array[int]] = {"ru": array("I"), "en": array("I")}
        self.alive = bytearray()

    @classmethod
    def load(cls, folder: Path) -> _Passages:
        passages = cls()
        packed = (folder / _PASSAGES).read_bytes()
        count, rest = divmod(len(packed), 8 + 4 + 4 + 1)
        if rest:
            raise IndexDamagedError(f"{folder / _PASSAGES}: cut short")
        passages.numbers.frombytes(packed[: 8 * count])
        passages.lengths["ru"].frombytes(packed[8 * count : 12 * count])
        passages.lengths["en"].frombytes(packed[12 * count : 16 * count])
        passages.alive = bytearray(packed[16 * count :])
        return passages

    def save(self, folder: Path) -> None:
        columns = (self.numbers.tobytes(), self.lengths["ru"].tobytes(), self.lengths["en"].tobytes(), self.alive)
        fresh = folder / f"{_PASSAGES}.new"
        fresh.write_bytes(b"".join(columns))
        fresh.replace(folder / _PASSAGES)  # the old file may be linked to from the committed generation

    def append(self, number: int, length_ru: int, length_en: int) -> None:
        self.numbers.append(number)
        self.lengths["ru"].append(length_ru)
        self.lengths["en"].append(length_en)
        self.alive.append(1)

    def docnums(self, passages: range) -> range:
        """Return Whoosh's numbers of some consecutive passages."""
        return range(bisect_left(self.numbers, passages.start), bisect_left(self.numbers, passages.stop))

    def squeeze(self) -> None:
        """Drop the deleted, as a merge of all segments does."""
        kept = [docnum for docnum, alive in enumerate(self.alive) if alive]
        self.numbers = array("Q", (self.numbers[docnum] for docnum in kept))
        self.lengths = {side: array("I", (self.lengths[side][docnum] for docnum in kept)) for side in SIDES}
        self.alive = bytearray(b"\1" * len(kept))


class WhooshEngine:
    """Opens a folder of Whoosh postings."""

    name = "whoosh"

    def read(self, folder: Path) -> WhooshReader:
        """Open a folder for reading; `IndexDamagedError` where its files are not sound."""
        return WhooshReader(folder)

    def write(self, folder: Path) -> WhooshWriter:
        """Open a folder for writing; an empty one is a new set of postings."""
        return WhooshWriter(folder)


class WhooshWriter:
    """A change to the postings; see `bisearch.engines.EngineWriter`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        storage = FileStorage(str(folder))
        if (folder / _PASSAGES).exists():
            self._index = storage.open_index()
            self._passages = _Passages.load(folder)
        else:
            self._index = storage.create_index(_schema())
            self._passages = _Passages()
        self._writer = self._index.writer(limitmb=MEMORY_MB)
        self._committed = False

    def add(self, passage: int, terms: Mapping[Side, Positions]) -> None:
        """Add a passage; its number is greater than any before."""
        self._writer.add_document(**{str(side): positions for side, positions in terms.items()})
        self._passages.append(passage, len(terms.get("ru", ())), len(terms.get("en", ())))

    def delete(self, passages: range) -> None:
        """Remove consecutive passages."""
        for docnum in self._passages.docnums(passages):
            self._passages.alive[docnum] = 0

    def commit(self) -> None:
        """Write everything to the engine's folder, merging segments when there are too many."""
        self._committed = True
        self._writer.commit(merge=False)
        deleted = self._passages.alive.count(0)
        if self._index.latest_generation() and (
            len(self._index._segments()) > MAX_SEGMENTS  # noqa: SLF001 -- Whoosh has no public count of segments
            or deleted > MAX_DELETED * len(self._passages.alive)
        ):
            self._merge()
        self._passages.save(self._folder)

    def _merge(self) -> None:
        writer = self._index.writer(limitmb=MEMORY_MB)
        for docnum, alive in enumerate(self._passages.alive):
            if not alive:
                writer.delete_document(docnum)
        # Nothing is added, so the merged segment holds the old ones' passages in their order.
        writer.commit(optimize=True)
        self._passages.squeeze()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._committed:
            self._writer.cancel()


class WhooshReader:
    """Committed postings; see `bisearch.engines.EngineReader`.

    Whoosh's posting readers share one file position, so each thread has its own.
    """

    def __init__(self, folder: Path) -> None:
        try:
            self._index = FileStorage(str(folder), readonly=True).open_index()
            self._passages = _Passages.load(folder)
        except (OSError, EmptyIndexError) as error:
            raise IndexDamagedError(f"{folder}: {error}") from error
        self._local = threading.local()
        self._readers: list[Any] = []
        alive = self._passages.alive
        self._counts: dict[Side, int] = {}
        self._average: dict[Side, float] = {}
        for side in SIDES:
            lengths = [
                length for length, here in zip(self._passages.lengths[side], alive, strict=True) if here and length
            ]
            self._counts[side] = len(lengths)
            self._average[side] = sum(lengths) / len(lengths) if lengths else 1.0

    def search(self, query: Node) -> list[Match]:
        """Return every passage that matches, in no particular order."""
        scores: dict[Side, _Scores] = {"ru": defaultdict(float), "en": defaultdict(float)}
        numbers, alive, lengths = self._passages.numbers, self._passages.alive, self._passages.lengths
        ru, en = scores["ru"], scores["en"]
        return [
            Match(
                numbers[docnum],
                ru.get(docnum, 0.0),
                en.get(docnum, 0.0),
                lengths["ru"][docnum] > 0,
                lengths["en"][docnum] > 0,
            )
            for docnum in self._matching(query, scores)
            if alive[docnum]
        ]

    def document_frequency(self, side: Side, term: str) -> int:
        """Return how many passages hold a term on a side."""
        return len(self._frequencies(side, term))

    def close(self) -> None:
        """Let go of files; the reader is of no use afterwards."""
        for reader in self._readers:
            reader.close()
        self._index.close()

    def _matching(self, node: Node, scores: dict[Side, _Scores]) -> Collection[int]:
        """Return Whoosh's numbers of the passages a node matches, adding what it scores to `scores`."""
        match node:
            case AnyTerm():
                frequencies, passages = self._group(node)
                self._score(node.side, frequencies, self._idf(node.side, passages), scores)
                return frequencies.keys()
            case Phrase():
                frequencies = self._phrase(node)
                idf = sum(self._idf(node.side, self._group(AnyTerm(node.side, slot))[1]) for slot in node.slots)
                self._score(node.side, frequencies, idf, scores)
                return frequencies.keys()
            case Passages(ranges):
                return {docnum for passages in ranges for docnum in self._passages.docnums(passages)}
            case Either(children):
                return set().union(*(self._matching(child, scores) for child in children))
            case Both(children, optional):
                found = [set(self._matching(child, scores)) for child in children]
                for child in optional:
                    self._matching(child, scores)
                return set.intersection(*found)
            case Without(child, excluded):
                unscored: dict[Side, _Scores] = {"ru": defaultdict(float), "en": defaultdict(float)}
                return set(self._matching(child, scores)).difference(self._matching(excluded, unscored))

    def _score(self, side: Side, frequencies: dict[int, float], idf: float, scores: dict[Side, _Scores]) -> None:
        lengths, average, total = self._passages.lengths[side], self._average[side], scores[side]
        for docnum, frequency in frequencies.items():
            norm = K1 * (1 - B + B * lengths[docnum] / average)
            total[docnum] += idf * frequency * (K1 + 1) / (frequency + norm)

    def _idf(self, side: Side, frequency: float) -> float:
        return log(1 + (self._counts[side] - frequency + 0.5) / (frequency + 0.5))

    def _group(self, group: AnyTerm) -> tuple[dict[int, float], float]:
        """Return the frequency of a synonym group in each passage, and in how many passages it counts as standing."""
        found = [self._frequencies(group.side, term) for term in group.terms]
        merged: dict[int, float] = {}
        for frequencies, weight in zip(found, group.weights or (1.0,) * len(found), strict=True):
            for docnum, frequency in frequencies.items():
                known = merged.get(docnum, 0.0)
                both = known + weight * frequency
                merged[docnum] = both if group.disjoint or group.weights else max(known, frequency)
        if group.weights:
            mixed = sum(weight * len(frequencies) for frequencies, weight in zip(found, group.weights, strict=True))
            return merged, mixed
        return merged, len(merged)

    def _phrase(self, phrase: Phrase) -> dict[int, float]:
        slots = [self._slot_positions(phrase.side, slot) for slot in phrase.slots]
        common = set.intersection(*(set(slot) for slot in slots))
        counted = (
            (docnum, sum(1 for _ in occurrences([slot[docnum] for slot in slots], phrase.slop))) for docnum in common
        )
        return {docnum: float(count) for docnum, count in counted if count}

    def _slot_positions(self, side: Side, terms: tuple[str, ...]) -> dict[int, set[int]]:
        places: defaultdict[int, set[int]] = defaultdict(set)
        for term in terms:
            for matcher in self._postings(side, term):
                while matcher.is_active():
                    places[matcher.id()].update(matcher.value_as("positions"))
                    matcher.next()
        return places

    def _frequencies(self, side: Side, term: str) -> dict[int, float]:
        alive = self._passages.alive
        found: dict[int, float] = {}
        for matcher in self._postings(side, term):
            while matcher.is_active():
                docnum = matcher.id()
                if alive[docnum]:
                    found[docnum] = matcher.weight()
                matcher.next()
        return found

    def _postings(self, side: Side, term: str) -> Iterator[Any]:
        reader = getattr(self._local, "reader", None)
        if reader is None:
            reader = self._local.reader = self._index.reader()
            self._readers.append(reader)
        try:
            yield reader.postings(side, term.encode())
        except TermNotFound:
            return
