"""Every system call by which indexing changes the disk fails in turn, or is the last thing the process does.

strace injects the faults (``strace --inject``), so that they meet Python, SQLite and native engines alike: a call
returns "no space left", "input/output error" or "permission denied" without being done, or the process is killed as it
makes it.
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
# Those that this machine's kernel does not have are passed over.
_TRACE = ",".join(f"?{name}" for name in CALLS)
_LINE = re.compile(r"(\d+) +(\w+)\((.*)")
_INJECTED = re.compile(r"\d+ +\w+\((.*)\(INJECTED")
_T = TypeVar("_T")
_TRACEBACK = "Traceback (most recent call last)"
# A native engine's threads share the work as it comes; a call that a run does not make is sought in so many more.
ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Call:
    """The `number`-th system call of that name in its thread, from 1."""

    name: str
    number: int


@dataclass(frozen=True, slots=True)
class Traced:
    """A run that was traced.

    Attributes:
        code: its exit code, negative where a signal killed it.
        printed: what it printed.
        log: strace's.
    """

    code: int
    printed: str
    log: str


def is_available() -> bool:
    """Tell whether strace is here and may trace."""
    if shutil.which("strace") is None:
        return False
    return subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True, check=False).returncode == 0


def run(folder: Path, engine: str, count: int | None) -> list[Outcome]:
    """Have every call fail with every error, and kill the process at every call.

    Args:
        folder: to work in.
        engine: of the index.
        count: how many failures, and how many kills, spread evenly over the run; None tries all.
    """
    change = prepare(folder, engine)
    index = folder / "index"
    calls = _calls(change, index)
    failing = Outcome(
        f"a write, sync, rename or other call of indexing fails, with each of {', '.join(ERRORS)}",
        "a clear error or success; the committed state or the new one, whole; the rerun completes",
        engine,
    )
    for call, error in _spread([(call, error) for call in calls for error in ERRORS], count):
        _try(failing, change, index, call, error)
    killed = Outcome(
        "SIGKILL at each such call",
        "the committed state or the new one, whole; the rerun completes and leaves nothing over",
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
    """Return the calls that write to the index, by a run in which nothing fails."""
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
    """Count a run in which a call fails with an error or, with none, is the process's last.

    It does not count where the run does not make that call on the index.
    """
    what = f"error={error}" if error else "signal=KILL"
    for _ in range(ATTEMPTS):
        done = _traced(change, index, f"inject={call.name}:{what}:when={call.number}")
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
    """Return what is wrong with a run in which a call failed, and how it ended."""
    if _TRACEBACK in done.printed:
        return f"a traceback: {done.printed.splitlines()[-1]}", None
    if done.code not in {0, 3}:
        return f"exit code {done.code}: {done.printed}", None
    if done.code == 3 and not done.printed.startswith("bisearch: "):
        return f"no clear error: {done.printed}", None
    states = (change.after,) if done.code == 0 else (change.before, change.after)
    fault = state_fault(index, *states) or rerun_fault(change, index)
    return fault, "succeeded all the same" if done.code == 0 else "told as an error"


def _traced(change: Change, index: Path, *expressions: str) -> Traced:
    """Make a change on the command line under strace.

    Args:
        change: to be made.
        index: where a fresh copy of the committed index is put.
        expressions: what strace is to do besides tracing the calls that write.
    """
    change.copy(index)
    log = index.with_name("strace.log")
    child = Child(change.arguments(index))
    options = [each for expression in (f"trace={_TRACE}", *expressions) for each in ("-e", expression)]
    command = ["strace", "-f", "-y", "-s", "4096", "-o", str(log), *options, "-p", str(child.pid)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as strace:
        assert strace.stderr is not None  # noqa: S101 -- for the type checker: it was asked for
        said = strace.stderr.readline()
        child.go()
        code, printed = child.wait()
        if "attached" not in said:
            raise RuntimeError(said)
    return Traced(code, printed, log.read_text("utf-8", "replace"))
