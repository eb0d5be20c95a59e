"""Where the time goes: of an index's making and of searches in it by module, of the program's start by what it loads.

What a library or a built-in function takes is counted for whoever called it. A profiler makes every call dearer, so
that shares say more than seconds.
"""

from __future__ import annotations

import cProfile
import os
import pstats
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import bisearch
from benchmarks.speed.corpus import sentence_pairs, write_corpus
from benchmarks.speed.measuring import command_cpu
from benchmarks.speed.run import ask, build, drawn
from bisearch.analysis.form_table import FormTable
from bisearch.analysis.lemmatizer import Lemmatizer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    # A function as the profiler names it: file, line, name.
    Function = tuple[str, int, str]

PACKAGE = Path(bisearch.__file__).parent
QUERIES = 20
# Modules that take less than this share are shown as one.
LEAST = 0.02
# Packages whose modules a start is told of by name; the others are Python's own.
PACKAGES = ("bisearch", "click", "whoosh", "tantivy", "rapidfuzz")
# The least time of so many starts is a module's.
STARTS = 9
# Calls from library to library are followed so many times; what is left then is nobody's.
DEPTH = 30


def run(data: Path, size: int, engine: str, folder: Path) -> dict[str, dict[str, float]]:
    """Profile one process that makes an index and one round of searches in it.

    Args:
        data: folder of XQuAD-R.
        size: passages.
        engine: name of the engine.
        folder: an empty one.

    Returns:
        For `indexing` and `searching`, the seconds of each module; for `start`, those of what it loads and does.
    """
    pairs = sentence_pairs(data)
    write_corpus(pairs, size, folder / "aligned.jsonl", aligned=True)
    queries = drawn(pairs, size, FormTable(None, Lemmatizer()), QUERIES)
    indexing = _profiled(lambda: build(folder / "aligned.jsonl", folder / "index", engine, jobs=1))
    with bisearch.open(folder / "index") as opened:
        searching = _profiled(lambda: [ask(opened, query) for query in queries])
    word = next(query.text for query in queries if query.kind == "word")
    return {"indexing": indexing, "searching": searching, "start": starting(folder / "index", word)}


def starting(index: Path, word: str) -> dict[str, float]:
    """Return the seconds that `bisearch search` takes from the shell: Python, modules by package, and the rest."""
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
    """Return the modules that a run of Python loads, with the seconds that each takes without those it loads itself."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-X", "importtime", *arguments]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, check=True)
    found = {}
    for line in done.stderr.splitlines():
        told = line.removeprefix("import time:").split("|")
        if len(told) == 3 and told[0].strip().isdecimal():
            found[told[2].strip()] = int(told[0]) / 1_000_000
    return found


def table(report: Mapping[str, Mapping[str, float]]) -> str:
    """Return a Markdown table for each piece of work: the modules that take most, and their shares."""
    parts = []
    for work, seconds in report.items():
        total = sum(seconds.values())
        shown = [(name, taken) for name, taken in seconds.items() if taken >= LEAST * total]
        shown.sort(key=lambda item: -item[1])
        rows = [f"| {name} | {taken / total:.0%} |" for name, taken in shown]
        rest = total - sum(taken for _, taken in shown)
        parts.append("\n".join([f"| {work} | share |", "| --- | --- |", *rows, f"| others | {rest / total:.0%} |"]))
    return "\n\n".join(parts) + "\n"


def _profiled(work: Callable[[], object]) -> dict[str, float]:
    profile = cProfile.Profile(time.process_time)
    profile.runcall(work)
    return by_module(pstats.Stats(profile).stats)  # type: ignore[attr-defined]  # typeshed leaves it out


def by_module(stats: Mapping[Function, tuple[Any, ...]]) -> dict[str, float]:
    """Return the seconds that each module of the package spends, in its own code and in what it calls outside.

    Args:
        stats: of each function: calls, primitive calls, own seconds, seconds with those called, and by caller the same.
    """
    spent: defaultdict[str, float] = defaultdict(float)
    outside: dict[Function, float] = {}
    for function, (_, _, own, _, _) in stats.items():
        if (name := _module(function)) is not None:
            spent[name] += own
        else:
            outside[function] = own
    for _ in range(DEPTH):
        passed: defaultdict[Function, float] = defaultdict(float)
        for function, seconds in outside.items():
            callers = stats[function][4]
            total = sum(each[2] for each in callers.values())
            for caller, (_, _, own, _) in callers.items():
                share = seconds * (own / total if total else 1 / len(callers))
                if (name := _module(caller)) is not None:
                    spent[name] += share
                else:
                    passed[caller] += share
        outside = passed
    return dict(spent)


def _module(function: Function) -> str | None:
    """Return the name of a function's module in the package; None of one from elsewhere."""
    path = Path(function[0])
    return path.relative_to(PACKAGE).with_suffix("").as_posix() if path.is_relative_to(PACKAGE) else None
