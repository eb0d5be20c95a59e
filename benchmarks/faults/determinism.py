"""Indexes the same sources under different hash seeds, in different orders and with different numbers of processes.

Hits, order and scores must stay the same, both for an index built in one run and for one built in two.
"""

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

# Number of documents, the shortest ones: each try indexes them several times in fresh processes.
DOCUMENTS = 6
# Number of documents in the first of two runs.
FIRST_RUN = 4
MAX_JOBS = 3
# The batches hold a document or two, so that few documents keep several processes busy.
_CODE = """
import sys
from pathlib import Path
import bisearch
from benchmarks.faults.states import digest
from bisearch.indexing import batches
batches.MIN_SIZE = batches.MIN_SIZE_TO_ALIGN = 4000
index, engine, jobs, first, *files = sys.argv[1:]
options = bisearch.BuildOptions(engine=engine, jobs=int(jobs))
for run, name in (([files], "one"), ([files[:int(first)], files], "two")):
    for paths in run:
        bisearch.build(paths, Path(index, name), options)
    print(digest(Path(index, name)))
"""


def run(folder: Path, engine: str, count: int, random: Random) -> Outcome:
    """Build `count` times and compare with an index built under hash seed 0, by one process, in order of file names."""
    outcome = Outcome(
        "a different hash seed, order of sources and number of processes; in one run and in two",
        "byte-identical hits, order and scores",
        engine,
    )
    sources = folder / "sources"
    sources.mkdir(parents=True)
    shortest = sorted(DEMO.glob("*.md"), key=lambda path: path.stat().st_size)[:DOCUMENTS]
    files = [str(shutil.copy(path, sources)) for path in sorted(shortest)]
    expected = _digests(folder / "index", engine, 0, 1, files)
    for _ in range(count):
        order = [
            *random.sample(files[:FIRST_RUN], FIRST_RUN),
            *random.sample(files[FIRST_RUN:], len(files) - FIRST_RUN),
        ]
        found = _digests(folder / "index", engine, random.randrange(1, 1 << 32), random.randint(1, MAX_JOBS), order)
        outcome.count(None if found == expected else "different hits, order or scores")
    return outcome


def _digests(index: Path, engine: str, seed: int, jobs: int, files: list[str]) -> str:
    """Return the digests of an index built in one run and of one built in two runs."""
    shutil.rmtree(index, ignore_errors=True)
    command = [sys.executable, "-c", _CODE, str(index), engine, str(jobs), str(FIRST_RUN), *files]
    environment = {**os.environ, "PYTHONHASHSEED": str(seed)}
    return subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout
