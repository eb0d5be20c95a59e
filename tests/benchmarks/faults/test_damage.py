"""Damaged index files."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from benchmarks.faults import damage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from benchmarks.faults.outcome import Outcome

    Check = Callable[[Iterable[Outcome], int], None]


def test_damage_is_detected_and_never_served_as_text(tmp_path: Path, engine: str, assert_survived: Check) -> None:
    assert_survived(damage.run(tmp_path, engine, 10, Random(2)), 10)
