"""Large files whose pages are verified as they are read.

The CRC-32 of each page of a file is kept in a file beside it. A page is verified when it is first read; pages that are
never read cost nothing.
"""

from __future__ import annotations

import mmap
import zlib
from array import array
from typing import TYPE_CHECKING

from bisearch.errors import IndexDamagedError

if TYPE_CHECKING:
    from pathlib import Path

# Bytes of a page. Hash look-ups touch a few places far apart, so pages are small.
PAGE = 4096
SUMS = ".sums"


def write_page_checksums(path: Path, seed: int = 0) -> None:
    """Write the checksums of a file's pages beside it, unless they exist.

    Args:
        path: the file.
        seed: the number that each checksum begins with; see `Identity.seed`.
    """
    if page_checksums_path(path).exists():
        return
    with path.open("rb") as file:
        sums = array("I", (zlib.crc32(page, seed) for page in iter(lambda: file.read(PAGE), b"")))
    page_checksums_path(path).write_bytes(sums.tobytes())


def page_checksums_path(path: Path) -> Path:
    """Return the path of the file that holds the checksums of a file's pages."""
    return path.with_name(path.name + SUMS)


class CheckedPages:
    """A memory-mapped, non-empty file whose pages have checksums; safe to share between threads.

    Args:
        path: the file.
        seed: the number that each checksum begins with.

    Raises:
        IndexDamagedError: the number of checksums does not fit the size of the file.
        OSError: either file cannot be read.
    """

    def __init__(self, path: Path, seed: int = 0) -> None:
        self._path = path
        self._seed = seed
        self._sums = array("I")
        with path.open("rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        sums = page_checksums_path(path).read_bytes()
        if len(sums) != self._sums.itemsize * -(-len(self._bytes) // PAGE):
            raise IndexDamagedError(f"{page_checksums_path(path)}: does not fit a file of {len(self._bytes):,} bytes")
        self._sums.frombytes(sums)
        self._verified = bytearray(len(self._sums))

    def __len__(self) -> int:
        return len(self._bytes)

    def read(self, start: int, stop: int) -> bytes:
        """Return the bytes from `start` up to `stop` or the end of the file.

        Raises:
            IndexDamagedError: a page that contains some of them is corrupted, or not 0 <= start <= stop.
        """
        if not 0 <= start <= stop:
            raise IndexDamagedError(f"{self._path}: refers to the bytes from {start:,} to {stop:,}")
        last = -(-stop // PAGE)
        page = self._verified.find(0, start // PAGE, last)
        while page >= 0:
            if zlib.crc32(self._bytes[page * PAGE : (page + 1) * PAGE], self._seed) != self._sums[page]:
                raise IndexDamagedError(f"{self._path}: corrupted at byte {page * PAGE:,} (checksum mismatch)")
            self._verified[page] = 1
            page = self._verified.find(0, page + 1, last)
        return self._bytes[start:stop]
