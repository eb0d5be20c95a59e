"""Indexing on the command line is interrupted at random moments: Ctrl-C and SIGTERM."""

from __future__ import annotations

import signal
import statistics
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from benchmarks.faults.outcome import Outcome
from benchmarks.faults.states import Change, prepare, rerun_fault, state_fault

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

MEASURED = 3
PATIENCE = 60
# Shorter than this the interpreter itself is starting, and a signal ends it as it ends any program.
STARTING = 0.05


def run(folder: Path, engine: str, count: int, random: Random) -> list[Outcome]:
    """Send each signal `count` times, at moments drawn evenly from the whole run, its start and end included."""
    change = prepare(folder, engine)
    index = folder / "index"
    length = statistics.median(_length(change, change.copy(index)) for _ in range(MEASURED))
    outcomes = []
    for number, name in ((signal.SIGINT, "Ctrl-C"), (signal.SIGTERM, "SIGTERM")):
        outcome = Outcome(
            f"{name} at a random moment of bisearch index",
            f"exit code {128 + number}, one line, no traceback; the committed state or the new one",
            engine,
        )
        while outcome.tried < count:
            code, stderr, seconds = _interrupted(change, change.copy(index), number, random.uniform(STARTING, length))
            if seconds is not None:  # else it was shorter than most, and had ended before the signal
                outcome.count(*_judged(change, index, code, stderr, number))
        outcomes.append(outcome)
    return outcomes


def _judged(change: Change, index: Path, code: int, stderr: str, number: int) -> tuple[str | None, str | None]:
    if code == -number:
        note = "before the interpreter was up"
    elif code == 0:
        note = "was ending anyway"
    elif code == 128 + number:
        note = "interrupted"
    else:
        return f"exit code {code}: {stderr[-300:]}", None
    if "Traceback" in stderr or len(stderr.splitlines()) > 2:
        return f"exit code {code}, but: {stderr[-300:]}", None
    fault = state_fault(index, change.before, change.after) or rerun_fault(change, index)
    return fault, note


def _length(change: Change, index: Path) -> float:
    _, _, seconds = _interrupted(change, index, None, None)
    return seconds or 0.0


def _interrupted(change: Change, index: Path, number: int | None, at: float | None) -> tuple[int, str, float | None]:
    """Return the exit code, what was printed, and the length of the run; None where it ended before the signal."""
    command = [sys.executable, "-m", "bisearch", *change.arguments(index)]
    began = time.monotonic()
    process = subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        preexec_fn=_heed_interrupts,  # noqa: PLW1509 -- there are no threads
    )
    if number is not None and at is not None:
        time.sleep(at)
    is_over = process.poll() is not None
    if number is not None:
        process.send_signal(number)
    _, stderr = process.communicate(timeout=PATIENCE)
    return process.returncode, stderr, None if is_over else time.monotonic() - began


def _heed_interrupts() -> None:
    """Undo what a shell does to what runs in its background: there Ctrl-C is ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
