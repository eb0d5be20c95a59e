"""Locks between processes: one writer at a time, and readers that keep the generation they opened.

The operating system releases both kinds of lock when their process ends, even after ``kill -9``, and both work on
Windows too. The writer's lock is filelock's. A reader holds the shared lock that SQLite takes on a database file while
it reads; filelock builds its own shared lock on the same one, but importing filelock would slow every search.
"""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import TYPE_CHECKING

from bisearch.errors import IndexLockedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WRITER_LOCK = "writer.lock"
# Who holds the writer's lock. It is a file of its own because Windows lets nobody read a locked one.
WRITER = "writer.json"
IN_USE = "in-use.lock"
# How often a waiting writer tries again, in seconds.
POLL_INTERVAL = 0.05


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
    from filelock import FileLock, Timeout  # noqa: PLC0415 -- only a writer needs it

    lock = FileLock(folder / WRITER_LOCK)
    try:
        lock.acquire(timeout=wait, poll_interval=POLL_INTERVAL)
    except Timeout:
        raise IndexLockedError(
            f"{folder}: {_holder(folder)}; try again later, or wait with: bisearch index --wait"
        ) from None
    try:
        _write_holder(folder)
        yield
    finally:
        with suppress(OSError):
            (folder / WRITER).unlink()
        lock.release()


class GenerationLock:
    """A shared lock on a generation: no writer removes the generation until the lock is released."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def release(self) -> None:
        """Release the lock; releasing it twice is harmless."""
        self._connection.close()


def lock_generation(generation: Path) -> GenerationLock | None:
    """Keep a generation from being removed.

    Returns:
        The lock, or None if a writer is about to remove the generation.

    Raises:
        OSError: there is no such generation.
    """
    connection = _locked(generation, "ro", "BEGIN", "SELECT 1 FROM sqlite_master")
    return None if connection is None else GenerationLock(connection)


def is_generation_in_use(generation: Path) -> bool:
    """Return whether any process holds a generation open for reading."""
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
    path.stat()  # raises the precise error, which SQLite does not
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
        (folder / WRITER).write_text(json.dumps(holder), encoding="utf-8")


def _holder(folder: Path) -> str:
    try:
        holder = json.loads((folder / WRITER).read_bytes())
        return f"process {holder['pid']} on {holder['host']} has been writing to this index since {holder['since']}"
    except (OSError, ValueError, TypeError, KeyError):
        return "another process is writing to this index"
