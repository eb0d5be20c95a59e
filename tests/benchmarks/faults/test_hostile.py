"""Hostile indexes."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from random import Random
from typing import TYPE_CHECKING

import pytest

import bisearch
from benchmarks.faults import hostile
from benchmarks.faults.states import Change, answers, prepare
from bisearch.engines.registry import LOCAL_ENGINES
from bisearch.storage.index_folder import DOCUMENTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from benchmarks.faults.outcome import Outcome

    Check = Callable[[Iterable[Outcome], int], None]


@pytest.fixture(scope="module", params=LOCAL_ENGINES)
def change(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Change:
    """A change to an index of each engine."""
    return prepare(tmp_path_factory.mktemp("change"), request.param)


def test_a_hostile_index_runs_no_code_and_raises_documented_errors(
    tmp_path: Path, engine: str, assert_survived: Check
) -> None:
    assert_survived(hostile.run(tmp_path, engine, 30, Random(3)), 30)


@pytest.mark.parametrize(
    ("name", "table", "column"),
    [
        (DOCUMENTS, "documents", "id"),
        (DOCUMENTS, "documents", "passages"),
        (DOCUMENTS, "facets", "value"),
        (DOCUMENTS, "field_terms", "term"),
        (DOCUMENTS, "translations", "ru"),
    ],
)
def test_a_value_of_another_type_is_damage_in_every_call(change: Change, name: str, table: str, column: str) -> None:
    index = change.copy(change.base.with_name("index"))
    with closing(sqlite3.connect(next(index.glob("generation-*")) / name)) as connection:
        connection.execute(f"UPDATE OR IGNORE {table} SET {column} = x'FF'")  # noqa: S608 -- the names above
        connection.commit()
    hostile.reseal(index)
    with suppress(bisearch.IndexDamagedError):
        answers(index)
    hostile.make_other_calls(index)
    assert bisearch.check(index)


def test_terms_that_point_past_the_end_of_their_file_are_damage(change: Change) -> None:
    if not list(change.base.rglob("*.terms")):
        pytest.skip("only whoosh has these files")
    for at in range(2, 40, 4):
        index = change.copy(change.base.with_name("index"))
        (path,) = index.rglob("*.terms")
        data = bytearray(path.read_bytes())
        data[at * len(data) // 40] ^= 0xFF
        path.write_bytes(data)
        hostile.reseal(index)
        with suppress(bisearch.IndexDamagedError):
            answers(index)
