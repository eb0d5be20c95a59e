"""Worker processes for the slow work of indexing, and the error when one of them dies.

`Workers` is the protocol that indexing uses; `bisearch.indexing.dask_workers` runs its calls on other machines.
`LocalWorkers` uses loky's processes, because those of `concurrent.futures` run the caller's script again, outlive a
parent that is killed, and only get environment variables that the parent sets for itself.
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
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from multiprocessing.connection import Connection
    from types import TracebackType
    from typing import Self

    from loky import ProcessPoolExecutor

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
Item = TypeVar("Item")
Result = TypeVar("Result")
P = ParamSpec("P")

# Linear algebra would use all cores in each worker. If psutil is installed, loky restarts workers that grow beyond a
# limit, which would empty their caches.
_ENVIRONMENT = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1") | {
    "LOKY_MAX_MEMORY_LEAK_SIZE": "1e18"
}


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Workers(Protocol[T_co]):
    """Calls functions with copies of one object, the served object, until the end of a ``with`` block."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    @property
    def run_here(self) -> bool:
        """Whether calls run in this process, one after the other."""

    def submit(
        self, function: Callable[Concatenate[T_co, P], Result], /, *args: P.args, **kwargs: P.kwargs
    ) -> Future[Result]:
        """Call a function with the served object and other arguments.

        Args:
            function: a method of the served object's class, such as `DocumentProcessor.train`, or a module's function;
                its result can be pickled.
            *args: arguments after the served object, which can be pickled.
            **kwargs: keyword arguments, which can be pickled.

        Returns:
            A future with the function's result or error, or `WorkerError` if the worker has died.
        """

    def map_ordered(self, function: Callable[[T_co, Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Call a function with the served object and each item, and yield the results in the order of the items.

        Takes only as many items in advance as keep the workers busy.
        """

    def expect_several(self) -> None:
        """Get ready for several items of `map_ordered`, which the caller is still reading."""


class LocalWorkers(Generic[T]):
    """Worker processes on this machine, which end with the ``with`` block.

    They start when `map_ordered` has a second item or is expected to. Until then, and with one job, calls run in this
    process.

    Args:
        make: makes the served object, which can be pickled; called when it is first needed.
        jobs: number of processes.
        initialize: called in each process when it starts; can be pickled.
        name_of: returns the id of a document among the items, for messages.
    """

    def __init__(
        self,
        make: Callable[[], T],
        jobs: int,
        initialize: Callable[[], None] | None = None,
        name_of: Callable[[Any], str] = str,
    ) -> None:
        self._make = make
        self._jobs = jobs
        self._initialize = initialize
        self._name_of = name_of
        self._served: T | None = None
        self._pool: ProcessPoolExecutor | None = None
        self._lifeline: Connection[Any, Any] | None = None
        # The items of `map_ordered` whose results are awaited.
        self._pending: deque[tuple[object, Future[Any]]] = deque()

    @property
    def run_here(self) -> bool:
        """Whether calls run in this process, one after the other."""
        return self._pool is None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._lifeline is not None:
            self._lifeline.close()
        if self._pool is None:
            return
        try:
            self._pool.shutdown(wait=True, kill_workers=True)
        except RuntimeError:
            # An interrupt while the pool starts leaves its thread unstarted; the closed lifeline ends the workers.
            if error is None:
                raise

    def submit(
        self, function: Callable[Concatenate[T, P], Result], /, *args: P.args, **kwargs: P.kwargs
    ) -> Future[Result]:
        """Call a function with the served object; see `Workers.submit`."""
        done: Future[Result] = Future()
        if self._pool is not None:
            try:
                return self._answer(self._pool.submit(_call, function, args, kwargs))
            except BrokenExecutor as error:  # a worker died before this call
                done.set_exception(self._worker_error(error))
                return done
        done.set_result(function(self._object(), *args, **kwargs))
        return done

    def map_ordered(self, function: Callable[[T, Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Call a function with the served object and each item; see `Workers.map_ordered`."""
        remaining = iter(items)
        first = list(islice(remaining, 2))
        if len(first) > 1:
            self.expect_several()
        self._pending.clear()
        while first or self._pending:
            while first and len(self._pending) < (1 if self._pool is None else self._jobs + 1):
                item = first.pop(0)
                self._pending.append((item, self.submit(function, item)))
                first += islice(remaining, 1)
            result: Result = self._pending[0][1].result()
            self._pending.popleft()
            yield result

    def expect_several(self) -> None:
        """Start the processes, unless they run already or there is to be one job."""
        if self._jobs > 1 and self._pool is None:
            self._start()

    def _answer(self, raw: Future[Result]) -> Future[Result]:
        """Return a future with the result of another, and `WorkerError` in place of the pool's own error."""
        answer: Future[Result] = Future()

        def copy(done: Future[Result]) -> None:
            error = done.exception()
            if isinstance(error, BrokenExecutor):
                answer.set_exception(self._worker_error(error))
            elif error is not None:
                answer.set_exception(error)
            else:
                answer.set_result(done.result())

        raw.add_done_callback(copy)
        return answer

    def _worker_error(self, error: BrokenExecutor) -> WorkerError:
        codes = re.findall(r"\((-?\d+)\)", str(error))  # loky has them only in its message, as {SIGKILL(-9)}
        code = f"exit code {codes[0]}" if codes else "exit code unknown"
        names = [self._name_of(each) for item, _ in list(self._pending) for each in listed(item)]
        worker_error = death_while_processing(f"worker died ({code})", names, "try with fewer workers: --jobs 1")
        worker_error.__cause__ = error
        return worker_error

    def _object(self) -> T:
        if self._served is None:
            self._served = self._make()
        return self._served

    def _start(self) -> None:
        from loky import ProcessPoolExecutor  # noqa: PLC0415 -- not needed for one process
        from loky.backend import get_context  # noqa: PLC0415

        context = get_context("loky")
        reader, self._lifeline = context.Pipe(duplex=False)
        with reader, _interrupts_blocked():
            self._pool = ProcessPoolExecutor(
                self._jobs,
                context=context,
                initializer=_begin,
                # A served object that has worked here may hold mapped files, which cannot be pickled.
                initargs=(self._make(), reader, self._initialize),
                env=_ENVIRONMENT,
            )
            self._pool.submit(_no_work)  # starts all processes, while interrupts are blocked


# The served object's copy in a worker process.
_served: Any = None


def _begin(served: object, lifeline: Connection[Any, Any], initialize: Callable[[], None] | None) -> None:
    """Set up a worker process."""
    global _served  # noqa: PLW0603 -- a worker serves one object
    _served = served
    if initialize is not None:
        initialize()
    Thread(target=_end_with_parent, args=(lifeline,), daemon=True).start()


def _end_with_parent(lifeline: Connection[Any, Any]) -> None:
    """End this worker process as soon as its parent closes the other end of a pipe, or dies."""
    with suppress(EOFError, OSError):
        lifeline.recv()
    os._exit(1)


def _call(function: Callable[..., Result], args: tuple[object, ...], kwargs: dict[str, object]) -> Result:
    try:
        return function(_served, *args, **kwargs)
    finally:
        gc.freeze()  # loky collects garbage after each call; skip the objects that exist now


def _no_work() -> None:
    """Do nothing."""


@contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """Block SIGINT in processes started meanwhile: Ctrl-C signals them too, but their parent is to end them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def death_while_processing(death: str, names: Sequence[str], advice: str) -> WorkerError:
    """Return the error for workers that died.

    Args:
        death: who died and how.
        names: the ids of the documents, of which one may be the cause; empty if they are unknown.
        advice: how to go on.
    """
    match list(names):
        case []:
            where = ""
        case [name]:
            where = f" while processing document {name!r}"
        case [name, *_, last]:
            where = f" while processing one of {len(names):,} documents, {name!r} to {last!r}"
    return WorkerError(f"{death}{where}, possibly out of memory; the index is unchanged; {advice}")


def listed(item: Item | list[Item]) -> list[Item]:
    """Return the documents of an item: its parts if it is a list, else the item itself."""
    return item if isinstance(item, list) else [item]
