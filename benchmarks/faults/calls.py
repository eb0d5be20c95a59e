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
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.faults.outcome import Outcome
from benchmarks.faults.states import Change, prepare, rerun_fault, state_fault

if TYPE_CHECKING:
    from pathlib import Path

ERRORS = ("ENOSPC", "EIO", "EACCES")
CALLS = (
    "openat", "write", "pwrite64", "writev", "pwritev", "ftruncate", "fallocate", "sendfile", "copy_file_range",
    "fsync", "fdatasync", "msync", "rename", "renameat", "renameat2", "link", "linkat", "symlink", "unlink", "unlinkat",
    "mkdir", "mkdirat", "rmdir", "chmod", "fchmod", "fchmodat", "utimensat",
)  # fmt: skip
_LINE = re.compile(r"(\d+) +(\w+)\((.*)")
_INJECTED = re.compile(r"\d+ +\w+\((.*)\(INJECTED")
_TRACEBACK = "Traceback (most recent call last)"
_TIMEOUT = 120


@dataclass(frozen=True, slots=True)
class Call:
    """The `number`-th system call of that name in its thread, from 1."""

    name: str
    number: int


def is_available() -> bool:
    """Tell whether strace is here and may trace."""
    if shutil.which("strace") is None:
        return False
    return subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True, check=False).returncode == 0


def run(folder: Path, engine: str, count: int | None) -> list[Outcome]:
    """Have every call fail, the errors taking turns, and kill the process at every call.

    Args:
        folder: to work in.
        engine: of the index.
        count: of calls, taken evenly over the run; None takes all.
    """
    change = prepare(folder, engine)
    index = folder / "index"
    calls = _calls(change, index)
    chosen = calls if count is None else [calls[place * len(calls) // count] for place in range(min(count, len(calls)))]
    failing = Outcome(
        f"a write, sync, rename or other call of indexing fails, with {' or '.join(ERRORS)} ({engine})",
        "a clear error or success; the committed state or the new one, whole; the rerun completes",
    )
    for place, call in enumerate(chosen):
        failing.count(*_failed(change, index, call, ERRORS[place % len(ERRORS)]))
    killed = Outcome(
        f"SIGKILL at each such call ({engine})",
        "the committed state or the new one, whole; the rerun completes and leaves nothing over",
    )
    for call in chosen:
        killed.count(*_killed(change, index, call))
    return [failing, killed]


def _calls(change: Change, index: Path) -> list[Call]:
    """Return the calls that write to the index, by a run in which nothing fails."""
    log = _traced(change, index, ["-e", f"trace={_filter()}"])[1]
    counts: dict[tuple[str, str], int] = {}
    found: dict[Call, None] = {}
    for line in log.splitlines():
        match = _LINE.match(line)
        if match is None:
            continue
        thread, name, arguments = match.groups()
        counts[thread, name] = counts.get((thread, name), 0) + 1
        if str(index) in arguments and (name != "openat" or "O_RDONLY" not in arguments or "O_CREAT" in arguments):
            found[Call(name, counts[thread, name])] = None
    return list(found)


def _filter() -> str:
    """Return the calls in strace's form; those that this machine's kernel does not have are passed over."""
    return ",".join(f"?{name}" for name in CALLS)


def _failed(change: Change, index: Path, call: Call, error: str) -> tuple[str | None, str | None]:
    """Return what went wrong, and how the run ended."""
    what = f"{call.name} {call.number} {error}"
    injection = ["-e", f"trace={_filter()}", "-e", f"inject={call.name}:error={error}:when={call.number}"]
    done, log = _traced(change, index, injection)
    match = _INJECTED.search(log)
    if match is None or str(index) not in match.group(1):
        return None, "met nothing of the index"
    if _TRACEBACK in done.stderr:
        return f"{what}: a traceback: {done.stderr.splitlines()[-1]}", None
    if done.returncode not in {0, 3}:
        return f"{what}: exit code {done.returncode}: {done.stderr}", None
    if done.returncode == 3 and not done.stderr.startswith("bisearch: "):
        return f"{what}: no clear error: {done.stderr}", None
    states = (change.after,) if done.returncode == 0 else (change.before, change.after)
    fault = state_fault(index, *states) or rerun_fault(change, index)
    return (
        f"{what}: {fault}" if fault else None
    ), "succeeded all the same" if done.returncode == 0 else "told as an error"


def _killed(change: Change, index: Path, call: Call) -> tuple[str | None, str | None]:
    injection = ["-e", f"trace={_filter()}", "-e", f"inject={call.name}:signal=KILL:when={call.number}"]
    done, _ = _traced(change, index, injection)
    if done.returncode == 0:
        return None, "met nothing"
    fault = state_fault(index, change.before, change.after) or rerun_fault(change, index)
    return (f"{call.name} {call.number}: {fault}" if fault else None), None


def _traced(change: Change, index: Path, options: list[str]) -> tuple[subprocess.CompletedProcess[str], str]:
    change.copy(index)
    log = index.with_name("strace.log")
    traced = ["strace", "-f", "-y", "-s", "4096", "-o", str(log), *options]
    command = [*traced, sys.executable, "-m", "bisearch", *change.arguments(index)]
    environment = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        command, capture_output=True, encoding="utf-8", errors="replace", env=environment, check=False, timeout=_TIMEOUT
    )
    return done, log.read_text(encoding="utf-8", errors="replace")
