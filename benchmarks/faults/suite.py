"""All kinds of fault by name, how often each is done, and what was found so far."""

from __future__ import annotations

import json
import tempfile
from dataclasses import fields
from itertools import product
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from benchmarks.faults import calls, damage, determinism, dictionaries, files, kills, queries, races, signals
from benchmarks.faults.outcome import Outcome, table
from benchmarks.faults.states import shared_dictionaries
from bisearch.engines.registry import ENGINES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    # Called with a folder to work in, the engine, how often, and what to draw from.
    Run = Callable[[Path, str, int, Random], list[Outcome]]

SEED = 20260101
# Where a run leaves what it found, so that the table shows the newest of every kind.
FOUND = Path("runs/faults")

# Each kind with its full count; of `calls` 0 takes all that there are.
KINDS: dict[str, tuple[int, Run]] = {
    "kills": (200, lambda folder, engine, count, random: [kills.run(folder, engine, count, random)]),
    "calls": (0, lambda folder, engine, count, _: calls.run(folder, engine, count or None)),
    "damage": (500, damage.run),
    "races": (100, lambda folder, engine, count, _: races.run(folder, engine, count)),
    "queries": (50_000, lambda folder, engine, count, random: [queries.run(folder, engine, count, random)]),
    "files": (10_000, lambda _, engine, count, random: files.run(engine, count, random)),
    "dictionaries": (5_000, dictionaries.run),
    "signals": (50, signals.run),
    "determinism": (20, lambda folder, engine, count, random: [determinism.run(folder, engine, count, random)]),
}


def run(kinds: Iterable[str], engines: Sequence[str], count: int | None, seed: int = SEED) -> list[Outcome]:
    """Do some kinds of fault to indexes of some engines.

    Args:
        kinds: of `KINDS`.
        engines: of `bisearch.engines.registry.ENGINES`.
        count: how often, in place of each kind's own.
        seed: of all that is drawn.

    Returns:
        A tally for each.
    """
    outcomes = []
    for kind, engine in product(kinds, engines):
        full, do = KINDS[kind]
        with tempfile.TemporaryDirectory() as folder, shared_dictionaries():
            found = do(Path(folder), engine, full if count is None else count, Random(seed))
        FOUND.mkdir(parents=True, exist_ok=True)
        records = json.dumps([each.record() for each in found], ensure_ascii=False, indent=1)
        (FOUND / f"{kind}-{engine}.json").write_text(records, encoding="utf-8")
        outcomes += found
    return outcomes


def latest_table() -> str:
    """Return the newest tally of every kind as Markdown, what was done to several engines side by side."""
    paths = [FOUND / f"{kind}-{engine}.json" for kind, engine in product(KINDS, ENGINES)]
    found = [_outcome(each) for path in paths if path.exists() for each in json.loads(path.read_text("utf-8"))]
    places = {fault: place for place, fault in enumerate(dict.fromkeys(each.fault for each in found))}
    return table(sorted(found, key=lambda each: places[each.fault]))


def _outcome(record: dict[str, Any]) -> Outcome:
    return Outcome(**{field.name: record[field.name] for field in fields(Outcome)})
