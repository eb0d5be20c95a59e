"""Many commits to one index."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from benchmarks.faults import commits
from bisearch.storage.index_folder import IndexFolder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    import pytest

    from benchmarks.faults.outcome import Outcome

    Check = Callable[[Iterable[Outcome], int], None]


def test_commits_leave_nothing_behind(tmp_path: Path, engine: str, assert_survived: Check) -> None:
    assert_survived(commits.run(tmp_path, engine, 4, Random(1)), 4)


def test_generations_that_are_not_removed_are_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a fault on purpose: nothing is swept."""
    monkeypatch.setattr(IndexFolder, "_sweep", lambda _: None)
    (outcome,) = commits.run(tmp_path, "whoosh", 5, Random(1))
    assert any("generations are left" in failure for failure in outcome.failures)
