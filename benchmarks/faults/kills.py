"""A process that indexes is killed at random moments, as by a power cut of the process: SIGKILL, nothing cleaned up."""

from __future__ import annotations

import os
import signal
import statistics
import sys
import time
from typing import TYPE_CHECKING

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
        f"SIGKILL at a random moment of indexing ({engine})",
        "the committed state or the new one, whole; the rerun completes and leaves nothing over",
    )
    change = prepare(folder, engine)
    index = folder / "index"
    length = statistics.median(_killed(change, change.copy(index), None)[1] for _ in range(MEASURED))
    while outcome.tried < count:
        at = random.uniform(0, length)
        ended, _ = _killed(change, change.copy(index), at)
        if ended:
            continue  # this run was shorter than most; nothing was killed
        is_new = state_fault(index, change.after) is None
        fault = None if is_new else state_fault(index, change.before)
        outcome.count(fault or rerun_fault(change, index), "left the new state" if is_new else "left the old state")
    return outcome


def _killed(change: Change, index: Path, after: float | None) -> tuple[bool, float]:
    """Make a change in a process of its own, killed after so many seconds; return if it ended before, and its length.

    The process is forked from this one, whose modules are loaded, so that the moments fall on indexing itself.
    """
    sys.stdout.flush()
    began = time.monotonic()
    child = os.fork()
    if child == 0:
        change.build(index)
        os._exit(0)
    if after is not None:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFEXITED(status), time.monotonic() - began
