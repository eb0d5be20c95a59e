"""Generated queries."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from benchmarks.faults import queries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from benchmarks.faults.outcome import Outcome

    Check = Callable[[Iterable[Outcome], int], None]


def test_no_query_crashes_or_hangs(tmp_path: Path, engine: str, assert_survived: Check) -> None:
    assert_survived([queries.run(tmp_path, engine, 400, Random(3))], 400)
