"""Large files that are checked as they are read, page by page, so that damage is found wherever it is met.

The CRC-32 of every page of a file lies in a file beside it. A page is checked when it is first touched; what is never
read costs nothing.
"""

from __future__ import annotations

import mmap
import zlib
from array import array
from typing import TYPE_CHECKING

from bisearch.errors import IndexDamagedError

if TYPE_CHECKING:
    from pathlib import Path

# Bytes of a page: what is looked up by a hash touches a few places far apart, so pages are small.
PAGE = 4096
SUMS = ".sums"


def write_sums(path: Path) -> None:
    """Write the checksums of a file's pages beside it, where there are none."""
    if sums_of(path).exists():
        return
    with path.open("rb") as file:
        sums = array("I", map(zlib.crc32, iter(lambda: file.read(PAGE), b"")))
    sums_of(path).write_bytes(sums.tobytes())


def sums_of(path: Path) -> Path:
    """Return the file that holds the checksums of a file's pages."""
    return path.with_name(path.name + SUMS)


class Pages:
    """A file of at least one byte whose pages have checksums, mapped; safe to share between threads.

    Raises:
        IndexDamagedError: the checksums are not those of a file of this size.
        OSError: either file cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._sums = array("I")
        with path.open("rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        sums = sums_of(path).read_bytes()
        if len(sums) != self._sums.itemsize * -(-len(self._bytes) // PAGE):
            raise IndexDamagedError(f"{sums_of(path)}: not the checksums of a file of {len(self._bytes):,} bytes")
        self._sums.frombytes(sums)
        self._checked = bytearray(len(self._sums))

    def __len__(self) -> int:
        return len(self._bytes)

    def read(self, start: int, stop: int) -> bytes:
        """Return the bytes from `start` up to `stop`, 0 <= start <= stop, as far as there are any.

        Raises:
            IndexDamagedError: a page that they lie in is not what was written.
        """
        last = -(-stop // PAGE)
        page = self._checked.find(0, start // PAGE, last)
        while page >= 0:
            if zlib.crc32(self._bytes[page * PAGE : (page + 1) * PAGE]) != self._sums[page]:
                raise IndexDamagedError(f"{self._path}: its bytes at {page * PAGE:,} are not those that were written")
            self._checked[page] = 1
            page = self._checked.find(0, page + 1, last)
        return self._bytes[start:stop]
