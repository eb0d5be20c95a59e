"""Interrupts indexing on the command line at random moments with Ctrl-C and SIGTERM."""

from __future__ import annotations

import signal
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.faults.outcome import Outcome
from benchmarks.faults.states import Change, prepare, rerun_fault, state_fault

if TYPE_CHECKING:
    from random import Random

TIMED_RUNS = 3
TIME_LIMIT = 60
# How often a process is asked whether it handles signals, in seconds.
POLL_INTERVAL = 0.002


def run(folder: Path, engine: str, count: int, random: Random) -> list[Outcome]:
    """Send each signal `count` times, at random moments of the run, from when the program handles it to the end."""
    change = prepare(folder, engine)
    index = folder / "index"
    length = statistics.median(_length(change, change.copy(index)) for _ in range(TIMED_RUNS))
    outcomes = []
    for number, name in ((signal.SIGINT, "Ctrl-C"), (signal.SIGTERM, "SIGTERM")):
        outcome = Outcome(
            f"{name} at a random moment of bisearch index",
            f"exit code {128 + number}, one line, no traceback; the committed state or the new one",
            engine,
        )
        while outcome.tried < count:
            code, stderr, seconds = _interrupted(change, change.copy(index), number, random.uniform(0, length))
            if seconds is not None:  # else it ended before the signal
                outcome.count(*_judged(change, index, code, stderr, number))
        outcomes.append(outcome)
    return outcomes


def _judged(change: Change, index: Path, code: int, stderr: str, number: int) -> tuple[str | None, str | None]:
    if code == 0:
        note = "finished anyway"
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
    """Return the exit code, standard error and run time of a run; the time is None if it ended before the signal."""
    command = [sys.executable, "-m", "bisearch", *change.arguments(index)]
    process = subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        preexec_fn=_reset_interrupts,  # noqa: PLW1509 -- there are no threads
    )
    _await_handlers(process)
    began = time.monotonic()
    if number is not None and at is not None:
        time.sleep(at)
    is_over = process.poll() is not None
    if number is not None:
        process.send_signal(number)
    _, stderr = process.communicate(timeout=TIME_LIMIT)
    return process.returncode, stderr, None if is_over else time.monotonic() - began


def _await_handlers(process: subprocess.Popen[str]) -> None:
    """Wait until a process handles SIGTERM, unless it ends before; until then a signal ends it like any program."""
    while process.poll() is None:
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
        caught = next(line for line in status.splitlines() if line.startswith("SigCgt:"))
        if int(caught.split()[1], 16) >> (signal.SIGTERM - 1) & 1:
            return
        time.sleep(POLL_INTERVAL)


def _reset_interrupts() -> None:
    """Handle Ctrl-C again, which a shell makes its background processes ignore."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
