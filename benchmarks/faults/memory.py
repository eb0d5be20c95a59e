"""Lets indexing run out of memory: an allocation of Python's fails, or the process is limited to some memory."""

from __future__ import annotations

import os
import resource
from typing import TYPE_CHECKING

from benchmarks.faults.children import Child
from benchmarks.faults.outcome import Outcome
from benchmarks.faults.states import Change, prepare, rerun_fault, state_fault

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable
    from pathlib import Path
    from random import Random

    # Called in a process, makes its memory run out later.
    RunOut = Callable[[socket.socket], None]

# Numbers of allocations in a row that fail: a passing shortage, and one that lasts.
SHORTAGES = (1, 100, 1_000_000_000)
_PAGE = os.sysconf("SC_PAGE_SIZE")
# The allocations and the memory, in bytes, that are tried first to find how many a run takes.
FIRST_ALLOCATIONS, FIRST_MEMORY = 100_000, 8 << 20
_TRACEBACK = "Traceback (most recent call last)"
# What messages say of an index that is in its old state.
UNCHANGED = "unchanged"


def run(folder: Path, engine: str, count: int, random: Random) -> list[Outcome]:
    """Make `count` runs fail by an allocation, and as many by a limit on memory."""
    change = prepare(folder, engine)
    index = folder / "index"
    promise = "a clear error, success, or the end of the process; the committed state or the new one, complete"
    outcomes = []
    if _has_nomemory():
        failing = Outcome("an allocation of memory fails, or all from then on", promise, engine)
        most = _sufficient(lambda number: _failing_from(number, SHORTAGES[-1]), change, index, FIRST_ALLOCATIONS)
        for _ in range(count):
            try_shortage(failing, change, index, _failing_from(random.randrange(most), random.choice(SHORTAGES)))
        outcomes.append(failing)
    limited = Outcome("memory is limited to less than indexing takes", promise, engine)
    most = _sufficient(_limited_to, change, index, FIRST_MEMORY)
    for _ in range(count):
        try_shortage(limited, change, index, _limited_to(random.randrange(most)))
    return [*outcomes, limited]


def try_shortage(outcome: Outcome, change: Change, index: Path, run_out: RunOut) -> None:
    """Count a run whose memory runs out."""
    code, printed = _run(change, index, run_out)
    outcome.count(*_judged(change, index, code, printed))


def _judged(change: Change, index: Path, code: int, printed: str) -> tuple[str | None, str | None]:
    if _TRACEBACK in printed:
        return f"a traceback: {printed[-300:]}", None
    if code in {0, 3}:
        note = "succeeded anyway" if code == 0 else "reported as an error"
        if code == 3 and not printed.startswith("bisearch: "):
            return f"no clear error: {printed[-300:]}", None
    else:
        note = "ended the process"  # without memory for a message, Python and the engines end it
    states: tuple[str, ...] = (change.before, change.after)
    if code == 0:
        states = (change.after,)
    elif UNCHANGED in printed:
        states = (change.before,)
    return state_fault(index, *states) or rerun_fault(change, index), note


def _run(change: Change, index: Path, run_out: RunOut) -> tuple[int, str]:
    child = Child(change.arguments(change.copy(index)), run_out)
    child.go()
    return child.wait()


def _has_nomemory() -> bool:
    """Return whether this Python can make its allocations fail, as builds with its test modules can."""
    try:
        import _testcapi  # type: ignore[import-not-found]  # noqa: PLC0415 -- not every build has it
    except ImportError:
        return False
    return hasattr(_testcapi, "set_nomemory")


def _failing_from(number: int, count: int) -> RunOut:
    """Return what makes `count` allocations of Python's fail from the `number`-th on."""

    def run_out(_: socket.socket) -> None:
        import _testcapi  # noqa: PLC0415 -- not every build has it

        _testcapi.set_nomemory(number + 1, number + 1 + count)

    return run_out


def _limited_to(further: int) -> RunOut:
    """Return what limits the process to `further` bytes more than it has."""

    def run_out(_: socket.socket) -> None:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 -- no file of a user's
            held = int(file.read().split()[0]) * _PAGE
        resource.setrlimit(resource.RLIMIT_AS, (held + further, held + further))

    return run_out


def _sufficient(limit: Callable[[int], RunOut], change: Change, index: Path, first: int) -> int:
    """Return a number with which a run succeeds, at most twice the least one."""
    number = first
    while _run(change, index, limit(number))[0] != 0:
        number *= 2
    return number
