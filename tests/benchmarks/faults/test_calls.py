"""Failing system calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.faults import calls

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from benchmarks.faults.outcome import Outcome

    Check = Callable[[Iterable[Outcome], int], None]


@pytest.mark.skipif(not calls.is_available(), reason="needs strace, which injects the faults")
def test_a_failing_system_call_loses_nothing(tmp_path: Path, engine: str, assert_survived: Check) -> None:
    assert_survived(calls.run(tmp_path, engine, 2), 2)
