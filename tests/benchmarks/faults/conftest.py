"""Fixtures of the fault tests. Each test runs a kind of fault a few times, with a fixed seed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.faults.states import shared_dictionaries
from bisearch.engines.registry import ENGINES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from benchmarks.faults.outcome import Outcome


@pytest.fixture(autouse=True)
def _dictionaries() -> Iterator[None]:
    """Load the dictionaries once for all indexes of a test."""
    with shared_dictionaries():
        yield


@pytest.fixture(params=ENGINES)
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
