"""A process that indexes is killed at random moments, as by a power cut of the process: SIGKILL, nothing cleaned up."""

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

# Runs whose length says when to kill.
MEASURED = 5


def run(folder: Path, engine: str, count: int, random: Random) -> Outcome:
    """Kill `count` runs, each at a moment drawn evenly from the whole run."""
    outcome = Outcome(
        "SIGKILL at a random moment of indexing",
        "the committed state or the new one, whole; the rerun completes and leaves nothing over",
        engine,
    )
    change = prepare(folder, engine)
    index = folder / "index"
    length = statistics.median(_killed(change, change.copy(index), None)[1] for _ in range(MEASURED))
    while outcome.tried < count:
        was_killed, _ = _killed(change, change.copy(index), random.uniform(0, length))
        if not was_killed:
            continue  # this run was shorter than most, and had ended before
        is_new = state_fault(index, change.after) is None
        fault = None if is_new else state_fault(index, change.before)
        outcome.count(fault or rerun_fault(change, index), "left the new state" if is_new else "left the old state")
    return outcome


def _killed(change: Change, index: Path, after: float | None) -> tuple[bool, float]:
    """Make a change in a process that is killed after so many seconds; tell whether it was, and how long it ran."""
    child = Child(change.arguments(index))
    began = time.monotonic()
    child.go()
    if after is not None:
        time.sleep(after)
        os.kill(child.pid, signal.SIGKILL)
    code, _ = child.wait()
    return code == -signal.SIGKILL, time.monotonic() - began
