"""A deadline."""

from __future__ import annotations

import pytest

from bisearch.deadline import ITEMS_BETWEEN_CHECKS, NO_DEADLINE, Deadline
from bisearch.errors import SearchTimeoutError


def test_a_deadline_that_has_passed_raises_an_error_with_its_seconds() -> None:
    with pytest.raises(SearchTimeoutError, match=r"after 0 s"):
        Deadline(0).check()


def test_a_loop_ends_soon_after_its_deadline() -> None:
    deadline = Deadline(0)
    with pytest.raises(SearchTimeoutError):
        list(deadline.through(range(ITEMS_BETWEEN_CHECKS)))


def test_without_a_deadline_a_loop_has_all_its_items() -> None:
    items = range(3 * ITEMS_BETWEEN_CHECKS)
    assert list(NO_DEADLINE.through(items)) == list(items)
    assert not NO_DEADLINE.is_set
    assert Deadline(60).is_set
