"""Worker processes: where the slow half of indexing runs, and what happens when one of them dies.

`Workers` is the seam: whatever runs typed calls on copies of one object, on this machine or others, can index.
The processes are loky's. Those of `concurrent.futures` run the caller's own script again, outlive a parent that is
killed, and get environment variables only by setting the parent's.
"""

from __future__ import annotations

import gc
import os
import re
import signal
from collections import deque
from concurrent.futures import BrokenExecutor, Future
from contextlib import contextmanager, suppress
from itertools import islice
from threading import Thread
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec, Protocol, TypeVar

from bisearch.errors import WorkerError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from multiprocessing.connection import Connection
    from types import TracebackType
    from typing import Self

    from loky import ProcessPoolExecutor

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
Item = TypeVar("Item")
Result = TypeVar("Result")
P = ParamSpec("P")

# One thread in each worker for libraries that would use all cores. Where psutil is installed, loky replaces workers
# whose memory grows beyond this limit; here they fill caches.
_ENVIRONMENT = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1") | {
    "LOKY_MAX_MEMORY_LEAK_SIZE": "1e18"
}


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Workers(Protocol[T_co]):
    """Runs calls on copies of one object, the served object."""

    def submit(
        self, function: Callable[Concatenate[T_co, P], Result], /, *args: P.args, **kwargs: P.kwargs
    ) -> Future[Result]:
        """Call a function, by reference, with the served object and some arguments.

        Args:
            function: a method as its class has it, such as `DocumentProcessor.learn`, or a module's function.
            *args: arguments after the served object; they can be pickled, as can the result.
            **kwargs: as `args`.

        Returns:
            A future with the function's result or error; `WorkerError` if the worker has died.
        """

    def map_ordered(self, function: Callable[[T_co, Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Call a function with the served object and one item after another, and yield the results in order.

        Takes no more items in advance than keep the workers busy.
        """


class LocalWorkers(Generic[T]):
    """Workers that are processes of this machine; as a context manager it ends them.

    Processes start with the second item of `map_ordered`. Before that, and with one job, calls run in this process.

    Args:
        make: returns the served object, which can be pickled; called when it is first needed.
        jobs: number of processes.
    """

    def __init__(self, make: Callable[[], T], jobs: int) -> None:
        self._make = make
        self._jobs = jobs
        self._served: T | None = None
        self._pool: ProcessPoolExecutor | None = None
        self._lifeline: Connection[Any, Any] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._lifeline is not None:
            self._lifeline.close()
        if self._pool is not None:
            self._pool.shutdown(wait=True, kill_workers=True)

    def submit(
        self, function: Callable[Concatenate[T, P], Result], /, *args: P.args, **kwargs: P.kwargs
    ) -> Future[Result]:
        """Call a function with the served object; see `Workers.submit`."""
        if self._pool is not None:
            return _answer(self._pool.submit(_call, function, args, kwargs))
        done: Future[Result] = Future()
        done.set_result(function(self._object(), *args, **kwargs))
        return done

    def map_ordered(self, function: Callable[[T, Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Call a function with the served object and each item; see `Workers.map_ordered`."""
        remaining = iter(items)
        first = list(islice(remaining, 2))
        if len(first) > 1 and self._jobs > 1 and self._pool is None:
            self._start()
        pending: deque[Future[Result]] = deque()
        while first or pending:
            while first and len(pending) < (1 if self._pool is None else self._jobs + 1):
                pending.append(self.submit(function, first.pop(0)))
                first += islice(remaining, 1)
            yield pending.popleft().result()

    def _object(self) -> T:
        if self._served is None:
            self._served = self._make()
        return self._served

    def _start(self) -> None:
        from loky import ProcessPoolExecutor  # noqa: PLC0415 -- one process needs none of it
        from loky.backend import get_context  # noqa: PLC0415

        context = get_context("loky")
        reader, self._lifeline = context.Pipe(duplex=False)
        with reader, _interrupts_blocked():
            self._pool = ProcessPoolExecutor(
                self._jobs, context=context, initializer=_begin, initargs=(self._object(), reader), env=_ENVIRONMENT
            )
            self._pool.submit(_no_work)  # starts all processes, with the signal mask of this moment


# The served object's copy in a worker process.
_served: Any = None


def _begin(served: object, lifeline: Connection[Any, Any]) -> None:
    """Set up a worker process."""
    global _served  # noqa: PLW0603 -- a worker serves one object
    _served = served
    gc.disable()  # calls make millions of objects, and no cycles of them
    Thread(target=_end_with_parent, args=(lifeline,), daemon=True).start()


def _end_with_parent(lifeline: Connection[Any, Any]) -> None:
    """End this worker process as soon as its parent has closed the other end of a pipe, or has died."""
    with suppress(EOFError, OSError):
        lifeline.recv()
    os._exit(1)


def _call(function: Callable[..., Result], args: tuple[object, ...], kwargs: dict[str, object]) -> Result:
    try:
        return function(_served, *args, **kwargs)
    finally:
        gc.freeze()  # loky looks for garbage after each call; what has been made so far is none


def _no_work() -> None:
    """Do nothing."""


@contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """Block SIGINT for processes started meanwhile: Ctrl-C reaches them too, and their parent ends them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _answer(raw: Future[Result]) -> Future[Result]:
    """Return a future like another one, with `WorkerError` in place of the pool's own error."""
    answer: Future[Result] = Future()

    def copy(done: Future[Result]) -> None:
        error = done.exception()
        if isinstance(error, BrokenExecutor):
            answer.set_exception(_worker_error(error))
        elif error is not None:
            answer.set_exception(error)
        else:
            answer.set_result(done.result())

    raw.add_done_callback(copy)
    return answer


def _worker_error(error: BrokenExecutor) -> WorkerError:
    codes = re.findall(r"\((-?\d+)\)", str(error))  # loky reports them only in its message: {SIGKILL(-9)}
    code = f"exit code {codes[0]}" if codes else "exit code unknown"
    worker_error = WorkerError(
        f"worker died ({code}), possibly out of memory; the index is unchanged; try again with fewer: --jobs 1"
    )
    worker_error.__cause__ = error
    return worker_error
