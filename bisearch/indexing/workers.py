"""Worker processes: each a copy of one object whose methods are called with arguments that travel there and back.

A worker is a fresh interpreter. A fork would share the writer's lock, which would then outlive its holder, and the
engine's threads, which a fork does not survive; what `multiprocessing` spawns runs the caller's own script once more.
Workers stand in a process group of their own, so that Ctrl-C reaches only who started them, and end with their socket:
none outlives its parent by more than the call it is at.
"""

from __future__ import annotations

import gc
import json
import os
import socket
import subprocess
import sys
import traceback
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import cached_property
from itertools import islice
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from bisearch.errors import WorkerError
from bisearch.lean import without_scipy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import TracebackType
    from typing import Self

T = TypeVar("T")
_CODE = """
import json, sys
sys.path[:] = json.loads(sys.argv[2])
from bisearch.indexing.workers import serve
serve(int(sys.argv[1]))
"""
# Libraries that would use all cores by themselves use one in each worker.
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Workers(Generic[T]):
    """Copies of an object in processes of their own; as a context manager it ends them.

    Nothing is started before there are two calls to make at once; until then, and with one job, the object itself is
    called, here and at once.

    Args:
        make: returns the object, which can be pickled; called when it is first needed.
        jobs: how many processes.
    """

    def __init__(self, make: Callable[[], T], jobs: int) -> None:
        self._make = make
        self._jobs = jobs
        self._processes: list[subprocess.Popen[bytes]] = []
        self._idle: SimpleQueue[tuple[subprocess.Popen[bytes], Connection[Any, Any]]] = SimpleQueue()
        self._threads: ThreadPoolExecutor | None = None

    @cached_property
    def _object(self) -> T:
        return self._make()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self._processes:
            process.kill()
        for process in self._processes:
            process.wait()
        if self._threads is not None:
            self._threads.shutdown(cancel_futures=True)

    def submit(self, method: str, *args: object) -> Future[Any]:
        """Call a method of the object.

        Returns:
            What will be its result, or raise what it raises: `WorkerError` where its process has died.
        """
        if self._threads is not None:
            return self._threads.submit(self._call, method, args)
        done: Future[Any] = Future()
        done.set_result(getattr(self._object, method)(*args))
        return done

    def ordered(self, method: str, arguments: Iterable[object]) -> Iterator[Any]:
        """Call a method with one argument after another, and yield the results in that order.

        No more arguments are taken than keep the workers busy.
        """
        remaining = iter(arguments)
        first = list(islice(remaining, 2))
        if len(first) > 1 and self._jobs > 1 and self._threads is None:
            self._start()
        pending: deque[Future[Any]] = deque()
        while first or pending:
            while first and len(pending) < (1 if self._threads is None else self._jobs + 1):
                pending.append(self.submit(method, first.pop(0)))
                first += islice(remaining, 1)
            yield pending.popleft().result()

    def _start(self) -> None:
        served = self._object  # made here, whatever thread it is sent from
        self._threads = ThreadPoolExecutor(self._jobs)
        for _ in range(self._jobs):
            ours, theirs = socket.socketpair()
            with theirs:
                command = [sys.executable, "-c", _CODE, str(theirs.fileno()), json.dumps(sys.path)]
                process = subprocess.Popen(  # noqa: S603 -- this interpreter
                    command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env=os.environ | _ONE_THREAD,
                    pass_fds=[theirs.fileno()], process_group=0,
                )  # fmt: skip
            self._processes.append(process)
            connection: Connection[Any, Any] = Connection(ours.detach())
            self._threads.submit(self._introduce, process, connection, served)

    def _introduce(self, process: subprocess.Popen[bytes], connection: Connection[Any, Any], served: T) -> None:
        with suppress(OSError):  # of a process that has ended at once, which the first call tells
            connection.send(served)
        self._idle.put((process, connection))

    def _call(self, method: str, args: tuple[object, ...]) -> object:
        process, connection = self._idle.get()
        try:
            connection.send((method, args))
            result, error = connection.recv()
        except (EOFError, OSError) as fault:
            raise WorkerError(
                f"a worker process has ended, exit code {process.wait()}, for want of memory perhaps;"
                " what was committed before is as it was; try again with fewer: --jobs 1"
            ) from fault
        finally:
            self._idle.put((process, connection))
        if error is not None:
            raise error
        return result


def serve(descriptor: int) -> None:
    """Answer calls of the methods of an object, which comes first, until whoever calls has gone."""
    gc.disable()  # the calls make objects by the million, and no cycles of them
    without_scipy()
    with Connection(descriptor) as connection:
        try:
            served = connection.recv()
            while True:
                method, args = connection.recv()
                connection.send(_answer(served, method, args))
        except (EOFError, ConnectionError):
            return


def _answer(served: object, method: str, args: tuple[object, ...]) -> tuple[object, Exception | None]:
    try:
        return getattr(served, method)(*args), None
    except Exception as error:  # noqa: BLE001 -- whatever it is, it should not have come out
        error.add_note(f"in a worker process:\n{traceback.format_exc()}")
        return None, error
