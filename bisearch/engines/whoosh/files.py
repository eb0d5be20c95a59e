"""Folders of Whoosh's segments: written without Whoosh's own lock, read page by page with each page verified.

Whoosh itself would copy whole segments to read them.
"""

from __future__ import annotations

import io
import os
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile

from bisearch.storage.checked_pages import CheckedPages, write_page_checksums

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

SEGMENT = ".seg"


class WritableStorage(FileStorage):  # type: ignore[misc]  # Whoosh is untyped
    """A folder of segments, open for writing by the process that holds the index's own lock."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))

    def lock(self, name: str) -> Lock:  # noqa: ARG002 -- Whoosh's signature
        """Return a lock that is always free, in place of Whoosh's lock file, which needs Unix or Windows calls."""
        return Lock()


class CheckedStorage(FileStorage):  # type: ignore[misc]  # Whoosh is untyped
    """A folder of committed segments, open for reading; its readers share the verified pages."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder), supports_mmap=False, readonly=True)
        self._segments: dict[str, CheckedPages] = {}

    def open_file(self, name: str, **options: Any) -> StructFile:
        """Open a file; a segment's is a `SegmentFile`."""
        if not name.endswith(SEGMENT):
            return super().open_file(name, **options)
        if name not in self._segments:
            self._segments[name] = CheckedPages(Path(self.folder, name))
        pages = self._segments[name]
        return SegmentFile(_Part(pages, 0, len(pages)), name=name)


class SegmentFile(StructFile):  # type: ignore[misc]
    """A segment, or one of the files that Whoosh stores in it."""

    file: _Part

    def subset(self, offset: int, length: int, name: str | None = None) -> SegmentFile:
        """Return a part of it as a file."""
        return SegmentFile(self.file.part(offset, length), name=name)

    def get(self, position: int, length: int) -> bytes:
        """Return bytes by their position; Whoosh calls this for every look-up."""
        return self.file.at(position, length)


class _Part(io.RawIOBase):
    """A half-open range of the bytes of a file, as a file."""

    def __init__(self, pages: CheckedPages, start: int, stop: int) -> None:
        self._pages, self._start, self._stop = pages, start, stop
        self._place = start

    def part(self, offset: int, length: int) -> _Part:
        return _Part(self._pages, self._start + offset, min(self._start + offset + length, self._stop))

    def at(self, position: int, length: int) -> bytes:
        start = self._start + position
        return self._pages.read(start, min(start + length, self._stop))

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        found = self._pages.read(self._place, min(self._place + len(view), self._stop))
        view[: len(found)] = found
        self._place += len(found)
        return len(found)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self._place = {os.SEEK_SET: self._start, os.SEEK_CUR: self._place, os.SEEK_END: self._stop}[whence] + offset
        return self.tell()

    def tell(self) -> int:
        return self._place - self._start

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True


def write_checksums(folder: Path) -> None:
    """Write the checksums of the segments in a folder that do not have them yet."""
    for path in folder.glob(f"*{SEGMENT}"):
        write_page_checksums(path)
