"""Files of unknown origin opened for reading: only regular files, once, and not while another program changes them.

A FIFO, a device or a socket may block or never end. A file that changes while it is read gives a text that it never
had. `OpenFiles` keeps the files of one document open, so that its form and its text are read from the same file even if
another one is put in its place meanwhile.
"""

from __future__ import annotations

import errno
import io
import os
import stat
from collections import OrderedDict
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, NamedTuple, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType
    from typing import Self

T = TypeVar("T")

# A FIFO that nobody writes to is opened at once; Windows has neither flag nor FIFOs in folders.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
# The greatest number of files that `OpenFiles` keeps open; a folder of pages may have thousands.
MAX_OPEN = 16
CHANGED = "changed while it was read; index it again"


class _State(NamedTuple):
    """Which file was opened, and its state then."""

    device: int
    inode: int
    size: int
    modified: int
    changed: int
    links: int

    def has_changed_since(self, before: _State) -> bool:
        """Return whether another file, or another text, is read than before.

        When a name of the file is removed, as by a program that puts a new file in its place, the system changes the
        time and the number of links, while the file that is open keeps its text.
        """
        if self.links != before.links:
            return self._replace(changed=before.changed, links=before.links) != before
        return self != before


class OpenFiles:
    """Files that are opened once and checked for changes, until the ``with`` block ends."""

    def __init__(self) -> None:
        self._states: dict[str, _State] = {}
        self._descriptors: OrderedDict[str, int] = OrderedDict()

    def during(self, items: Iterator[T]) -> Iterator[T]:
        """Yield the items of an iterator that reads files; while it works, its files are opened here.

        Raises:
            OSError: a file that was read has changed before the iterator yielded an item or ended.
        """
        while True:
            token = _current.set(self)
            try:
                item = next(items, None)
            except Exception:
                self.require_unchanged()  # why the file could not be understood
                raise
            finally:
                _current.reset(token)
            self.require_unchanged()
            if item is None:
                return
            yield item

    def open(self, path: Path) -> int:
        """Return the descriptor of a file, which stays open here.

        Raises:
            OSError: the file cannot be read, is no regular file, or is another one than before.
        """
        name = os.path.abspath(path)  # noqa: PTH100 -- the symbolic links stay
        if name in self._descriptors:
            self._descriptors.move_to_end(name)
            return self._descriptors[name]
        descriptor = _open(path)
        self._descriptors[name] = descriptor
        state = _state(descriptor)
        if state.has_changed_since(self._states.setdefault(name, state)):
            raise OSError(errno.EAGAIN, CHANGED, str(path))
        while len(self._descriptors) > MAX_OPEN:
            os.close(self._descriptors.popitem(last=False)[1])
        return descriptor

    def require_unchanged(self) -> None:
        """Raise `OSError` if an open file has changed since it was first opened."""
        for name, descriptor in self._descriptors.items():
            if _state(descriptor).has_changed_since(self._states[name]):
                raise OSError(errno.EAGAIN, CHANGED, name)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        while self._descriptors:
            os.close(self._descriptors.popitem()[1])


_current: ContextVar[OpenFiles | None] = ContextVar("open files", default=None)


class _Shared(io.RawIOBase):
    """A file read through a descriptor that others read too; it has a place of its own in the file."""

    def __init__(self, descriptor: int, name: str) -> None:
        self.name = name
        self._descriptor = descriptor
        self._place = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        origin = {os.SEEK_SET: 0, os.SEEK_CUR: self._place}.get(whence)
        if origin is None:
            origin = os.fstat(self._descriptor).st_size
        if origin + offset < 0:
            raise OSError(errno.EINVAL, "negative seek position", self.name)
        self._place = origin + offset
        return self._place

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = os.pread(self._descriptor, len(buffer), self._place)
        buffer[: len(data)] = data
        self._place += len(data)
        return len(data)


def _open(path: Path) -> int:
    """Return the descriptor of a regular file; raises `OSError` for anything else."""
    if "\0" in str(path):
        raise OSError(errno.EINVAL, "not a file name", str(path))
    descriptor = os.open(path, _FLAGS)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "not a regular file", str(path))
    return descriptor


def _state(descriptor: int) -> _State:
    status = os.fstat(descriptor)
    return _State(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_nlink)


@contextmanager
def open_regular(path: Path) -> Iterator[io.BufferedReader]:
    """Open a regular file for reading bytes.

    Args:
        path: the file, or a link to it.

    Raises:
        OSError: it cannot be read, is no regular file, or has changed when the block ends.
    """
    files = _current.get() if hasattr(os, "pread") else None
    descriptor = _open(path) if files is None else files.open(path)
    raw = io.FileIO(descriptor, "rb") if files is None else _Shared(descriptor, str(path))
    with cast("io.BufferedReader", io.BufferedReader(raw)) as file:
        before = _state(descriptor)
        yield file
        after = _state(descriptor)
    if after.has_changed_since(before):
        raise OSError(errno.EAGAIN, CHANGED, str(path))


def read_regular(path: Path, limit: int) -> bytes:
    """Return the bytes of a regular file.

    Its size is looked at before it is read, and counted while it is read: the system gives a size of 0 for some files.

    Args:
        path: the file, or a link to it.
        limit: the greatest number of bytes that it may have.

    Raises:
        OSError: as in `open_regular`, or the file is larger than the limit.
    """
    with open_regular(path) as file:
        check_size_of(file, path, limit)
        data = file.read(limit + 1)
        if len(data) > limit:
            raise OSError(errno.EFBIG, f"larger than {limit:,} bytes, the limit", str(path))
        return data


def check_size_of(file: io.BufferedReader, path: Path, limit: int) -> int:
    """Return the size of an open file in bytes; raise `OSError` if it is larger than a limit."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    if size > limit:
        raise OSError(errno.EFBIG, f"{size:,} bytes; the limit is {limit:,}", str(path))
    return size
