"""Calls in worker processes: order of results, errors, and a worker that dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from bisearch.errors import BisearchError, WorkerError
from bisearch.indexing.workers import LocalWorkers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# A script without `if __name__ == "__main__"`, which must run once and not again in each worker.
UNGUARDED = """
import operator
from bisearch.indexing.workers import LocalWorkers
print("started")
with LocalWorkers(lambda: 10, 2) as workers:
    print(list(workers.map_ordered(operator.add, range(4))))
"""


class Calculator:
    """An object to serve; it records the calls that its own process got."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def halved(self, number: int) -> tuple[int, int]:
        self.asked.append(number)
        if number % 2:
            raise BisearchError(f"{number} is odd")
        if number < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return os.getpid(), number // 2

    def variable(self, name: str) -> str | None:
        return os.environ.get(name)


def test_results_from_several_processes_come_in_the_order_of_the_items() -> None:
    with LocalWorkers(Calculator, 2) as workers:
        results = list(workers.map_ordered(Calculator.halved, range(0, 80, 2)))
    assert [half for _, half in results] == list(range(40))
    assert os.getpid() not in {pid for pid, _ in results}


class Mapper:
    """An object to serve that holds something that cannot be pickled once it has worked."""

    def __init__(self) -> None:
        self.held: object = None

    def mapped(self, number: int) -> int:
        self.held = memoryview(b"mapped")
        return number


def test_an_object_that_has_worked_in_this_process_is_made_anew_for_workers() -> None:
    with LocalWorkers(Mapper, 2) as workers:
        assert list(workers.map_ordered(Mapper.mapped, [1])) == [1]
        assert workers.run_here
        assert list(workers.map_ordered(Mapper.mapped, range(4))) == [0, 1, 2, 3]
        assert not workers.run_here


def test_workers_start_before_the_first_item_if_several_are_expected() -> None:
    for jobs, is_here in ((1, True), (2, False)):
        with LocalWorkers(Mapper, jobs) as workers:
            workers.expect_several()
            assert workers.run_here == is_here
            assert list(workers.map_ordered(Mapper.mapped, range(3))) == [0, 1, 2]


def test_an_interrupt_while_workers_start_is_not_replaced_by_an_error_of_the_pool(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """loky's pool then has a thread that was never started, and cannot wait for it."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("cannot join thread before it is started")

    monkeypatch.setattr("loky.ProcessPoolExecutor.submit", interrupt)
    monkeypatch.setattr("loky.ProcessPoolExecutor.shutdown", fail)
    with pytest.raises(KeyboardInterrupt), LocalWorkers(Calculator, 2) as workers:
        list(workers.map_ordered(Calculator.halved, range(4)))


def test_no_process_is_left_after_the_with_block() -> None:
    with LocalWorkers(Calculator, 2) as workers:
        pids = {pid for pid, _ in workers.map_ordered(Calculator.halved, range(0, 80, 2))}
    assert not any(os.path.exists(f"/proc/{pid}") for pid in pids)  # noqa: PTH110 -- as short as it gets


@pytest.mark.parametrize(("jobs", "numbers"), [(1, [2, 4, 6]), (2, [2])])
def test_with_one_job_or_one_item_calls_run_in_this_process(jobs: int, numbers: list[int]) -> None:
    served = Calculator()
    with LocalWorkers(lambda: served, jobs) as workers:
        results = list(workers.map_ordered(Calculator.halved, numbers))
    assert results == [(os.getpid(), number // 2) for number in numbers]
    assert served.asked == numbers


@pytest.mark.parametrize("jobs", [1, 2])
def test_no_more_items_are_taken_than_keep_the_workers_busy(jobs: int) -> None:
    taken: list[int] = []

    def numbers() -> Iterator[int]:
        for number in range(0, 40, 2):
            taken.append(number)
            yield number

    with LocalWorkers(Calculator, jobs) as workers:
        for done, _ in enumerate(workers.map_ordered(Calculator.halved, numbers()), 1):
            assert len(taken) <= done + jobs + 2


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_in_a_call_is_raised_by_the_caller(jobs: int) -> None:
    with LocalWorkers(Calculator, jobs) as workers, pytest.raises(BisearchError, match="3 is odd"):
        list(workers.map_ordered(Calculator.halved, [2, 3, 4]))


def test_an_error_in_a_worker_keeps_the_workers_traceback() -> None:
    with LocalWorkers(Calculator, 2) as workers, pytest.raises(BisearchError, match="3 is odd") as caught:
        list(workers.map_ordered(Calculator.halved, [2, 3, 4]))
    assert 'raise BisearchError(f"{number} is odd")' in str(caught.value.__cause__)


def test_a_killed_worker_is_a_worker_error_with_its_exit_code() -> None:
    with LocalWorkers(Calculator, 2) as workers, pytest.raises(WorkerError, match=r"exit code -9.*--jobs 1"):
        list(workers.map_ordered(Calculator.halved, [2, -2, 4, 6]))


def set_greeting() -> None:
    os.environ["GREETING"] = "hello"


def test_each_worker_is_initialized_when_it_starts() -> None:
    with LocalWorkers(Calculator, 2, set_greeting) as workers:
        assert list(workers.map_ordered(Calculator.variable, ["GREETING", "FAREWELL"])) == ["hello", None]
    assert "GREETING" not in os.environ


def test_linear_algebra_uses_one_thread_in_each_worker() -> None:
    with LocalWorkers(Calculator, 2) as workers:
        counts = list(workers.map_ordered(Calculator.variable, ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"]))
    assert counts == ["1", "1"]


def test_a_script_without_a_main_guard_is_not_run_again_by_workers(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(UNGUARDED, encoding="utf-8")
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=False, timeout=60)
    assert (done.stdout, done.stderr) == ("started\n[10, 11, 12, 13]\n", "")
