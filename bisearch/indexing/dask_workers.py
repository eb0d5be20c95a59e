"""Dask workers in place of worker processes: the slow work of indexing on several machines.

`DaskWorkers` has the calls of `Workers`. Each batch is sent with the texts of its documents; the workers need none of
this machine's files. The scheduler repeats a batch whose worker dies, on another worker. Which worker prepares a batch
and in which order batches are done changes nothing in the index, because the results come in the order of the sources.

The calls that write files of the new generation or learn from the whole collection (`submit`) run on this machine.
"""

from __future__ import annotations

import logging
import pickle
import sys
import time
import warnings
from collections import deque
from concurrent.futures import Future
from contextlib import suppress
from hashlib import sha256
from importlib.util import find_spec
from itertools import islice
from threading import Thread
from typing import TYPE_CHECKING, Any, Concatenate, Generic, NamedTuple, ParamSpec, TypeVar
from uuid import uuid4

from bisearch.errors import BisearchError, ClusterError
from bisearch.indexing import remote_calls
from bisearch.indexing.workers import death_while_processing, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from types import ModuleType, TracebackType
    from typing import Self

T = TypeVar("T")
Item = TypeVar("Item")
Result = TypeVar("Result")
P = ParamSpec("P")

TO_INSTALL_DASK = "pip install 'bisearch-archive[dask]'"
# Seconds to wait for the scheduler, for a first worker, and for new workers after all have gone.
PATIENCE = 30.0
# Seconds between two looks at whether the scheduler and workers are still there.
INTERVAL = 5.0
# Seconds that one result may take from a worker to this machine.
MAX_TRANSFER = 600.0
_SAME_VERSIONS = "install the same versions on all machines"
# Loggers that Dask sets up; each has a level of its own.
_LOGGERS = ("distributed", "distributed.client", "distributed.gc", "tornado", "tornado.application")
# The connection may break as often without a result in between.
MAX_RECONNECTIONS = 3


class _Sent(NamedTuple):
    """An item that was sent to the workers, and Dask's future of its result."""

    function: Callable[..., Any]
    item: Any
    future: Any


class DaskWorkers(Generic[T]):
    """The workers of a Dask cluster, which does not end with the ``with`` block.

    Connects when `map_ordered` has a first item, so that a run without work needs no cluster.

    Args:
        make: makes the served object, which can be pickled and needs no files; called when it is first needed.
        address: the scheduler's address, e.g. ``tcp://10.0.0.5:8786``, or ``tls://...`` with the certificates of
            Dask's own configuration.
        name_of: returns the id of a document among the items, for messages.
    """

    def __init__(self, make: Callable[[], T], address: str, name_of: Callable[[Any], str] = str) -> None:
        if find_spec("distributed") is None:
            raise ClusterError(f"Dask is not installed; run: {TO_INSTALL_DASK}")
        self._make = make
        self._address = address
        self._name_of = name_of
        self._object: T | None = None
        self._client: Any = None
        self._reconnections = 0

    @property
    def run_here(self) -> bool:
        """Whether calls of `submit` run in this process, one after the other: they always do."""
        return True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._disconnect()

    def submit(
        self, function: Callable[Concatenate[T, P], Result], /, *args: P.args, **kwargs: P.kwargs
    ) -> Future[Result]:
        """Call a function with the served object, in this process; see `Workers.submit`."""
        done: Future[Result] = Future()
        done.set_result(function(self._served(), *args, **kwargs))
        return done

    def map_ordered(self, function: Callable[[T, Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Call a function with the served object and each item on the workers; see `Workers.map_ordered`.

        Raises:
            ClusterError: the scheduler cannot be reached or has no workers for `PATIENCE` seconds, or a worker has
                other versions than this machine.
            WorkerError: an item has killed as many workers as the scheduler allows.
        """
        remaining = iter(items)
        pending: deque[_Sent] = deque()
        for item in remaining:
            if self._client is None:
                self._connect()
            pending.append(self._send(function, item))
            for further in islice(remaining, max(0, self._most_pending() - len(pending))):
                pending.append(self._send(function, further))
            yield self._result(pending)
        while pending:
            yield self._result(pending)

    def expect_several(self) -> None:
        """Do nothing: the workers run already."""

    def _served(self) -> T:
        if self._object is None:
            self._object = self._make()
        return self._object

    def _connect(self) -> None:
        """Connect to the scheduler, wait for a worker, and send the served object."""
        connected: Future[Any] = Future()
        Thread(target=_connect_to, args=(self._address, connected), daemon=True).start()
        try:
            # Dask waits without end for something that accepts the connection and does not answer.
            self._client = connected.result(timeout=2 * PATIENCE)
        except Exception as error:
            raise self._failed(f"no Dask scheduler could be reached: {_first_line(error)}") from error
        try:
            self._client.wait_for_workers(1, timeout=PATIENCE)
        except (OSError, RuntimeError) as error:
            raise self._failed(f"the Dask scheduler has had no workers for {PATIENCE:g} seconds") from error
        self._check_versions()
        # The object that serves here may hold mapped files, which cannot be pickled.
        packed = pickle.dumps(self._make())
        # A name of its own for each connection: results of an earlier one may be lost, with words that they were the
        # only ones to analyse.
        self._run = f"bisearch-{sha256(packed).hexdigest()[:16]}-{uuid4().hex}"
        self._sent_object = self._client.submit(remote_calls.keep, packed, key=self._run, pure=False)

    def _disconnect(self) -> None:
        if self._client is None:
            return
        client, self._client = self._client, None
        self._sent_object = None
        with suppress(Exception):  # the work is done, or its error is more important
            if client.status == "running":
                client.run(remote_calls.forget, self._run, on_error="ignore", callback_timeout=INTERVAL)
        with suppress(Exception):
            client.close(timeout=INTERVAL)

    def _check_versions(self) -> None:
        """Raise an error if a worker has other versions than this machine, or no bisearch."""
        here = remote_calls.installed()
        try:
            found = self._client.run(remote_calls.installed, on_error="return", callback_timeout=PATIENCE)
        except (OSError, RuntimeError) as error:
            raise self._failed(f"the Dask workers do not answer: {_first_line(error)}") from error
        for worker, versions in sorted(found.items()):
            if isinstance(versions, Exception):
                reason: str | None = f"cannot import bisearch: {_first_line(versions)}"
            else:
                reason = remote_calls.difference(versions, here)
            if reason is not None:
                raise self._failed(f"Dask worker {worker} {reason}; {_SAME_VERSIONS}")

    def _send(self, function: Callable[..., Any], item: Any, workers: Sequence[str] | None = None) -> _Sent:
        """Send an item to one of some workers, by default of all."""
        packed = pickle.dumps((function, item))
        arguments = (self._sent_object, self._run, remote_calls.installed(), packed)
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Sending large graph")  # texts have to be sent
            future = self._client.submit(remote_calls.call, *arguments, pure=False, workers=workers)
        return _Sent(function, item, future)

    def _most_pending(self) -> int:
        """Return how many items keep the workers busy: for each thread one that runs and one that waits."""
        return max(2, 2 * sum(self._threads().values()))

    def _threads(self) -> dict[str, int]:
        """Return the number of threads of each worker; none if the scheduler does not answer."""
        with suppress(OSError, RuntimeError):
            return dict(self._client.nthreads(callback_timeout=PATIENCE))
        return {}

    def _result(self, pending: deque[_Sent]) -> Any:
        """Return the result of the first item, however often it has to be sent again."""
        without_workers = 0.0
        while True:
            future = pending[0].future
            with suppress(TimeoutError):
                future.exception(timeout=INTERVAL)
            if future.status == "finished":
                with suppress(OSError, RuntimeError, _dask().CancelledError):  # its worker may have died since
                    result = future.result(timeout=MAX_TRANSFER)
                    self._reconnections = 0
                    pending.popleft()
                    return result
            if future.status == "error":
                raise self._error_of(pending[0]) from future.exception()
            if future.status in {"pending", "lost"} and self._client.status == "running":
                started = time.monotonic()
                is_idle = not self._threads()
                without_workers = without_workers + INTERVAL + time.monotonic() - started if is_idle else 0.0
                if without_workers > PATIENCE:
                    raise self._failed(f"the Dask scheduler has had no workers for {PATIENCE:g} seconds")
            else:
                self._send_again(pending)

    def _send_again(self, pending: deque[_Sent]) -> None:
        """Connect again after the connection was lost, and send all pending items."""
        self._reconnections += 1
        if self._reconnections > MAX_RECONNECTIONS:
            raise self._failed(f"the connection to the Dask scheduler was lost {self._reconnections} times")
        self._disconnect()
        self._connect()
        for number, sent in enumerate(pending):
            pending[number] = self._send(sent.function, sent.item)

    def _error_of(self, sent: _Sent) -> Exception:
        """Return the error that an item ends with."""
        error: Exception = sent.future.exception()
        if isinstance(error, _dask().KilledWorker):
            return death_while_processing(
                f"{error.allowed_failures + 1} workers died",
                [self._name_of(each) for each in self._killer(sent)],
                "leave it out, or give the workers more memory",
            )
        if not isinstance(error, BisearchError):
            self._check_versions()  # a worker that has joined may have another bisearch, or none
        if isinstance(error, ClusterError):
            return self._failed(f"{error}; {_SAME_VERSIONS}")
        return error

    def _killer(self, sent: _Sent) -> Sequence[Any]:
        """Return the smallest part of an item that still kills a worker: a document, unless only several do."""
        part = listed(sent.item)
        with suppress(OSError, RuntimeError):  # without workers, it stays unknown which document it is
            while len(part) > 1:
                halves = part[: len(part) // 2], part[len(part) // 2 :]
                # A worker may end for another reason too, so that a part has to kill two.
                killing = next(
                    (half for half in halves if all(self._kills(sent.function, half) for _ in range(2))), None
                )
                if killing is None:
                    break
                part = killing
        return part

    def _kills(self, function: Callable[..., Any], part: Sequence[Any]) -> bool:
        """Return whether a part of an item kills the one worker that it is sent to."""
        self._client.wait_for_workers(1, timeout=PATIENCE)
        worker = next(iter(self._threads()))
        future = self._send(function, part, [worker]).future
        while not future.done():
            with suppress(TimeoutError):
                future.exception(timeout=INTERVAL / 5)
            if not future.done() and worker not in self._threads():
                return True
        return isinstance(future.exception(), _dask().KilledWorker)

    def _failed(self, reason: str) -> ClusterError:
        return ClusterError(f"{self._address}: {reason}; the index is unchanged")


def _dask() -> ModuleType:
    is_new = "distributed" not in sys.modules
    import distributed  # noqa: PLC0415 -- heavy, and only needed with a cluster

    if is_new:  # a program that uses Dask itself decides what is logged
        silence()
    module: ModuleType = distributed
    return module


def silence() -> None:
    """Let Dask log nothing: it reports lost connections on its own, which our errors name."""
    for name in _LOGGERS:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def _connect_to(address: str, connected: Future[Any]) -> None:
    """Give a future a client of a scheduler, or the error."""
    try:
        _dask().comm.resolve_address(address)  # a client with a malformed address is not closed properly
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # `DaskWorkers` compares versions itself
            client = _dask().Client(address, timeout=PATIENCE, set_as_default=False, name="bisearch")
        connected.set_result(client)
    except Exception as error:  # noqa: BLE001 -- it is raised where the future is awaited
        connected.set_exception(error)


def _first_line(error: BaseException) -> str:
    shown = "no answer" if isinstance(error, TimeoutError) else type(error).__name__
    return next(iter(str(error).splitlines()), shown)
