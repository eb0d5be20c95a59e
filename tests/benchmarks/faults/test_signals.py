"""Interrupting indexing."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from benchmarks.faults import signals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from benchmarks.faults.outcome import Outcome

    Check = Callable[[Iterable[Outcome], int], None]


def test_a_signal_ends_indexing_without_a_traceback(tmp_path: Path, engine: str, assert_survived: Check) -> None:
    assert_survived(signals.run(tmp_path, engine, 1, Random(5)), 1)
