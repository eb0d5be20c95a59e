"""The passages of the Whoosh engine: number, lengths and deletion of each, in one flat, memory-mapped file."""

from __future__ import annotations

import mmap
from array import array
from bisect import bisect_left
from struct import Struct
from typing import TYPE_CHECKING, TypeAlias
from zlib import crc32

from bisearch.errors import IndexDamagedError
from bisearch.model import SIDES, Side

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bisearch.storage.identity import Identity

    Column: TypeAlias = "array[int] | memoryview[int]"

FILE = "passages.bin"
# The index and the commit. All passages; two-sided ones; passages with a Russian and with an English side; Russian and
# English words; all but the first of these numbers leave out deleted passages.
_HEADER = Struct("<32s32s6Q")
# Bytes of a passage: its number, both lengths, and whether it is alive.
_ROW = 13
_CRC = Struct("<I")


class PassageTable:
    """The passages by their positions in the segments, which ascend with the numbers of the passages.

    Attributes:
        numbers: the number of each passage.
        lengths: for each side, the length of each passage in words; 0 if it lacks the side.
        alive: 0 for each deleted passage, 1 for the others.
        two_sided: number of passages with both sides, without deleted ones.
        counts: number of passages with each side, without deleted ones.
        words: number of words of each side, without deleted passages.
    """

    def __init__(self) -> None:
        self.numbers: Column = array("I")
        self.lengths: dict[Side, Column] = {side: array("I") for side in SIDES}
        self.alive: Sequence[int] = bytearray()
        self.two_sided = 0
        self.counts: dict[Side, int] = dict.fromkeys(SIDES, 0)
        self.words: dict[Side, int] = dict.fromkeys(SIDES, 0)

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def living(self) -> int:
        """The number of passages that are not deleted, including empty ones, which no query finds."""
        return len(self) if not self.deleted else sum(self.alive)

    @property
    def deleted(self) -> int:
        """The number of deleted passages."""
        return self.alive.count(0)

    def average(self, side: Side) -> float:
        """Return the average length in words of the passages that have a side; 1 if there are none."""
        return self.words[side] / self.counts[side] if self.counts[side] else 1.0

    def docs(self, passages: range) -> range:
        """Return Whoosh's document numbers for consecutive passages."""
        return range(bisect_left(self.numbers, passages.start), bisect_left(self.numbers, passages.stop))


class PassageTableWriter(PassageTable):
    """A modifiable copy of a passage table."""

    numbers: array[int]
    lengths: dict[Side, array[int]]  # type: ignore[assignment]
    alive: bytearray

    @classmethod
    def load(cls, folder: Path) -> PassageTableWriter:
        """Read the table of a folder; an empty one if the folder has none."""
        passages = cls()
        if (folder / FILE).exists():
            stored = read(folder)
            passages.numbers.frombytes(stored.numbers.tobytes())
            for side in SIDES:
                passages.lengths[side].frombytes(stored.lengths[side].tobytes())
            passages.alive += bytes(stored.alive)
            passages.two_sided, passages.counts, passages.words = stored.two_sided, stored.counts, stored.words
        return passages

    def append(self, number: int, length_ru: int, length_en: int) -> None:
        """Add a passage; its number must be greater than all before."""
        self.numbers.append(number)
        self.lengths["ru"].append(length_ru)
        self.lengths["en"].append(length_en)
        self.alive.append(1)
        self._count(len(self.numbers) - 1, 1)

    def delete(self, passages: range) -> None:
        """Mark consecutive passages as deleted."""
        for doc in self.docs(passages):
            if self.alive[doc]:
                self.alive[doc] = 0
                self._count(doc, -1)

    def drop(self, docs: range) -> None:
        """Drop the deleted passages among some documents, as merging their segments does."""
        kept = [doc for doc in range(len(self.numbers)) if doc not in docs or self.alive[doc]]
        self.numbers = array("I", (self.numbers[doc] for doc in kept))
        self.lengths = {side: array("I", (self.lengths[side][doc] for doc in kept)) for side in SIDES}
        self.alive = bytearray(self.alive[doc] for doc in kept)

    def save(self, folder: Path, identity: Identity | None = None) -> None:
        """Replace the file; it may be a hard link shared with the committed generation."""
        columns = (self.numbers.tobytes(), *(self.lengths[side].tobytes() for side in SIDES), bytes(self.alive))
        header = (
            *(part.encode() for part in identity or ("", "")),
            len(self),
            self.two_sided,
            *(self.counts[side] for side in SIDES),
            *(self.words[side] for side in SIDES),
        )
        written = b"".join((_HEADER.pack(*header), *columns))
        fresh = folder / f"{FILE}.new"
        fresh.write_bytes(written + _CRC.pack(crc32(written)))
        fresh.replace(folder / FILE)

    def _count(self, doc: int, sign: int) -> None:
        lengths = {side: self.lengths[side][doc] for side in SIDES}
        self.two_sided += sign if all(lengths.values()) else 0
        for side, length in lengths.items():
            self.counts[side] += sign if length else 0
            self.words[side] += sign * length


def read(folder: Path, identity: Identity | None = None) -> PassageTable:
    """Map the table of a folder after verifying its checksum: one millisecond for 200,000 passages.

    Args:
        folder: folder of the postings.
        identity: the identity that the table must have; None accepts any.

    Raises:
        IndexDamagedError: the file is corrupted, or belongs to another index or commit.
        OSError: the folder has no table.
    """
    passages = PassageTable()
    path = folder / FILE
    with path.open("rb") as file:
        mapped = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    written = mapped[: -_CRC.size]
    if len(written) < _HEADER.size or mapped[-_CRC.size :] != _CRC.pack(crc32(written)):
        raise IndexDamagedError(f"{path}: file is corrupted (checksum mismatch)")
    index, commit, count, two_sided, counts_ru, counts_en, words_ru, words_en = _HEADER.unpack_from(written)
    if identity is not None and (index, commit) != tuple(part.encode() for part in identity):
        raise IndexDamagedError(f"{path}: belongs to another index or commit")
    if len(written) != _HEADER.size + _ROW * count or counts_ru > words_ru or counts_en > words_en:
        raise IndexDamagedError(f"{path}: not a table of {count:,} passages")
    passages.two_sided = two_sided
    passages.counts, passages.words = {"ru": counts_ru, "en": counts_en}, {"ru": words_ru, "en": words_en}
    columns = written[_HEADER.size :]
    passages.numbers = columns[: 4 * count].cast("I")
    passages.lengths = {"ru": columns[4 * count : 8 * count].cast("I"), "en": columns[8 * count : 12 * count].cast("I")}
    passages.alive = bytes(columns[12 * count :])
    return passages
