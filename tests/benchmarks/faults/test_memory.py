"""Indexing that runs out of memory."""

from __future__ import annotations

import multiprocessing
import signal
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING

import pytest

from benchmarks.faults.memory import failing_from, has_nomemory, limited_to
from benchmarks.faults.shortages import ending_fault, shortage_fault
from benchmarks.faults.states import Change, prepare

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def change(tmp_path_factory: pytest.TempPathFactory) -> Change:
    """A change to an index."""
    return prepare(tmp_path_factory.mktemp("change"), "whoosh")


@pytest.mark.skipif(not has_nomemory(), reason="this Python cannot make its allocations fail")
@pytest.mark.parametrize(("number", "count"), [(1_000, 1_000_000), (400_000, 100)])
def test_failing_allocations_leave_a_committed_state(change: Change, number: int, count: int) -> None:
    fault, note = shortage_fault(change, change.base.with_name("index"), failing_from(number, count), may_die=True)
    assert fault is None
    assert note in {"reported as an error", "succeeded anyway", "ended the process"}


def _with_little_memory(change: Change, index: Path) -> tuple[str | None, str | None]:
    return shortage_fault(change, index, limited_to(1 << 20))


def test_too_little_memory_is_reported_as_an_error(change: Change) -> None:
    # A fork of a process that ran many tests may have enough memory that they freed.
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as fresh:
        found = fresh.submit(_with_little_memory, change, change.base.with_name("index"))
        assert found.result(timeout=120) == (None, "reported as an error")


def test_a_run_that_never_ends_is_a_fault(change: Change) -> None:
    fault, _ = ending_fault(change, change.base, -signal.SIGKILL, "", may_die=True)
    assert fault is not None
    assert "stopped after" in fault
