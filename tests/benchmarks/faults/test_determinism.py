"""Rebuilding the same sources."""

from __future__ import annotations

import shutil
from random import Random
from typing import TYPE_CHECKING

import bisearch
from benchmarks.faults import determinism
from benchmarks.faults.states import OLD_SOURCES, answers, prepare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from benchmarks.faults.outcome import Outcome

    Check = Callable[[Iterable[Outcome], int], None]


def test_hits_do_not_depend_on_hash_seed_or_order(tmp_path: Path, engine: str, assert_survived: Check) -> None:
    assert_survived([determinism.run(tmp_path, engine, 1, Random(6))], 1)


def test_a_rebuild_gives_the_same_answers_as_a_single_run(tmp_path: Path, engine: str) -> None:
    change = prepare(tmp_path, engine)
    sources, index = tmp_path / "given", tmp_path / "index"
    shutil.copytree(change.sources.with_name(OLD_SOURCES), sources)
    bisearch.build([sources], index, bisearch.BuildOptions(engine=engine))
    shutil.rmtree(sources)
    shutil.copytree(change.sources, sources)
    bisearch.build([sources], index, bisearch.BuildOptions(engine=engine, prune=True))
    bisearch.build([sources], index, bisearch.BuildOptions(engine=engine, rebuild=True))
    bisearch.build([sources], tmp_path / "one", bisearch.BuildOptions(engine=engine))
    assert answers(index) == answers(tmp_path / "one")
