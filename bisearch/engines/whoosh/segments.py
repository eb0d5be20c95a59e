"""Segments of postings: their list, in JSON, and the terms of each, in a hash file of Whoosh's.

Of Whoosh's own storage only the hash file is used, which is plain bytes. Whoosh keeps its lists of segments and its
compound files as pickles, which run code when they are read.
"""

from __future__ import annotations

import json
import re
import struct
from array import array
from hashlib import md5
from struct import Struct
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from whoosh.filedb.filetables import FileFormatError, HashReader, HashWriter

from bisearch.errors import IndexDamagedError
from bisearch.model import SIDES
from bisearch.storage.checked_pages import CheckedPages, page_checksums_path, write_page_checksums
from bisearch.storage.identity import seed_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from bisearch.model import Side
    from bisearch.storage.identity import Identity

LIST = "segments.json"
_NAME = re.compile(r"segment-(\d{6})\.terms")
_BYTE, _INT, _LENGTHS = Struct("!B"), Struct("!i"), Struct("!ii")
# Whoosh's number for the hash function of its hash files.
_MD5 = 0
# Of a hash, Whoosh keeps the last bytes.
_HASH_BYTES = 4
# Whoosh divides the keys by the lowest eight bits of their hashes.
_BUCKETS = 256
# A key is the side, then the term.
_SIDE_LENGTH = 2


class Segment(NamedTuple):
    """An entry of the list of segments.

    Attributes:
        name: the name of its file.
        passages: number of its passages, including deleted ones.
    """

    name: str
    passages: int


def read_segments(folder: Path, identity: Identity | None = None) -> list[Segment]:
    """Return the list of the segments in a folder; an empty one if the folder has no list.

    Args:
        folder: folder of the postings.
        identity: the identity that the list must have; None accepts any.

    Raises:
        IndexDamagedError: the list is malformed, or belongs to another commit.
    """
    path = folder / LIST
    try:
        values = json.loads(path.read_bytes())
        found = [Segment(str(name), passages) for name, passages in values["segments"]]
        written_by = values["index"], values["commit"]
    except FileNotFoundError:
        return []
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise IndexDamagedError(f"{path}: not a list of segments ({error})") from error
    if identity is not None and written_by != identity:
        raise IndexDamagedError(f"{path}: belongs to another index or commit")
    for segment in found:
        if not _NAME.fullmatch(segment.name) or type(segment.passages) is not int or segment.passages < 0:
            raise IndexDamagedError(f"{path}: not a segment: {segment!r}")
    return found


def write_segments(folder: Path, segments: Iterable[Segment], identity: Identity | None = None) -> None:
    """Replace the list of segments; it may be a hard link shared with the committed generation."""
    index, commit = identity if identity is not None else ("", "")
    values = {"index": index, "commit": commit, "segments": list(segments)}
    fresh = folder / f"{LIST}.new"
    fresh.write_text(json.dumps(values), encoding="utf-8")
    fresh.replace(folder / LIST)


def next_name(folder: Path) -> str:
    """Return a name that no segment in a folder has had."""
    numbers = [int(found[1]) for path in folder.iterdir() if (found := _NAME.fullmatch(path.name))]
    return f"segment-{max(numbers, default=0) + 1:06}.terms"


def write_terms(path: Path, items: Iterable[tuple[str, bytes, bytes]], identity: Identity | None = None) -> None:
    """Write the file of a segment.

    Args:
        path: the new file.
        items: sides, terms in UTF-8 and packed occurrences, ordered by side and term.
        identity: the identity of the index.
    """
    with path.open("xb") as file:
        writer = _TermsWriter(_OpenFile(file))
        writer.add_all((side.encode() + term, packed) for side, term, packed in items)
        writer.close()
    write_page_checksums(path, seed_of(identity))


def remove_terms(path: Path) -> None:
    """Remove the file of a segment, and its checksums."""
    path.unlink()
    page_checksums_path(path).unlink()


class Terms:
    """The terms of a segment, open for reading; safe to share between threads.

    Args:
        path: the file.
        identity: the identity of its index.

    Raises:
        IndexDamagedError: the file is damaged.
        OSError: the file cannot be read.
    """

    def __init__(self, path: Path, identity: Identity | None = None) -> None:
        pages = CheckedPages(path, seed_of(identity))
        try:
            self._hash = _TermsReader(_Pages(pages), len(pages))
        except (FileFormatError, struct.error, LookupError) as error:
            raise IndexDamagedError(f"{path}: not a file of terms ({error})") from error
        if self._hash.hashtype != _MD5:
            raise IndexDamagedError(f"{path}: unknown hash function")

    def postings(self, side: str, term: bytes) -> bytes | None:
        """Return the packed occurrences of a term on a side; None if there are none."""
        return cast("bytes | None", self._hash.get(side.encode() + term))

    def all(self) -> Iterator[tuple[Side, bytes]]:
        """Yield all sides and terms in order."""
        for key in self._hash.keys():  # noqa: SIM118 -- Whoosh's iterator yields pairs
            side = key[:_SIDE_LENGTH].decode()
            if side not in SIDES:
                raise IndexDamagedError(f"a term has the side {side!r}")
            yield side, key[_SIDE_LENGTH:]


class _Bucket:
    """The hashes and places of the keys of a bucket, in a tenth of the memory of the list of pairs that Whoosh has.

    It has the methods of a list that Whoosh calls.
    """

    def __init__(self) -> None:
        self._hashes, self._places = array("I"), array("Q")

    def append(self, entry: tuple[int, int]) -> None:
        self._hashes.append(entry[0])
        self._places.append(entry[1])

    def __len__(self) -> int:
        return len(self._hashes)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return zip(self._hashes, self._places, strict=True)


class _TermsWriter(HashWriter):  # type: ignore[misc]  # Whoosh is untyped
    def __init__(self, file: _OpenFile) -> None:
        super().__init__(file)
        self.buckets = [_Bucket() for _ in range(_BUCKETS)]

    def add_all(self, items: Iterable[tuple[bytes, bytes]]) -> None:
        """Add keys with their values, as Whoosh does one by one in twice the time."""
        write, place = self.dbfile.write, self.dbfile.tell()
        for key, value in items:
            write(_LENGTHS.pack(len(key), len(value)) + key + value)
            hashed = int.from_bytes(md5(key, usedforsecurity=False).digest()[-_HASH_BYTES:])
            self.buckets[hashed % _BUCKETS].append((hashed, place))
            place += _LENGTHS.size + len(key) + len(value)

    def _write_extras(self) -> None:
        """Write nothing, where Whoosh would write a pickle."""


class _TermsReader(HashReader):  # type: ignore[misc]
    def _read_extras(self) -> None:
        """Read nothing, where Whoosh would read a pickle."""


class _OpenFile:
    """The methods of Whoosh's files that write a hash file."""

    def __init__(self, file: Any) -> None:
        self.write, self.tell, self.close = file.write, file.tell, file.flush

    def write_byte(self, number: int) -> None:
        self.write(_BYTE.pack(number))

    def write_int(self, number: int) -> None:
        self.write(_INT.pack(number))


class _Pages:
    """The methods of Whoosh's files that read a hash file; only `get` is called after it was opened."""

    def __init__(self, pages: CheckedPages) -> None:
        self._read_pages = pages.read
        self._place = 0

    def get(self, position: int, length: int) -> bytes:
        return self._read_pages(position, position + length)

    def get_int(self, position: int) -> int:
        return int(_INT.unpack(self.get(position, _INT.size))[0])

    def seek(self, place: int) -> None:
        self._place = place

    def tell(self) -> int:
        return self._place

    def read(self, length: int) -> bytes:
        found = self.get(self._place, length)
        self._place += len(found)
        return found

    def read_byte(self) -> int:
        return int(_BYTE.unpack(self.read(_BYTE.size))[0])

    def read_int(self) -> int:
        return int(_INT.unpack(self.read(_INT.size))[0])
