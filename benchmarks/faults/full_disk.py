"""Lets indexing run out of space: on a small disk that is full at any size, and with a limit on the size of files."""

from __future__ import annotations

import resource
import shutil
import subprocess
from typing import TYPE_CHECKING

from benchmarks.faults.outcome import Outcome
from benchmarks.faults.shortages import ending_fault, run_short, shortage_fault, sufficient
from benchmarks.faults.states import Change, prepare, rerun_fault

if TYPE_CHECKING:
    import socket
    from pathlib import Path

    from benchmarks.faults.shortages import RunShort

# The least that a disk and a file grow by, and the space in bytes that is tried first to find how much a run takes.
BLOCK, FIRST_SPACE = 4096, 256 << 10
# Space that is enough in any case.
ENOUGH = 1 << 30


def run(folder: Path, engine: str, count: int) -> list[Outcome]:
    """Run `count` times on a disk that becomes full, and as often with a limit on the size of files."""
    change = prepare(folder, engine)
    promise = "a clear error or success; the committed state or the new one, complete; a rerun with space succeeds"
    outcomes = []
    disk = folder / "disk"
    if can_mount(disk):
        full = Outcome("the disk is full from some size on", promise, engine)
        most = FIRST_SPACE
        while run_on_disk(change, disk, most)[2] != 0:
            most *= 2
        for space in _sweep(most, count):
            full.count(*run_on_disk(change, disk, space)[:2])
        outcomes.append(full)
    limited = Outcome("no file can grow beyond some size", promise, engine)
    index = folder / "index"
    for size in _sweep(sufficient(limited_to, change, index, FIRST_SPACE), count):
        limited.count(*shortage_fault(change, index, limited_to(size)))
    return [*outcomes, limited]


def limited_to(size: int) -> RunShort:
    """Return what limits the size of the files that a process writes; writing more fails with EFBIG."""

    def short(_: socket.socket) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))  # Python ignores the signal SIGXFSZ

    return short


def can_mount(disk: Path) -> bool:
    """Return whether this user may mount a disk in memory."""
    if shutil.which("mount") is None or not _mount(disk, ENOUGH):
        return False
    _unmount(disk)
    return True


def run_on_disk(change: Change, disk: Path, space: int) -> tuple[str | None, str | None, int]:
    """Make a change to an index on a disk of its own with some space; return the fault, a note and the exit code."""
    _mount(disk, ENOUGH)
    try:
        index = change.copy(disk)
        used = shutil.disk_usage(disk).used
        _mount(disk, used + space, "remount,")
        code, printed = run_short(change, index, None)
        fault, note = ending_fault(change, index, code, printed)
        _mount(disk, ENOUGH, "remount,")
        return fault or rerun_fault(change, index), note, code
    finally:
        _unmount(disk)


def _mount(disk: Path, size: int, options: str = "") -> bool:
    disk.mkdir(exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"{options}size={size}", "tmpfs", str(disk)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _unmount(disk: Path) -> None:
    subprocess.run(["umount", "--lazy", str(disk)], capture_output=True, check=False)


def _sweep(most: int, count: int) -> list[int]:
    """Return sizes from 0 to `most` in equal steps of whole blocks."""
    return [most * place // count // BLOCK * BLOCK for place in range(count)]
