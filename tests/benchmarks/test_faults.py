"""Reliability, in small: each harness of ``python -m benchmarks faults`` with counts that take seconds.

What a harness finds is random by a fixed seed, so that a failure can be looked at again.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest

import bisearch
from benchmarks.faults import calls, damage, determinism, dictionaries, files, kills, queries, races, signals
from benchmarks.faults.malice import MALICE
from benchmarks.faults.outcome import Outcome, table
from benchmarks.faults.states import answers, prepare, shared_dictionaries
from benchmarks.faults.suite import KINDS
from bisearch.engines.registry import ENGINES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).parent.parent.parent
# Those that take long on purpose are left to the full run.
QUICK_MALICE = sorted(
    MALICE.keys() - {"long-line.jsonl", "dots.ru.txt", "initials.en.txt", "lines.ru", "blank-lines.ru.txt"}
)


@pytest.fixture(autouse=True)
def warm() -> Iterator[None]:
    with shared_dictionaries():
        yield


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def hold(outcomes: Iterable[Outcome], tried: int) -> None:
    for outcome in outcomes:
        assert outcome.tried >= tried
        assert outcome.failures == []


def test_a_kill_at_any_moment_loses_nothing(tmp_path: Path, engine: str) -> None:
    hold([kills.run(tmp_path, engine, 4, Random(1))], 4)


@pytest.mark.skipif(not calls.is_available(), reason="strace, which injects the faults, is not here")
def test_a_failing_system_call_is_told_and_loses_nothing(tmp_path: Path, engine: str) -> None:
    hold(calls.run(tmp_path, engine, 2), 2)


def test_damage_is_found_and_never_gives_a_wrong_text(tmp_path: Path, engine: str) -> None:
    hold(damage.run(tmp_path, engine, 10, Random(2)), 10)


def test_readers_and_writers_do_not_disturb_each_other(tmp_path: Path, engine: str) -> None:
    reading, writing = races.run(tmp_path, engine, 6)
    hold([reading], 6)
    hold([writing], 1)  # how often writers meet meanwhile is a matter of time
    assert writing.notes["committed"] > 0


def test_no_query_does_harm(tmp_path: Path, engine: str) -> None:
    hold([queries.run(tmp_path, engine, 400, Random(3))], 400)


def test_no_broken_file_does_harm(engine: str) -> None:
    mutated = Outcome("", "", engine)
    files.try_mutated(engine, 20, Random(4), mutated)
    hold([mutated], 20)


@pytest.mark.parametrize("name", QUICK_MALICE)
def test_no_malicious_file_does_harm(name: str) -> None:
    outcome = Outcome("", "", ENGINES[0])
    files.try_batch({name: MALICE[name]}, ENGINES[0], outcome)
    hold([outcome], 1)


def test_no_broken_dictionary_does_harm(tmp_path: Path) -> None:
    with patch.dict(dictionaries.MALICE):
        del dictionaries.MALICE["one article many times"]  # takes long on purpose
        hold(dictionaries.run(tmp_path, ENGINES[0], 40, Random(7)), 1)


def test_signals_end_indexing_quietly(tmp_path: Path, engine: str) -> None:
    hold(signals.run(tmp_path, engine, 1, Random(5)), 1)


def test_hits_do_not_depend_on_hash_seed_or_order(tmp_path: Path, engine: str) -> None:
    hold([determinism.run(tmp_path, engine, 1, Random(6))], 1)


def test_a_rebuild_gives_what_one_run_gives(tmp_path: Path, engine: str) -> None:
    change = prepare(tmp_path, engine)
    bisearch.build([change.sources], tmp_path / "one", bisearch.BuildOptions(engine=engine))
    index = change.copy(tmp_path / "index")
    change.build(index)
    bisearch.build([change.sources], index, bisearch.BuildOptions(engine=engine, rebuild=True))
    assert answers(index) == answers(tmp_path / "one")


def test_a_failure_is_shown_in_the_table() -> None:
    outcome = Outcome("kill", "nothing lost", "whoosh")
    outcome.count(None, "old state")
    outcome.count("all lost")
    assert (outcome.tried, outcome.survived) == (2, 1)
    assert "| kill | whoosh | 2 | 1 | 1 failed: all lost | 1 old state |" in table([outcome])


def test_the_command_knows_every_kind() -> None:
    command = [sys.executable, "-m", "benchmarks", "faults", "--kind", "none"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 2
    assert all(kind in done.stderr for kind in KINDS)
