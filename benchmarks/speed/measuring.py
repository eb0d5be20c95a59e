"""Measures the cost of a task: CPU time, wall time, memory and disk space; and latencies as a distribution."""

from __future__ import annotations

import multiprocessing
import os
import resource
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median, quantiles
from typing import IO, TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

# Interval in seconds at which memory is sampled.
SAMPLING_INTERVAL = 0.25


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of a task.

    Attributes:
        cpu: CPU time of the process and its children, in seconds.
        wall: wall time, in seconds.
        peak_mb: peak total memory of the process and its children, in MiB, with shared pages counted once; sampled
            every `SAMPLING_INTERVAL` seconds. Without `/proc`, the peak resident size of the process alone.
    """

    cpu: float
    wall: float
    peak_mb: float


@dataclass(frozen=True, slots=True)
class Latency:
    """The distribution of single-query times, in milliseconds.

    Attributes:
        median: median CPU time.
        p95: 95th percentile of CPU time.
        p99: 99th percentile of CPU time.
        wall: median wall time.
    """

    median: float
    p95: float
    p99: float
    wall: float


def in_process(work: Callable[..., Any], *args: Any) -> tuple[Any, Cost]:
    """Run a task in a separate process, so that its memory is its own, and return its result and cost.

    Raises:
        RuntimeError: the task failed; its traceback is on standard error.
    """
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(sender, work, args))
    process.start()
    sender.close()
    assert process.pid is not None  # noqa: S101 -- it has been started
    memory = _Memory(process.pid)
    memory.start()
    try:
        result, cost = receiver.recv()
    except EOFError as error:
        raise RuntimeError(f"{work.__name__} failed") from error
    finally:
        process.join()
        memory.join()
    # The process's own maximum may include memory of the process that it was forked from.
    return result, replace(cost, peak_mb=round(memory.peak / 1024, 1)) if memory.peak else cost


class _Memory(threading.Thread):
    """Samples the memory of a process and its children until the process ends.

    Attributes:
        peak: their peak total memory, in KiB; 0 without `/proc`.
    """

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self._process = process
        self.peak = 0

    def run(self) -> None:
        while held := memory(self._process):
            self.peak = max(self.peak, held)
            time.sleep(SAMPLING_INTERVAL)


def memory(process: int) -> int:
    """Return the total memory of a process and its descendants, in KiB; 0 without `/proc`."""
    return sum(map(_held, _family(process)))


def _family(process: int) -> Iterator[int]:
    """Yield the ids of a process and its descendants."""
    yield process
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):  # the thread has ended
            for child in children.read_text().split():
                yield from _family(int(child))


def _held(process: int) -> int:
    """Return the proportional set size of a process, in KiB; 0 if it has ended or without `/proc`."""
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


def _work(sender: Any, work: Callable[..., Any], args: tuple[Any, ...]) -> None:
    cpu, wall = time.process_time(), time.perf_counter()
    result = work(*args)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    cost = Cost(
        round(time.process_time() - cpu + children.ru_utime + children.ru_stime, 3),
        round(time.perf_counter() - wall, 3),
        round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    )
    sender.send((result, cost))


def latencies(
    search: Callable[[Any], object], queries: Sequence[Any], kind_of: Callable[[Any], str], rounds: int = 3
) -> dict[str, Latency]:
    """Return the latencies of each kind of query, taking the median of `rounds` rounds for each query.

    Every round, including one to warm up, asks all queries of all kinds in turn: a query that is repeated at once would
    find the texts of its hits in a cache.
    """
    cpu: list[list[float]] = [[] for _ in queries]
    wall: list[list[float]] = [[] for _ in queries]
    for _ in range(rounds + 1):
        for place, query in enumerate(queries):
            began = time.thread_time(), time.perf_counter()
            search(query)
            cpu[place].append(1000 * (time.thread_time() - began[0]))
            wall[place].append(1000 * (time.perf_counter() - began[1]))
    of_kind: dict[str, list[tuple[float, float]]] = {}
    for query, *times in zip(queries, cpu, wall, strict=True):
        of_kind.setdefault(kind_of(query), []).append((median(times[0][1:]), median(times[1][1:])))
    return {kind: _latency(medians) for kind, medians in of_kind.items()}


def _latency(medians: Sequence[tuple[float, float]]) -> Latency:
    cpu, wall = zip(*medians, strict=True)
    cuts = quantiles(cpu, n=100, method="inclusive") if len(cpu) > 1 else cpu * 99
    return Latency(round(median(cpu), 3), round(cuts[94], 3), round(cuts[98], 3), round(median(wall), 3))


class Command(NamedTuple):
    """A shell command to measure.

    Attributes:
        arguments: the program and its arguments.
        terminal: print to a terminal instead of the null device.
        finds_nothing: whether a search without hits, which exits with 1, counts as success.
    """

    arguments: Sequence[str]
    terminal: bool = False
    finds_nothing: bool = False


def command_cpu(arguments: Sequence[str]) -> float:
    """Return the CPU time of a command in milliseconds, as `commands_cpu` does."""
    return commands_cpu({"": Command(arguments)})[""]


def commands_cpu(commands: Mapping[str, Command], runs: int = 11) -> dict[str, float]:
    """Return the CPU time of each command in milliseconds: the median of `runs` runs after one to warm up.

    The commands run in turn, so that a change in the machine's speed affects all of them alike.
    """
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(runs + 1):
        for name, command in commands.items():
            times[name].append(_run_once(command))
    return {name: round(median(each[1:]), 1) for name, each in times.items()}


def _run_once(command: Command) -> float:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with _terminal() if command.terminal else Path(os.devnull).open("wb") as out:
        where = [(os.POSIX_SPAWN_DUP2, out.fileno(), stream) for stream in (1, 2)]
        process = os.posix_spawn(command.arguments[0], list(command.arguments), environment, file_actions=where)
        _, status, usage = os.wait4(process, 0)
    if status and not (command.finds_nothing and os.waitstatus_to_exitcode(status) == 1):
        raise RuntimeError(f"{' '.join(command.arguments)} exits with {os.waitstatus_to_exitcode(status)}")
    return 1000 * (usage.ru_utime + usage.ru_stime)


@contextmanager
def _terminal() -> Iterator[IO[bytes]]:
    """Open a pseudo-terminal that a thread reads, so that the program writing to it does not block."""
    screen, line = os.openpty()
    reader = threading.Thread(target=_read_all, args=(screen,))
    reader.start()
    with open(line, "wb", buffering=0) as out:  # noqa: PTH123 -- a descriptor, not a path
        yield out
    reader.join()
    os.close(screen)


def _read_all(screen: int) -> None:
    with suppress(OSError):  # raised when the other end is closed
        while os.read(screen, 1 << 16):
            pass


def size_of(folder: Path) -> int:
    """Return the total size of the files in a folder, in bytes."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
