"""A file system that locks as NFS does, and a process without memory: the messages say what the state is."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import bisearch

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs flock and limits of memory")

# flock as NFS emulates it: a lock of a range of bytes, which needs a file that is open for what the lock allows.
NFS = """
import errno, fcntl, os, pathlib, sys
def flock(file, operation):
    number = file if isinstance(file, int) else file.fileno()
    mode = fcntl.fcntl(number, fcntl.F_GETFL) & os.O_ACCMODE
    if (operation & fcntl.LOCK_EX and mode == os.O_RDONLY) or (operation & fcntl.LOCK_SH and mode == os.O_WRONLY):
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    return fcntl.lockf(number, operation)
fcntl.flock = flock
import bisearch
place = pathlib.Path(sys.argv[1])
for number in range(3):
    (place / f"a{number}.en.txt").write_text(f"The minister signed letter {number}.")
    bisearch.build([place / f"a{number}.en.txt"], place / "index", bisearch.BuildOptions(jobs=1, engine=sys.argv[2]))
    with bisearch.open(place / "index") as index:
        print(index.stats().generation, len(index))
"""
MEMORY = """
import pathlib, resource, sys
import bisearch
place, engine, more = pathlib.Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
options = bisearch.BuildOptions(jobs=1, engine=engine)
bisearch.build([place / "a.en.txt"], place / "index", options)
used = int(pathlib.Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
before = (place / "index" / "manifest.json").read_bytes()
resource.setrlimit(resource.RLIMIT_AS, (used + (more << 20),) * 2)
try:
    bisearch.build([place / "b.en.txt"], place / "index", options)
except (MemoryError, SystemError, bisearch.BisearchError) as error:
    print(type(error).__name__, (place / "index" / "manifest.json").read_bytes() == before)
"""


def run(code: str, *arguments: object, may_abort: bool = False) -> str:
    """Return what a program prints; nothing if it aborts where it may."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=200)
    if may_abort and done.returncode == -signal.SIGABRT:
        return ""
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_each_commit_is_reported_as_made_where_locks_are_those_of_nfs(tmp_path: Path, engine: str) -> None:
    assert run(NFS, tmp_path, engine).split("\n")[:3] == ["1 1", "2 2", "3 3"]
    assert bisearch.check(tmp_path / "index") == []


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
@pytest.mark.parametrize("mebibytes", [1, 30])
def test_an_index_is_unchanged_after_memory_ran_out(tmp_path: Path, engine: str, mebibytes: int) -> None:
    (tmp_path / "a.en.txt").write_text("The minister signed the letter.")
    (tmp_path / "b.en.txt").write_text(" ".join(f"Sentence {number} has raccoon{number}." for number in range(60_000)))
    # A thread of tantivy's aborts the process if it gets no memory for its own data.
    found = run(MEMORY, tmp_path, engine, mebibytes, may_abort=engine == "tantivy").split()
    if found:
        assert found[1] == "True", found
        # CPython raises SystemError where it gets no memory for a call.
        assert found[0] in {"MemoryError", "SystemError", "IndexWriteError", "WorkerError"}
    assert bisearch.check(tmp_path / "index") == []
    with bisearch.open(tmp_path / "index") as index:
        assert len(index) == 1
