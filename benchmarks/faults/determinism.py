"""The same sources are indexed with other hash seeds and in another order; hits, order and scores must be the same."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from benchmarks.faults.outcome import Outcome
from benchmarks.faults.states import DEMO

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

DOCUMENTS = 10
_CODE = """
import sys
import bisearch
from benchmarks.faults.states import digest
bisearch.build(sys.argv[3:], sys.argv[1], bisearch.BuildOptions(engine=sys.argv[2]))
print(digest(sys.argv[1]))
"""


def run(folder: Path, engine: str, count: int, random: Random) -> Outcome:
    """Build `count` times and compare; the first order is that of the names, under hash seed 0."""
    outcome = Outcome("another hash seed, sources in another order", "byte-identical hits, order and scores", engine)
    sources = folder / "sources"
    sources.mkdir(parents=True)
    files = [shutil.copy(path, sources) for path in sorted(DEMO.glob("*.md"))[:DOCUMENTS]]
    expected = _digest(folder / "first", engine, 0, [str(path) for path in files])
    for number in range(count):
        order = [str(path) for path in files]
        random.shuffle(order)
        found = _digest(folder / f"index-{number}", engine, random.randrange(1, 1 << 32), order)
        shutil.rmtree(folder / f"index-{number}")
        outcome.count(None if found == expected else "other hits, another order or other scores")
    return outcome


def _digest(index: Path, engine: str, seed: int, files: list[str]) -> str:
    command = [sys.executable, "-c", _CODE, str(index), engine, *files]
    environment = {**os.environ, "PYTHONHASHSEED": str(seed)}
    return subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout
