"""Indexing that runs out of space."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.faults.full_disk import BLOCK, can_mount, limited_to, run_on_disk
from benchmarks.faults.shortages import shortage_fault
from benchmarks.faults.states import prepare

if TYPE_CHECKING:
    from pathlib import Path


def test_a_change_without_space_is_reported_and_succeeds_later(tmp_path: Path, engine: str) -> None:
    change = prepare(tmp_path, engine)
    assert shortage_fault(change, tmp_path / "index", limited_to(BLOCK)) == (None, "reported as an error")
    if can_mount(tmp_path / "disk"):
        assert run_on_disk(change, tmp_path / "disk", BLOCK) == (None, "reported as an error", 3)
