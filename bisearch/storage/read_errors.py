"""Errors of the system in reading an index, which are no damage: permissions, descriptors, memory, a failing disk."""

from __future__ import annotations

import errno
import os
import re
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bisearch.errors import IndexReadError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PERMIT = "let this user read all files of the index's folder"
# What to do about an error, by its number.
_REMEDIES = {
    errno.EACCES: PERMIT,
    errno.EPERM: PERMIT,
    errno.EMFILE: "close some files, or allow this process more: ulimit -n 1024",
    errno.ENFILE: "close some programs: the system has too many open files",
    errno.EIO: "check the disk",
}
# How Rust's libraries write the number of an error.
_SYSTEM_ERROR = re.compile(r"\(os error (\d+)\)|\bOs \{ code: (\d+)")
# SQLite's errors of the system, of which it does not give the number; a file that is too short is damaged.
_SQLITE = {
    sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PERM, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_AUTH,
}  # fmt: skip


def is_missing(error: OSError) -> bool:
    """Return whether there is no such file, which is damage if an index should have it."""
    return isinstance(error, FileNotFoundError | NotADirectoryError | IsADirectoryError) or error.errno == errno.ELOOP


def read_error(place: Path, error: OSError) -> IndexReadError:
    """Return the error for a file or a folder of an index that the system does not let us read."""
    name = error.filename if isinstance(error.filename, str) else place
    remedy = _REMEDIES.get(error.errno or 0, "nothing is known to be damaged; try again")
    return IndexReadError(f"{name}: cannot be read: {(error.strerror or str(error)).lower()}; {remedy}")


@contextmanager
def system_errors_reported(place: Path) -> Iterator[None]:
    """Raise `IndexReadError` in place of `OSError` in the block, unless a file is missing."""
    try:
        yield
    except OSError as error:
        if is_missing(error):
            raise
        raise read_error(place, error) from error


def system_error_of_sqlite(path: Path, error: Exception) -> IndexReadError | None:
    """Return the error for a file that SQLite could not read because of the system; None if the file is damaged."""
    code = getattr(error, "sqlite_errorcode", 0)
    if code & 0xFF not in _SQLITE or code == sqlite3.SQLITE_IOERR_SHORT_READ:
        return None
    try:
        os.close(os.open(path, os.O_RDONLY))  # gives the reason, which SQLite does not
    except OSError as reason:
        return None if is_missing(reason) else read_error(path, reason)
    return read_error(path, OSError(errno.EIO, str(error)))


def system_error_of_message(place: Path, message: str) -> IndexReadError | None:
    """Return the error for a message of a native library that names the system's error; None for any other message."""
    found = _SYSTEM_ERROR.search(message)
    if found is None:
        return None
    number = int(found[1] or found[2])
    error = OSError(number, os.strerror(number))
    return None if is_missing(error) else read_error(place, error)
