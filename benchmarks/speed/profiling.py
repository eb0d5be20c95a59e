"""Shows where the time goes: indexing and searching by module, start-up by the modules it loads.

pyinstrument samples the call stack. The time of a library counts for the module of bisearch that called it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import bisearch
from benchmarks.speed.corpus import sentence_pairs, write_corpus
from benchmarks.speed.measuring import command_cpu
from benchmarks.speed.run import ask, build, queries_for
from bisearch.analysis.form_table import FormTable
from bisearch.analysis.lemmatizer import Lemmatizer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

PACKAGE = Path(bisearch.__file__).parent
QUERIES = 20
# Modules below this share are summed up as "others".
MIN_SHARE = 0.02
# Packages that are listed by name in the start-up table; other modules count as Python's.
PACKAGES = ("bisearch", "click", "whoosh", "tantivy", "rapidfuzz")
# A module's loading time is the minimum over this many starts.
STARTS = 9
# Seconds between samples of the call stack.
SAMPLING_INTERVAL = 0.001


def run(data: Path, size: int, engine: str, folder: Path) -> dict[str, dict[str, float]]:
    """Profile indexing in one process and one round of searches.

    Args:
        data: folder of XQuAD-R.
        size: number of passages.
        engine: name of the engine.
        folder: an empty working folder.

    Returns:
        For `indexing` and `searching`, seconds by module; for `start`, seconds by package and activity.
    """
    pairs = sentence_pairs(data)
    write_corpus(pairs, size, folder / "aligned.jsonl", aligned=True)
    queries = queries_for(pairs, size, FormTable(None, Lemmatizer()), QUERIES)
    indexing = _profiled(lambda: build(folder / "aligned.jsonl", folder / "index", engine, jobs=1))
    with bisearch.open(folder / "index") as opened:
        searching = _profiled(lambda: [ask(opened, query) for query in queries])
    word = next(query.text for query in queries if query.kind == "word")
    return {"indexing": indexing, "searching": searching, "start": starting(folder / "index", word)}


def starting(index: Path, word: str) -> dict[str, float]:
    """Return the CPU seconds of `bisearch search` from the shell: Python, modules by package, and the rest."""
    arguments = ["-m", "bisearch", "search", "--index", str(index), word]
    spent = {"Python alone": command_cpu([sys.executable, "-c", "pass"]) / 1000}
    started_with = set(loaded(["-c", "pass"]))
    least: dict[str, float] = {}
    for _ in range(STARTS):
        for module, seconds in loaded(arguments).items():
            if module not in started_with:
                least[module] = min(seconds, least.get(module, seconds))
    for module, seconds in least.items():
        package = module.partition(".")[0]
        name = f"modules of {package if package in PACKAGES else 'Python'}"
        spent[name] = spent.get(name, 0.0) + seconds
    whole = command_cpu([sys.executable, *arguments]) / 1000
    spent["opening, searching, printing"] = max(0.0, whole - sum(spent.values()))
    return spent


def loaded(arguments: Sequence[str]) -> dict[str, float]:
    """Return the loading time in seconds of each module that a Python command loads, without its own imports."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-X", "importtime", *arguments]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, check=True)
    found = {}
    for line in done.stderr.splitlines():
        columns = line.removeprefix("import time:").split("|")
        if len(columns) == 3 and columns[0].strip().isdecimal():
            found[columns[2].strip()] = int(columns[0]) / 1_000_000
    return found


def table(report: Mapping[str, Mapping[str, float]]) -> str:
    """Return a Markdown table for each activity: the modules that take most of the time, and their shares."""
    parts = []
    for work, seconds in report.items():
        total = sum(seconds.values())
        shown = [(name, taken) for name, taken in seconds.items() if taken >= MIN_SHARE * total]
        shown.sort(key=lambda item: -item[1])
        rows = [f"| {name} | {taken / total:.0%} |" for name, taken in shown]
        rest = total - sum(taken for _, taken in shown)
        parts.append("\n".join([f"| {work} | share |", "| --- | --- |", *rows, f"| others | {rest / total:.0%} |"]))
    return "\n\n".join(parts) + "\n"


def _profiled(work: Callable[[], object]) -> dict[str, float]:
    from pyinstrument import Profiler  # noqa: PLC0415 -- comes with the extra bench; tests run without it

    profiler = Profiler(interval=SAMPLING_INTERVAL, async_mode="disabled")
    with profiler:
        work()
    session = profiler.last_session
    assert session is not None  # noqa: S101 -- it was run
    return by_module(
        ([identifier.split("\0")[1] for identifier in stack if "\0" in identifier], seconds)
        for stack, seconds in session.frame_records
    )


def by_module(samples: Iterable[tuple[Sequence[str], float]]) -> dict[str, float]:
    """Return the seconds spent in each module of the package and in the libraries it called.

    Args:
        samples: for each sample the source files on the call stack, outermost first, and its seconds.
    """
    spent: defaultdict[str, float] = defaultdict(float)
    for files, seconds in samples:
        inside = [path for path in map(Path, files) if path.is_relative_to(PACKAGE)]
        if inside:
            spent[inside[-1].relative_to(PACKAGE).with_suffix("").as_posix()] += seconds
    return dict(spent)
