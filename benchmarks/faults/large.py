"""Reads files of every form as large as bisearch accepts, and larger ones, and measures the memory that this takes."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

import bisearch
from benchmarks.faults.children import TIME_LIMIT
from benchmarks.faults.large_files import LARGE_FILES
from benchmarks.faults.outcome import Outcome
from bisearch.decoding import MAX_DOCUMENT_BYTES
from bisearch.sources.limits import MAX_TEXT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from random import Random

    from benchmarks.faults.large_files import LargeFile

# The memory that reading may take beyond that of reading a short file, in largest documents.
MOST_TIMES = 6
MOST_MEMORY = MOST_TIMES * MAX_DOCUMENT_BYTES
# Characters of the text of each file: a few; nearly as many as one text may have; more, up to far too many.
SHORT, LARGEST, TOO_LARGE = 100, MAX_TEXT - 100_000, (2 * MAX_TEXT, 17_000_000, 60_000_000)
# Characters of files with a document in each record, which take long to read, and are as large as a disk allows.
RECORDS = 500_000
_OF_RECORDS = "records", "rows"
# Reads a file, or indexes it, and prints the peak memory of its process in KiB, and how it ended.
_READ = """
import sys
from pathlib import Path
from bisearch.sources.reading import read
errors = []
found = sum(1 for _ in read([Path(sys.argv[1])], on_error=errors.append))
print(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1])
print(found)
print("; ".join(map(str, errors)))
"""
_INDEX = """
import sys
from bisearch.cli.main import main
sys.argv = ["bisearch", "index", sys.argv[1], "--index", sys.argv[2], "--jobs", "1"]
code = main()
print(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1])
print(0 if code else 1)
"""


class Run(NamedTuple):
    """How a process ended.

    Attributes:
        peak: the most memory that it held, in bytes.
        found: the number of documents.
        message: the errors.
    """

    peak: int
    found: int
    message: str


def run(folder: Path, engine: str, count: int, random: Random) -> list[Outcome]:
    """Read the files of `count` forms in all sizes, and index one that is accepted and one that is refused."""
    reading = Outcome(
        "files of every form as large as may be, and larger",
        f"read, or refused in one line, in at most {MOST_MEMORY >> 20} MiB, {MOST_TIMES} times the largest document",
        engine,
    )
    worst: tuple[float, str] = (0, "")
    ratio: tuple[float, str] = (0, "")
    kinds = LARGE_FILES if count >= len(LARGE_FILES) else random.sample(LARGE_FILES, count)
    for kind in kinds:
        base = _measured(kind, SHORT, folder)[0].peak
        for characters in (RECORDS,) if kind.name.startswith(_OF_RECORDS) else (LARGEST, *TOO_LARGE):
            found, size = _measured(kind, characters, folder)
            memory = found.peak - base
            text = f"{kind.name} of {characters:,} characters"
            reading.count(fault(found, memory, text), "read" if found.found else "refused")
            worst = max(worst, (memory, text))
            if found.found and characters == LARGEST:
                ratio = max(ratio, (memory / size, text))
    reading.remarks.append(f"the most memory {worst[0] / 2**20:,.0f} MiB ({worst[1]})")
    reading.remarks.append(f"the most of an accepted file {ratio[0]:.1f} times its size ({ratio[1]})")
    return [reading, _indexed(folder, engine)]


def _measured(kind: LargeFile, characters: int, folder: Path) -> tuple[Run, int]:
    """Return how reading a file ended, and the size of the file in bytes."""
    path = kind.write(folder, characters)
    try:
        return _result(_READ, [str(path)]), path.stat().st_size
    finally:
        path.unlink()


def _result(code: str, arguments: Sequence[str]) -> Run:
    """Run some code in a process of its own; its memory does not count that of this one."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True, encoding="utf-8", errors="replace", timeout=TIME_LIMIT * 5, check=False,
    )  # fmt: skip
    lines = done.stdout.split("\n")
    if done.returncode or len(lines) < 2:
        return Run(0, 0, f"{done.stdout}{done.stderr}\nexit code {done.returncode}")
    numbers = [line for line in lines if line.isdigit()]
    return Run(1024 * int(numbers[0]), int(numbers[1]), (done.stderr + "\n".join(lines[2:])).strip())


def fault(found: Run, memory: int, text: str) -> str | None:
    """Return how reading broke the promise; None if it held."""
    if memory > MOST_MEMORY:
        return f"{memory >> 20:,} MiB: {text}"
    if not found.peak or (not found.found and (not found.message or "\n" in found.message)):
        return f"{found.message or 'no reason'}: {text}"
    return None


def _indexed(folder: Path, engine: str) -> Outcome:
    """Index the largest text into an index, and one that is refused, which must leave the index unchanged."""
    promise = f"at most {MOST_MEMORY >> 20} MiB; a file that is refused leaves the index unchanged"
    outcome = Outcome("the largest text is indexed, a larger one refused", promise, engine)
    kind = LARGE_FILES[0]
    short, index = folder / "short", folder / "large-index"
    short.mkdir()
    path = kind.write(short, SHORT)
    bisearch.build([path], index, bisearch.BuildOptions(engine=engine, jobs=1))
    base = _result(_INDEX, [str(path), str(folder / "other")]).peak
    for characters in (TOO_LARGE[-1], LARGEST):
        before = (index / "manifest.json").read_bytes()
        found = _result(_INDEX, [str(kind.write(folder, characters)), str(index)])
        is_unchanged = (index / "manifest.json").read_bytes() == before
        broken = None
        if found.peak - base > MOST_MEMORY:
            broken = f"{(found.peak - base) >> 20:,} MiB"
        elif is_unchanged != (characters > MAX_TEXT):
            broken = f"{characters:,} characters: {found.message}"
        outcome.count(broken, "unchanged" if is_unchanged else "indexed")
        outcome.remarks.append(f"{characters:,} characters {(found.peak - base) >> 20:,} MiB")
    outcome.failures += [f"at the end: {line}" for line in bisearch.check(index)]
    return outcome
