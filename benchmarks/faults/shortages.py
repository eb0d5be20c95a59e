"""Runs indexing in a process that is short of something, such as memory or space, and judges how it ended."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

from benchmarks.faults.children import TIME_LIMIT, Child
from benchmarks.faults.states import Change, rerun_fault, state_fault

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable
    from pathlib import Path

    # Called in the process before it runs, makes it run short.
    RunShort = Callable[[socket.socket], None]

_TRACEBACK = "Traceback (most recent call last)"
# What messages say of an index that is in its old state.
UNCHANGED = "unchanged"


def run_short(change: Change, index: Path, short: RunShort | None) -> tuple[int, str]:
    """Make a change to an index in a process that runs short; return its exit code and output."""
    child = Child(change.arguments(index), short)
    child.go()
    return child.wait()


def ending_fault(
    change: Change, index: Path, code: int, printed: str, *, may_die: bool = False
) -> tuple[str | None, str | None]:
    """Return how a run that ran short broke its promise, or None, and a note on how it ended.

    Args:
        change: the change that it made.
        index: the index that it changed.
        code: its exit code.
        printed: its output.
        may_die: whether the process may have ended without a message.
    """
    if code == -signal.SIGKILL:
        return f"it was stopped after {TIME_LIMIT} s", None
    if _TRACEBACK in printed:
        return f"a traceback: {printed[-300:]}", None
    if code not in {0, 3}:
        note = "ended the process"
        if not may_die:
            return f"exit code {code}: {printed[-300:]}", None
    else:
        note = "succeeded anyway" if code == 0 else "reported as an error"
        if code == 3 and not printed.startswith("bisearch: "):
            return f"no clear error: {printed[-300:]}", None
    states: tuple[str, ...] = (change.before, change.after)
    if code == 0:
        states = (change.after,)
    elif UNCHANGED in printed:
        states = (change.before,)
    return state_fault(index, *states), note


def shortage_fault(
    change: Change, index: Path, short: RunShort, *, may_die: bool = False
) -> tuple[str | None, str | None]:
    """Make a change to a fresh copy of the index in a process that runs short, and once more with enough.

    Args:
        change: the change to make.
        index: where to put the copy.
        short: makes the process run short.
        may_die: whether the process may end without a message.

    Returns:
        How the promise was broken, or None; and a note on how the run ended.
    """
    code, printed = run_short(change, change.copy(index), short)
    fault, note = ending_fault(change, index, code, printed, may_die=may_die)
    return fault or rerun_fault(change, index), note


def sufficient(limit: Callable[[int], RunShort], change: Change, index: Path, first: int) -> int:
    """Return a number with which a run succeeds, at most twice the least one if that is above `first`."""
    number = first
    while run_short(change, change.copy(index), limit(number))[0] != 0:
        number *= 2
    return number
