"""Concurrent readers and writers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.faults import races

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from benchmarks.faults.outcome import Outcome

    Check = Callable[[Iterable[Outcome], int], None]


def test_readers_and_writers_do_not_disturb_each_other(tmp_path: Path, engine: str, assert_survived: Check) -> None:
    reading, writing = races.run(tmp_path, engine, 6)
    assert_survived([reading], 6)
    assert_survived([writing], 1)  # how often writers collide depends on timing
    assert writing.notes["committed"] > 0
