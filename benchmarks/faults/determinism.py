"""The same sources are indexed under other hash seeds, in another order and by other numbers of processes.

Hits, order and scores must be the same, of an index built in one run and of one built in two.
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

# The shortest documents, since each time they are indexed thrice, by fresh processes.
DOCUMENTS = 6
# The first run of two indexes so many of them.
FIRST = 4
MAX_JOBS = 3
# Batches of a document or two, so that small sources keep several processes busy.
_CODE = """
import sys
from pathlib import Path
import bisearch
from benchmarks.faults.states import digest
from bisearch import indexing
indexing.BATCH = indexing.BATCH_TO_ALIGN = 4000
index, engine, jobs, first, *files = sys.argv[1:]
options = bisearch.BuildOptions(engine=engine, jobs=int(jobs))
for run, name in (([files], "one"), ([files[:int(first)], files], "two")):
    for paths in run:
        bisearch.build(paths, Path(index, name), options)
    print(digest(Path(index, name)))
"""


def run(folder: Path, engine: str, count: int, random: Random) -> Outcome:
    """Build `count` times and compare; the first time under hash seed 0, by one process, in the order of the names."""
    outcome = Outcome(
        "another hash seed, sources in another order, another number of processes; in one run and in two",
        "byte-identical hits, order and scores",
        engine,
    )
    sources = folder / "sources"
    sources.mkdir(parents=True)
    shortest = sorted(DEMO.glob("*.md"), key=lambda path: path.stat().st_size)[:DOCUMENTS]
    files = [str(shutil.copy(path, sources)) for path in sorted(shortest)]
    expected = _digests(folder / "index", engine, 0, 1, files)
    for _ in range(count):
        order = [*random.sample(files[:FIRST], FIRST), *random.sample(files[FIRST:], len(files) - FIRST)]
        found = _digests(folder / "index", engine, random.randrange(1, 1 << 32), random.randint(1, MAX_JOBS), order)
        outcome.count(None if found == expected else "other hits, another order or other scores")
    return outcome


def _digests(index: Path, engine: str, seed: int, jobs: int, files: list[str]) -> str:
    """Return the digests of an index built in one run and of one built in two."""
    shutil.rmtree(index, ignore_errors=True)
    command = [sys.executable, "-c", _CODE, str(index), engine, str(jobs), str(FIRST), *files]
    environment = {**os.environ, "PYTHONHASHSEED": str(seed)}
    return subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout
