"""Runs the kinds of fault by name and keeps the latest tally of each."""

from __future__ import annotations

import json
import tempfile
from dataclasses import fields
from itertools import product
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from benchmarks.faults import (
    bounds,
    calls,
    commits,
    copies,
    damage,
    determinism,
    dictionaries,
    files,
    full_disk,
    hostile,
    kills,
    large,
    memory,
    queries,
    races,
    signals,
    timeouts,
)
from benchmarks.faults.outcome import Outcome, table
from benchmarks.faults.states import shared_dictionaries
from bisearch.engines.registry import LOCAL_ENGINES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    # Arguments: working folder, engine, count, random generator.
    Run = Callable[[Path, str, int, Random], list[Outcome]]

SEED = 20260101
# Folder of the latest tallies, from which the table is made.
RESULTS = Path("runs/faults")

# Each kind with its count for each engine; all together take most of an hour of one core. For `calls`, 0 means all.
KINDS: dict[str, tuple[int, Run]] = {
    "kills": (60, kills.run),
    "calls": (0, lambda folder, engine, count, _: calls.run(folder, engine, count or None)),
    "damage": (300, damage.run),
    "memory": (50, memory.run),
    "large files": (8, large.run),
    "full disk": (30, lambda folder, engine, count, _: full_disk.run(folder, engine, count)),
    "commits": (500, commits.run),
    "copies": (40, copies.run),
    "hostile": (500, hostile.run),
    "races": (60, lambda folder, engine, count, _: races.run(folder, engine, count)),
    "queries": (5_000, lambda folder, engine, count, random: [queries.run(folder, engine, count, random)]),
    "files": (2_000, lambda _, engine, count, random: files.run(engine, count, random)),
    "dictionaries": (2_000, dictionaries.run),
    "signals": (10, signals.run),
    "determinism": (3, lambda folder, engine, count, random: [determinism.run(folder, engine, count, random)]),
}
# Kinds that need a large archive, with the function that runs it on its index.
ARCHIVE_KINDS: dict[str, tuple[int, Run]] = {
    "bounds": (
        250,
        lambda index, engine, count, random: [
            bounds.run(index, engine, count, random),
            bounds.run_calls(index, engine, count, random),
        ],
    ),
    "timeouts": (60, lambda index, engine, count, random: [timeouts.run(index, engine, count, random)]),
}
ALL_KINDS = KINDS | ARCHIVE_KINDS


def run(
    kinds: Iterable[str], engines: Sequence[str], count: int | None, seed: int = SEED, data: Path | None = None
) -> list[Outcome]:
    """Inject faults into indexes of several engines.

    Args:
        kinds: keys of `KINDS`, or of `ARCHIVE_KINDS` if there is data for an archive.
        engines: names from `bisearch.engines.registry.LOCAL_ENGINES`.
        count: number of tries; None for each kind's own.
        seed: random seed.
        data: folder of XQuAD-R, of which the large archive is made.

    Returns:
        One or two tallies for each kind and engine.
    """
    outcomes = []
    RESULTS.mkdir(parents=True, exist_ok=True)
    for kind, engine in product(kinds, engines):
        full, inject = ALL_KINDS[kind]
        with tempfile.TemporaryDirectory() as folder, shared_dictionaries():
            place = Path(folder)
            if kind in ARCHIVE_KINDS and data is not None:
                place = bounds.archive(engine, RESULTS / f"bounds-{engine}", data)
            found = inject(place, engine, full if count is None else count, Random(seed))
        records = json.dumps([each.record() for each in found], ensure_ascii=False, indent=1)
        (RESULTS / f"{kind}-{engine}.json").write_text(records, encoding="utf-8")
        outcomes += found
    return outcomes


def latest_table() -> str:
    """Return the latest tally of every kind as a Markdown table, with engines next to each other."""
    paths = [RESULTS / f"{kind}-{engine}.json" for kind, engine in product(ALL_KINDS, LOCAL_ENGINES)]
    found = [_outcome(each) for path in paths if path.exists() for each in json.loads(path.read_text("utf-8"))]
    places = {fault: place for place, fault in enumerate(dict.fromkeys(each.fault for each in found))}
    return table(sorted(found, key=lambda each: places[each.fault]))


def _outcome(record: dict[str, Any]) -> Outcome:
    outcome = Outcome(**{field.name: record[field.name] for field in fields(Outcome) if field.name in record})
    # The record holds the first failures only.
    outcome.failures += outcome.failures[-1:] * (outcome.survived - record["survived"])
    return outcome
