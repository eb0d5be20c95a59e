"""Calls in other processes: their order, their errors, and what becomes of a process that dies."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest

from bisearch.errors import BisearchError, WorkerError
from bisearch.indexing.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Iterator


class Calculator:
    """What the workers are copies of; it remembers what its own process was asked."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def halved(self, number: int) -> tuple[int, int]:
        self.asked.append(number)
        if number % 2:
            raise BisearchError(f"{number} is odd")
        if number < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return os.getpid(), number // 2


def test_results_come_in_the_order_of_the_calls_from_several_processes() -> None:
    with Workers(Calculator, 2) as workers:
        results = list(workers.ordered("halved", range(0, 80, 2)))
    assert [half for _, half in results] == list(range(40))
    pids = {pid for pid, _ in results}
    assert len(pids) == 2
    assert os.getpid() not in pids
    assert not any(os.path.exists(f"/proc/{pid}") for pid in pids)  # noqa: PTH110 -- as short as it gets


@pytest.mark.parametrize(("jobs", "numbers"), [(1, [2, 4, 6]), (2, [2])])
def test_with_one_job_or_one_call_the_object_itself_is_called(jobs: int, numbers: list[int]) -> None:
    served = Calculator()
    with Workers(lambda: served, jobs) as workers:
        assert list(workers.ordered("halved", numbers)) == [(os.getpid(), number // 2) for number in numbers]
    assert served.asked == numbers


@pytest.mark.parametrize("jobs", [1, 2])
def test_no_more_arguments_are_taken_than_keep_the_workers_busy(jobs: int) -> None:
    taken: list[int] = []

    def numbers() -> Iterator[int]:
        for number in range(0, 40, 2):
            taken.append(number)
            yield number

    with Workers(Calculator, jobs) as workers:
        for done, _ in enumerate(workers.ordered("halved", numbers()), 1):
            assert len(taken) <= done + jobs + 2


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_a_call_raises_is_raised_here(jobs: int) -> None:
    with Workers(Calculator, jobs) as workers, pytest.raises(BisearchError, match="3 is odd"):
        list(workers.ordered("halved", [2, 3, 4]))


def test_a_process_that_was_killed_is_told() -> None:
    with Workers(Calculator, 2) as workers, pytest.raises(WorkerError, match=r"exit code -9.*--jobs 1"):
        list(workers.ordered("halved", [2, -2, 4, 6]))
