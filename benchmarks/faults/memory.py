"""Lets indexing run out of memory: an allocation of Python's fails, or the process is limited to some memory."""

from __future__ import annotations

import os
import resource
from typing import TYPE_CHECKING

from benchmarks.faults.outcome import Outcome
from benchmarks.faults.shortages import shortage_fault, sufficient
from benchmarks.faults.states import prepare

if TYPE_CHECKING:
    import socket
    from pathlib import Path
    from random import Random

    from benchmarks.faults.shortages import RunShort

# Numbers of allocations in a row that fail: a passing shortage, and one that lasts. It ends some time, because CPython
# 3.11 looks for an exception's handler in a loop without end for as long as it gets no memory for an integer.
SHORTAGES = (1, 100, 1_000_000)
_PAGE = os.sysconf("SC_PAGE_SIZE")
# The allocations and the memory, in bytes, that are tried first to find how many a run takes.
FIRST_ALLOCATIONS, FIRST_MEMORY = 200_000, 8 << 20


def run(folder: Path, engine: str, count: int, random: Random) -> list[Outcome]:
    """Make `count` runs fail by an allocation, and as many by a limit on memory."""
    change = prepare(folder, engine)
    index = folder / "index"
    promise = "a clear error, success, or the end of the process; the committed state or the new one, complete"
    outcomes = []
    if has_nomemory():
        failing = Outcome("one, 100 or a million allocations of memory in a row fail", promise, engine)
        most = sufficient(lambda number: failing_from(number, SHORTAGES[-1]), change, index, FIRST_ALLOCATIONS)
        for _ in range(count):
            short = failing_from(random.randrange(most), random.choice(SHORTAGES))
            failing.count(*shortage_fault(change, index, short, may_die=True))
        outcomes.append(failing)
    limited = Outcome("memory is limited to less than indexing takes", promise, engine)
    most = sufficient(limited_to, change, index, FIRST_MEMORY)
    for _ in range(count):
        limited.count(*shortage_fault(change, index, limited_to(random.randrange(most)), may_die=True))
    return [*outcomes, limited]


def failing_from(number: int, count: int) -> RunShort:
    """Return what makes `count` allocations of Python's fail from the `number`-th on."""

    def short(_: socket.socket) -> None:
        import _testcapi  # type: ignore[import-not-found]  # noqa: PLC0415 -- not every build has it

        _testcapi.set_nomemory(number + 1, number + 1 + count)

    return short


def limited_to(further: int) -> RunShort:
    """Return what limits the process to `further` bytes more than it has."""

    def short(_: socket.socket) -> None:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 -- no file of a user's
            held = int(file.read().split()[0]) * _PAGE
        resource.setrlimit(resource.RLIMIT_AS, (held + further, held + further))

    return short


def has_nomemory() -> bool:
    """Return whether this Python can make its allocations fail, as builds with its test modules can."""
    try:
        import _testcapi  # noqa: PLC0415 -- not every build has it
    except ImportError:
        return False
    return hasattr(_testcapi, "set_nomemory")
