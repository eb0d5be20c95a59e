"""Kills an indexing process at random moments with SIGKILL, so that nothing is cleaned up."""

from __future__ import annotations

import os
import signal
import statistics
import time
from typing import TYPE_CHECKING

from benchmarks.faults.children import Child
from benchmarks.faults.outcome import Outcome
from benchmarks.faults.states import Change, prepare, rerun_fault, state_fault

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

# Runs that are timed to choose the moments.
TIMED_RUNS = 5


def run(folder: Path, engine: str, count: int, random: Random) -> Outcome:
    """Kill `count` runs, each at a uniformly random moment of the run."""
    outcome = Outcome(
        "SIGKILL at a random moment of indexing",
        "the committed state or the new one, complete; a rerun succeeds and leaves no stray files",
        engine,
    )
    change = prepare(folder, engine)
    index = folder / "index"
    length = statistics.median(_killed(change, change.copy(index), None)[1] for _ in range(TIMED_RUNS))
    while outcome.tried < count:
        was_killed, _ = _killed(change, change.copy(index), random.uniform(0, length))
        if not was_killed:
            continue  # the run ended before the signal
        is_new = state_fault(index, change.after) is None
        fault = None if is_new else state_fault(index, change.before)
        outcome.count(fault or rerun_fault(change, index), "left the new state" if is_new else "left the old state")
    return outcome


def _killed(change: Change, index: Path, after: float | None) -> tuple[bool, float]:
    """Make a change in a process, killed after `after` seconds; return whether it was killed, and its run time."""
    child = Child(change.arguments(index))
    began = time.monotonic()
    child.go()
    if after is not None:
        time.sleep(after)
        os.kill(child.pid, signal.SIGKILL)
    code, _ = child.wait()
    return code == -signal.SIGKILL, time.monotonic() - began
