"""Indexing and searching work where the system has no Unix locks, links, timers, scheduler or fork."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from bisearch.engines.registry import LOCAL_ENGINES

if TYPE_CHECKING:
    from pathlib import Path

WITHOUT_UNIX = """
import os, signal, sys
sys.modules["fcntl"] = None
for module, names in ((os, ("link", "sched_getaffinity", "fork")), (signal, ("SIGALRM", "setitimer"))):
    for name in names:
        if hasattr(module, name):
            delattr(module, name)
from bisearch.__main__ import main
main()
"""


def run(*args: object) -> subprocess.CompletedProcess[str]:
    # On Windows, filelock takes the system's own lock and does not warn.
    quiet = "ignore:only soft file lock is available:UserWarning"
    command = [sys.executable, "-W", quiet, "-c", WITHOUT_UNIX, *map(str, args)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=120)


@pytest.mark.parametrize("engine", LOCAL_ENGINES)
def test_index_and_search_work_without_unix_only_modules_and_calls(archive: Path, tmp_path: Path, engine: str) -> None:
    built = run("index", archive, "--engine", engine, "--index", tmp_path / "index")
    assert (built.returncode, built.stderr) == (0, "")
    assert "4 added" in built.stdout
    found = run("search", "--index", tmp_path / "index", "атомная energy")
    assert (found.returncode, found.stderr) == (0, "")
    assert "**атомной** **энергией**" in found.stdout
