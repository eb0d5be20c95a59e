"""Kills an indexing process with SIGKILL, so that nothing is cleaned up: at any moment, and around its commit."""

from __future__ import annotations

import os
import signal
import statistics
import time
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.faults.children import AFTER_COMMIT, BEFORE_COMMIT, Child, report_commit
from benchmarks.faults.outcome import Outcome
from benchmarks.faults.states import Change, prepare, rerun_fault, state_fault

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

# Runs that are timed to choose the moments.
TIMED_RUNS = 3
# The moment that a run starts, beside those that it reports.
START = b"\x00"


class _Timed(NamedTuple):
    """The times of a run in seconds: to its commit, from right before the commit to right after it, and to its end."""

    start: float
    commit: float
    end: float


def run(folder: Path, engine: str, count: int, random: Random) -> list[Outcome]:
    """Kill `count` runs at uniformly random moments, and as often around the commit."""
    change = prepare(folder, engine)
    index = folder / "index"
    runs = [_timed(change, index) for _ in range(TIMED_RUNS)]
    start, commit, end = (statistics.median(times) for times in zip(*runs, strict=True))
    anywhere = _outcome("SIGKILL at a random moment of indexing", engine)
    while anywhere.tried < count:
        _try(anywhere, change, index, START, random.uniform(0, start + commit + end))
    around = _outcome("SIGKILL around the commit of indexing", engine)
    moments = [(BEFORE_COMMIT, commit), (AFTER_COMMIT, end)]
    while around.tried < count:
        moment, length = moments[around.tried % 2]
        _try(around, change, index, moment, random.uniform(0, length))
    return [anywhere, around]


def _outcome(fault: str, engine: str) -> Outcome:
    promise = "the committed state or the new one, complete; a rerun succeeds and leaves no stray files"
    return Outcome(fault, promise, engine)


def _try(outcome: Outcome, change: Change, index: Path, moment: bytes, after: float) -> None:
    """Kill a run some seconds after a moment, and count it unless it ended before."""
    child = Child(change.arguments(change.copy(index)), report_commit)
    began = time.monotonic()
    child.go()
    if moment == START:
        child.go()  # it need not wait before its commit
    else:
        child.await_byte(BEFORE_COMMIT)
        began = time.monotonic()
        child.go()
    if moment == AFTER_COMMIT:
        child.await_byte(AFTER_COMMIT)
        began = time.monotonic()
    time.sleep(max(0.0, began + after - time.monotonic()))
    os.kill(child.pid, signal.SIGKILL)
    if child.wait()[0] == -signal.SIGKILL:
        judge(outcome, change, index)


def judge(outcome: Outcome, change: Change, index: Path) -> None:
    """Count a run that was killed or that failed, by the state of its index."""
    is_new = state_fault(index, change.after) is None
    fault = None if is_new else state_fault(index, change.before)
    outcome.count(fault or rerun_fault(change, index), "left the new state" if is_new else "left the old state")


def _timed(change: Change, index: Path) -> _Timed:
    child = Child(change.arguments(change.copy(index)), report_commit)
    began = time.monotonic()
    child.go()
    child.await_byte(BEFORE_COMMIT)
    waited = time.monotonic()
    child.go()
    child.await_byte(AFTER_COMMIT)
    committed = time.monotonic()
    child.wait()
    return _Timed(waited - began, committed - waited, time.monotonic() - committed)
