"""Locks between processes: one writer at a time, and readers that keep the generation they opened.

The operating system releases both kinds of lock when their process ends, even after ``kill -9``, and both work on
Windows too. The writer's lock is filelock's. A reader holds the shared lock that SQLite takes on a database file while
it reads; filelock builds its own shared lock on the same one, but importing filelock would slow every search.

Some network file systems have no locks. There the writer's lock is a file that exists while a writer works, and
readers hold nothing; `IndexFolder` then keeps replaced generations for a day.
"""

from __future__ import annotations

import errno
import json
import os
import sqlite3
import stat
import threading
import time
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from bisearch.errors import IndexLockedError
from bisearch.regular_files import read_regular

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from filelock import BaseFileLock

WRITER_LOCK = "writer.lock"
# Who holds the writer's lock. It is a file of its own because Windows lets nobody read a locked one.
WRITER = "writer.json"
IN_USE = "in-use.lock"
# The writer's lock on a file system without locks.
SOFT_LOCK = "writer.soft-lock"
_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, getattr(errno, "EOPNOTSUPP", errno.ENOSYS), errno.ENOTSUP}
# How often a waiting writer tries again, in seconds.
POLL_INTERVAL = 0.05
# How long a writer that finds the lock taken waits for its holder's name, and how often it looks, in seconds.
SECONDS_TO_NAME, NAME_INTERVAL = 1.0, 0.01
# The most bytes that are read about who holds the lock.
_MOST_ABOUT_HOLDER = 10_000
# For each index that a process has written to, by its real path: held by the thread that writes. A fork copies them.
_writers: dict[tuple[int, str], threading.Lock] = {}


@contextmanager
def writer_lock(folder: Path, wait: float = 0.0) -> Iterator[None]:
    """Hold the exclusive right to write to an index.

    Args:
        folder: folder of the index.
        wait: seconds to wait while another process holds the lock; may be infinite.

    Raises:
        IndexLockedError: another process still holds the lock; the message names the process, its host and since when.
        OSError: the lock file cannot be created.
    """
    deadline = time.monotonic() + wait
    with _in_this_process(folder, wait), ExitStack() as stack:
        _acquire(folder, max(0.0, deadline - time.monotonic()), stack)
        try:
            _write_holder(folder)
            yield
        finally:
            with suppress(OSError):
                (folder / WRITER).unlink()


@contextmanager
def file_lock(path: Path, wait: float = 0.0) -> Iterator[None]:
    """Hold the exclusive right to write to a file that several indexes share.

    Args:
        path: the lock file beside it.
        wait: seconds to wait while another process holds the lock; may be infinite.

    Raises:
        IndexLockedError: another process still holds the lock.
        OSError: the lock file cannot be created.
    """
    with ExitStack() as stack:
        try:
            _acquire(path.parent, wait, stack, (path.name, f"{path.name}.soft"))
        except IndexLockedError as error:
            reason = "another process is writing to the file that this locks; try again later, or wait longer"
            raise IndexLockedError(f"{path}: {reason}") from error
        yield


@contextmanager
def _in_this_process(folder: Path, wait: float) -> Iterator[None]:
    """Exclude other writers of this process: where locks belong to processes, the file's lock would not."""
    lock = _writers.setdefault((os.getpid(), os.path.realpath(folder)), threading.Lock())
    if not lock.acquire(timeout=min(wait, threading.TIMEOUT_MAX)) and not _acquired_before_named(
        folder, lambda: lock.acquire(blocking=False)
    ):
        raise _locked_error(folder)
    try:
        yield
    finally:
        lock.release()


_WRITERS_LOCKS = WRITER_LOCK, SOFT_LOCK


def _acquire(folder: Path, wait: float, stack: ExitStack, names: tuple[str, str] = _WRITERS_LOCKS) -> None:
    """Lock the file of the writer's lock until the stack is closed, or a soft lock if the file system has no locks."""
    from filelock import FileLock, SoftFileLock, Timeout  # noqa: PLC0415 -- only a writer needs it

    def is_acquired(lock: BaseFileLock, wait: float) -> bool:
        try:
            lock.acquire(timeout=wait, poll_interval=POLL_INTERVAL)
        except Timeout:
            return False
        return True

    for kind, name in zip((FileLock, SoftFileLock), names, strict=True):
        lock = kind(folder / name)
        try:
            if not is_acquired(lock, wait):
                if kind is FileLock and not _has_locks(folder / name):
                    continue
                is_named = names is _WRITERS_LOCKS
                if not is_named or not _acquired_before_named(folder, partial(is_acquired, lock, 0.0)):
                    raise _locked_error(folder, soft=kind is SoftFileLock)
        except (OSError, NotImplementedError) as error:
            if kind is FileLock and (isinstance(error, NotImplementedError) or error.errno in _NO_LOCKS):
                continue
            raise
        stack.callback(_release, lock)
        return


def _acquired_before_named(folder: Path, is_acquired: Callable[[], bool]) -> bool:
    """Try to acquire a lock again until the name of its holder can be read, and return whether it was acquired.

    A writer records its name right after it has acquired the lock, and removes the record right before it releases it.
    """
    end = time.monotonic() + SECONDS_TO_NAME
    while _holder(folder) is None and time.monotonic() < end:
        if is_acquired():
            return True
        time.sleep(NAME_INTERVAL)
    return False


def _release(lock: BaseFileLock) -> None:
    with suppress(OSError):  # its process's end releases it; the commit is made already
        lock.release(force=True)


def _has_locks(path: Path) -> bool:
    """Return whether the file system of an existing file has locks; older filelocks wait if it does not."""
    try:
        import fcntl  # noqa: PLC0415 -- not on Windows, which has locks on every file system
    except ImportError:
        return True
    with suppress(FileNotFoundError), path.open("rb+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            return error.errno not in _NO_LOCKS
    return True


def _locked_error(folder: Path, *, soft: bool = False) -> IndexLockedError:
    remedy = f"; if that process has ended, delete {folder / SOFT_LOCK}" if soft else ""
    return IndexLockedError(
        f"{folder}: {_holder(folder) or 'another process is writing to this index'}; try again later, or wait with:"
        f" bisearch index --wait{remedy}"
    )


class GenerationLock:
    """A shared lock on a generation: no writer removes the generation until the lock is released.

    Args:
        connection: holds the lock; None holds nothing, as on a file system without locks.
    """

    def __init__(self, connection: sqlite3.Connection | None = None) -> None:
        self._connection = connection

    def release(self) -> None:
        """Release the lock; releasing it twice is harmless."""
        if self._connection is not None:
            self._connection.close()


def lock_generation(generation: Path) -> GenerationLock | None:
    """Keep a generation from being removed; writes nothing.

    Returns:
        The lock, or None if a writer is about to remove the generation, or the file system has no locks.

    Raises:
        FileNotFoundError: there is no such generation.
        OSError: the file to lock cannot be opened, or the file system has no locks.
    """
    connection = _locked(generation, "ro", "BEGIN", "SELECT 1 FROM sqlite_master")
    return None if connection is None else GenerationLock(connection)


def has_locks(generation: Path) -> bool:
    """Return whether readers can lock a generation that no writer is about to remove."""
    try:
        lock = lock_generation(generation)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    if lock is None:
        return False
    lock.release()
    return True


def is_generation_in_use(generation: Path) -> bool:
    """Return whether any process holds a generation open for reading; asked where there are locks."""
    try:
        connection = _locked(generation, "rw", "BEGIN EXCLUSIVE")
    except OSError:
        return False
    if connection is None:
        return True
    connection.close()
    return False


def _locked(generation: Path, mode: str, *statements: str) -> sqlite3.Connection | None:
    """Return a connection that holds the lock its statements take, or None if another connection prevents that."""
    path = generation / IN_USE
    if not stat.S_ISREG(path.stat().st_mode):  # raises the precise error, which SQLite does not
        raise OSError(f"{path}: not a regular file")
    try:
        connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode={mode}", timeout=0, isolation_level=None, check_same_thread=False, uri=True
        )
        with _closed_on_error(connection):
            for statement in statements:
                connection.execute(statement).fetchall()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
            return None
        raise OSError(f"{path}: {error}") from error
    except sqlite3.DatabaseError as error:
        raise OSError(f"{path}: {error}") from error
    return connection


@contextmanager
def _closed_on_error(connection: sqlite3.Connection) -> Iterator[None]:
    """Close a connection if the block fails."""
    try:
        yield
    except BaseException:
        connection.close()
        raise


def _write_holder(folder: Path) -> None:
    """Record who holds the lock; if that fails, e.g. on a full disk, the message to other writers names no process."""
    from socket import gethostname  # noqa: PLC0415 -- only a writer needs it

    now = datetime.now().astimezone().isoformat(sep=" ", timespec="seconds")
    with suppress(OSError):
        holder = {"pid": os.getpid(), "host": gethostname(), "since": now}
        # A FIFO with this name would wait for a reader, and a link would lead to another file.
        (folder / WRITER).unlink(missing_ok=True)
        with (folder / WRITER).open("x", encoding="utf-8") as file:
            json.dump(holder, file)


def _holder(folder: Path) -> str | None:
    """Return who holds the lock, as far as it is recorded; None if it is not."""
    try:
        holder = json.loads(read_regular(folder / WRITER, _MOST_ABOUT_HOLDER))
        return f"process {holder['pid']} on {holder['host']} has been writing to this index since {holder['since']}"
    except (OSError, ValueError, TypeError, KeyError):
        return None
