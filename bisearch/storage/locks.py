"""Locks between processes: one writer at a time, and readers that keep the generation they opened.

They are `flock` locks, which end with the process that holds them, however it ends.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import TYPE_CHECKING

from bisearch.errors import IndexLockedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WRITER_LOCK = "writer.lock"
IN_USE = "in-use.lock"
# How often a writer that waits looks whether its turn has come, in seconds.
LOOK_EVERY = 0.05
_MOST_BYTES = 1024


@contextmanager
def writer_lock(folder: Path, wait: float = 0.0) -> Iterator[None]:
    """Hold the only right to write to an index.

    Args:
        folder: of the index.
        wait: for how many seconds to wait while another process holds it; may be infinite.

    Raises:
        IndexLockedError: another process still holds it; the message says which, where and since when.
        OSError: the lock file cannot be made.
    """
    descriptor = os.open(folder / WRITER_LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        until = time.monotonic() + wait
        while not _is_locked(descriptor, fcntl.LOCK_EX):
            if time.monotonic() >= until:
                raise IndexLockedError(
                    f"{folder}: {_holder(descriptor)}; try again later, or have bisearch index wait for it with --wait"
                )
            time.sleep(LOOK_EVERY)
        _sign(descriptor)
        yield
    finally:
        os.close(descriptor)


def hold_generation(generation: Path) -> int | None:
    """Keep a generation from being removed.

    Returns:
        A file descriptor: the generation stays until it is closed. None where a writer is about to remove it.

    Raises:
        OSError: there is no such generation.
    """
    descriptor = os.open(generation / IN_USE, os.O_RDONLY)
    if _is_locked(descriptor, fcntl.LOCK_SH):
        return descriptor
    os.close(descriptor)
    return None


def is_read(generation: Path) -> bool:
    """Tell whether any process holds a generation for reading."""
    try:
        descriptor = os.open(generation / IN_USE, os.O_RDONLY)
    except OSError:
        return False
    try:
        return not _is_locked(descriptor, fcntl.LOCK_EX)
    finally:
        os.close(descriptor)


def _is_locked(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _sign(descriptor: int) -> None:
    """Write who holds the lock; a full disk makes the message poorer and nothing else."""
    now = datetime.now().astimezone().isoformat(sep=" ", timespec="seconds")
    line = json.dumps({"pid": os.getpid(), "host": os.uname().nodename, "since": now}).encode()
    with suppress(OSError):
        os.pwrite(descriptor, line, 0)
        os.ftruncate(descriptor, len(line))


def _holder(descriptor: int) -> str:
    try:
        by = json.loads(os.pread(descriptor, _MOST_BYTES, 0))
        return f"process {by['pid']} on {by['host']} has been writing to this index since {by['since']}"
    except (OSError, ValueError, TypeError, KeyError):
        return "another process is writing to this index"
