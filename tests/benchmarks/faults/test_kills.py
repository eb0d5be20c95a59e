"""Killing indexing."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from benchmarks.faults import kills

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from benchmarks.faults.outcome import Outcome

    Check = Callable[[Iterable[Outcome], int], None]


def test_a_kill_at_any_moment_loses_nothing(tmp_path: Path, engine: str, assert_survived: Check) -> None:
    assert_survived(kills.run(tmp_path, engine, 4, Random(1)), 4)
