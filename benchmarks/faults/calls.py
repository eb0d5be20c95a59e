"""Makes each system call by which indexing changes the disk fail in turn, or kills the process at it.

strace injects the faults (``strace --inject``), so that they hit Python, SQLite and native engines alike: a call fails
with "no space left", "input/output error" or "permission denied" and has no effect, or the process is killed at it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from benchmarks.faults.children import Child
from benchmarks.faults.outcome import Outcome
from benchmarks.faults.states import Change, prepare, rerun_fault, state_fault

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

ERRORS = ("ENOSPC", "EIO", "EACCES")
CALLS = (
    "openat", "write", "pwrite64", "writev", "pwritev", "ftruncate", "fallocate", "sendfile", "copy_file_range",
    "fsync", "fdatasync", "msync", "rename", "renameat", "renameat2", "link", "linkat", "symlink", "unlink", "unlinkat",
    "mkdir", "mkdirat", "rmdir", "chmod", "fchmod", "fchmodat", "utimensat",
)  # fmt: skip
# With the question mark, strace ignores calls that this kernel does not have.
_TRACE = ",".join(f"?{name}" for name in CALLS)
_LINE = re.compile(r"(\d+) +(\w+)\((.*)")
_INJECTED = re.compile(r"\d+ +\w+\((.*)\(INJECTED")
_T = TypeVar("_T")
_TRACEBACK = "Traceback (most recent call last)"
# Runs until a call is made: a native engine's threads divide the work differently each time.
ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Call:
    """The `number`-th system call of this name in its thread, counted from 1."""

    name: str
    number: int


@dataclass(frozen=True, slots=True)
class Traced:
    """A run under strace.

    Attributes:
        code: exit code; the negative signal number if a signal killed the run.
        printed: its output.
        log: strace's log.
    """

    code: int
    printed: str
    log: str


def is_available() -> bool:
    """Return whether strace is installed and permitted to trace."""
    if shutil.which("strace") is None:
        return False
    return subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True, check=False).returncode == 0


def run(folder: Path, engine: str, count: int | None) -> list[Outcome]:
    """Make every call fail with every error, and kill the process at every call.

    Args:
        folder: working folder.
        engine: engine of the index.
        count: number of failures and of kills, spread evenly over the run; None tries all.
    """
    change = prepare(folder, engine)
    index = folder / "index"
    calls = _calls(change, index)
    failing = Outcome(
        f"a write, sync, rename or other system call of indexing fails, with each of {', '.join(ERRORS)}",
        "a clear error or success; the committed state or the new one, complete; a rerun succeeds",
        engine,
    )
    for call, error in _spread([(call, error) for call in calls for error in ERRORS], count):
        _try(failing, change, index, call, error)
    killed = Outcome(
        "SIGKILL at each of these system calls",
        "the committed state or the new one, complete; a rerun succeeds and leaves no stray files",
        engine,
    )
    for call in _spread(calls, count):
        _try(killed, change, index, call, None)
    return [failing, killed]


def _spread(all_: Sequence[_T], count: int | None) -> Sequence[_T]:
    if count is None or count >= len(all_):
        return all_
    return [all_[place * len(all_) // count] for place in range(count)]


def _calls(change: Change, index: Path) -> list[Call]:
    """Return the calls that write to the index, recorded in a run without faults."""
    counts: dict[tuple[str, str], int] = {}
    found: dict[Call, None] = {}
    for line in _traced(change, index).log.splitlines():
        match = _LINE.match(line)
        if match is None:
            continue
        thread, name, arguments = match.groups()
        counts[thread, name] = counts.get((thread, name), 0) + 1
        if str(index) in arguments and (name != "openat" or "O_RDONLY" not in arguments or "O_CREAT" in arguments):
            found[Call(name, counts[thread, name])] = None
    return list(found)


def _try(outcome: Outcome, change: Change, index: Path, call: Call, error: str | None) -> None:
    """Count a run in which a call fails with `error`, or kills the process if `error` is None.

    The run is not counted if it does not make that call on the index.
    """
    action = f"error={error}" if error else "signal=KILL"
    for _ in range(ATTEMPTS):
        done = _traced(change, index, f"inject={call.name}:{action}:when={call.number}")
        if error is None and done.code < 0:
            fault = state_fault(index, change.before, change.after) or rerun_fault(change, index)
            note = None
        elif error is not None and any(str(index) in made for made in _INJECTED.findall(done.log)):
            fault, note = _failed(change, index, done)
        else:
            continue
        outcome.count(f"{call.name} {call.number} {error or 'SIGKILL'}: {fault}" if fault else None, note)
        return


def _failed(change: Change, index: Path, done: Traced) -> tuple[str | None, str | None]:
    """Return the fault of a run in which a call failed, if any, and a note on how it ended."""
    if _TRACEBACK in done.printed:
        return f"a traceback: {done.printed.splitlines()[-1]}", None
    if done.code not in {0, 3}:
        return f"exit code {done.code}: {done.printed}", None
    if done.code == 3 and not done.printed.startswith("bisearch: "):
        return f"no clear error: {done.printed}", None
    states = (change.after,) if done.code == 0 else (change.before, change.after)
    fault = state_fault(index, *states) or rerun_fault(change, index)
    return fault, "succeeded anyway" if done.code == 0 else "reported as an error"


def _traced(change: Change, index: Path, *expressions: str) -> Traced:
    """Make a change on the command line under strace.

    Args:
        change: the change.
        index: where to put a fresh copy of the committed index.
        expressions: strace expressions in addition to tracing `CALLS`.
    """
    change.copy(index)
    log = index.with_name("strace.log")
    child = Child(change.arguments(index))
    options = [each for expression in (f"trace={_TRACE}", *expressions) for each in ("-e", expression)]
    command = ["strace", "-f", "-y", "-s", "4096", "-o", str(log), *options, "-p", str(child.pid)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as strace:
        assert strace.stderr is not None  # noqa: S101 -- for the type checker: it was asked for
        first_line = strace.stderr.readline()
        child.go()
        code, printed = child.wait()
        if "attached" not in first_line:
            raise RuntimeError(first_line)
    return Traced(code, printed, log.read_text("utf-8", "replace"))
