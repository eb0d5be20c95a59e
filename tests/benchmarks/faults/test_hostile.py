"""Hostile indexes."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from benchmarks.faults import hostile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from benchmarks.faults.outcome import Outcome

    Check = Callable[[Iterable[Outcome], int], None]


def test_a_hostile_index_runs_no_code_and_raises_documented_errors(
    tmp_path: Path, engine: str, assert_survived: Check
) -> None:
    assert_survived(hostile.run(tmp_path, engine, 30, Random(3)), 30)
