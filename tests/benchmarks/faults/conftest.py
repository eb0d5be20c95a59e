"""Fixtures of the fault tests. Each test runs a kind of fault a few times, with a fixed seed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.faults.states import shared_dictionaries
from bisearch.engines.registry import LOCAL_ENGINES
from bisearch.storage import index_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from benchmarks.faults.outcome import Outcome
    from bisearch.storage.manifest import Manifest


@pytest.fixture(autouse=True)
def _dictionaries() -> Iterator[None]:
    """Load the dictionaries once for all indexes of a test."""
    with shared_dictionaries():
        yield


@pytest.fixture(params=LOCAL_ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Each engine in turn."""
    return str(request.param)


@pytest.fixture
def assert_survived() -> Callable[[Iterable[Outcome], int], None]:
    """Return a check that each kind of fault was tried often enough and never broke its promise."""

    def check(outcomes: Iterable[Outcome], tried: int) -> None:
        for outcome in outcomes:
            assert outcome.tried >= tried
            assert outcome.failures == []

    return check


@pytest.fixture
def linked_databases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a fault on purpose: the databases of a new generation are the committed files, and not copies of them."""

    def link_files(source: Path, target: Path, manifest: Manifest) -> None:
        for name in manifest.files:
            (target / name).hardlink_to(source / name)

    monkeypatch.setattr(index_folder, "_copy_files", link_files)
