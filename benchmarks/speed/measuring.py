"""What a piece of work costs: processor time, wall time, memory, bytes on disk; latencies as a distribution."""

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
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

# How often the memory of a piece of work is looked at, in seconds.
LOOK = 0.25


@dataclass(frozen=True, slots=True)
class Cost:
    """What a piece of work cost.

    Attributes:
        cpu: processor time of the process and of those it started, in seconds; the machine may be shared.
        wall: wall time, in seconds.
        peak_mb: the most memory that the process and those it started held at one time, in MiB, a page that several
            share counted once; looked at every `LOOK` seconds. Where the system does not tell, that of the process.
    """

    cpu: float
    wall: float
    peak_mb: float


@dataclass(frozen=True, slots=True)
class Latency:
    """How long queries take one by one, in milliseconds of processor time; `wall` is the median of wall time."""

    median: float
    p95: float
    p99: float
    wall: float


def in_process(work: Callable[..., Any], *args: Any) -> tuple[Any, Cost]:
    """Do a piece of work in a process of its own, so that its memory is its own, and return its result and cost.

    Raises:
        RuntimeError: the work failed; what it raised is on standard error.
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
    # What the process says of itself may be what it was forked with.
    return result, replace(cost, peak_mb=round(memory.peak / 1024, 1)) if memory.peak else cost


class _Memory(threading.Thread):
    """Looks at the memory of a process and of those it started until it ends.

    Attributes:
        peak: the most that they held at one time, in KiB; 0 where the system does not tell.
    """

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self._process = process
        self.peak = 0

    def run(self) -> None:
        while held := memory(self._process):
            self.peak = max(self.peak, held)
            time.sleep(LOOK)


def memory(process: int) -> int:
    """Return how much a process and those it started hold together, in KiB; 0 where the system does not tell."""
    return sum(map(_held, _family(process)))


def _family(process: int) -> Iterator[int]:
    """Yield a process and all that it and its own have started."""
    yield process
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):  # the thread has ended
            for child in children.read_text().split():
                yield from _family(int(child))


def _held(process: int) -> int:
    """Return a process's proportional set size, in KiB; 0 where it has ended or the system does not tell."""
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
    """Return how long a search takes for each kind of query, a query's time being the median of some rounds.

    Every round, one to warm up included, asks all queries of all kinds in turn: asked again soon, a query would find
    the texts of its own hits in a cache.
    """
    cpu: list[list[float]] = [[] for _ in queries]
    wall: list[list[float]] = [[] for _ in queries]
    for _ in range(rounds + 1):
        for place, query in enumerate(queries):
            begun = time.thread_time(), time.perf_counter()
            search(query)
            cpu[place].append(1000 * (time.thread_time() - begun[0]))
            wall[place].append(1000 * (time.perf_counter() - begun[1]))
    of_kind: dict[str, list[tuple[float, float]]] = {}
    for query, *times in zip(queries, cpu, wall, strict=True):
        of_kind.setdefault(kind_of(query), []).append((median(times[0][1:]), median(times[1][1:])))
    return {kind: _latency(medians) for kind, medians in of_kind.items()}


def _latency(medians: Sequence[tuple[float, float]]) -> Latency:
    cpu, wall = zip(*medians, strict=True)
    cuts = quantiles(cpu, n=100, method="inclusive") if len(cpu) > 1 else cpu * 99
    return Latency(round(median(cpu), 3), round(cuts[94], 3), round(cuts[98], 3), round(median(wall), 3))


def command_cpu(command: Sequence[str], runs: int = 11, *, terminal: bool = False) -> float:
    """Return the processor time of a command, in milliseconds: the median of some runs after one to warm up.

    Args:
        command: with its arguments.
        runs: how many.
        terminal: whether it prints to a terminal, or else to nowhere.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    times = []
    for _ in range(runs + 1):
        with _terminal() if terminal else Path(os.devnull).open("wb") as out:
            where = [(os.POSIX_SPAWN_DUP2, out.fileno(), stream) for stream in (1, 2)]
            process = os.posix_spawn(command[0], list(command), environment, file_actions=where)
            _, status, usage = os.wait4(process, 0)
        if status:
            raise RuntimeError(f"{' '.join(command)} exits with {os.waitstatus_to_exitcode(status)}")
        times.append(1000 * (usage.ru_utime + usage.ru_stime))
    return round(median(times[1:]), 1)


@contextmanager
def _terminal() -> Iterator[IO[bytes]]:
    """Make a terminal, whose screen is read by a thread, as a program would wait for that."""
    screen, line = os.openpty()
    reader = threading.Thread(target=_read_all, args=(screen,))
    reader.start()
    with open(line, "wb", buffering=0) as out:  # noqa: PTH123 -- a descriptor, not a path
        yield out
    reader.join()
    os.close(screen)


def _read_all(screen: int) -> None:
    with suppress(OSError):  # what a screen says whose line is closed
        while os.read(screen, 1 << 16):
            pass


def size_of(folder: Path) -> int:
    """Return the bytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
