"""Files of unknown origin opened for reading: only regular files, once, and not while another program changes them.

A FIFO, a device or a socket may block or never end. A file that changes while it is read gives a text that it never
had.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader
    from pathlib import Path

# A FIFO that nobody writes to is opened at once; Windows has neither flag nor FIFOs in folders.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@contextmanager
def open_regular(path: Path) -> Iterator[BufferedReader]:
    """Open a regular file for reading bytes.

    Args:
        path: the file, or a link to it.

    Raises:
        OSError: it cannot be read, is no regular file, or has changed when the block ends.
    """
    descriptor = os.open(path, _FLAGS)
    with os.fdopen(descriptor, "rb") as file:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            raise OSError(errno.EINVAL, "not a regular file", str(path))
        yield file
        after = os.fstat(descriptor)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise OSError(errno.EAGAIN, "changed while it was read; index it again", str(path))


def read_regular(path: Path, limit: int = -1) -> bytes:
    """Return the bytes of a regular file.

    Args:
        path: the file, or a link to it.
        limit: the greatest number of bytes to read; -1 reads all.

    Raises:
        OSError: as in `open_regular`.
    """
    with open_regular(path) as file:
        return file.read(limit)
