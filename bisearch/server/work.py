"""Do the work of requests in threads: only some at the same time, and no endless queue."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

import anyio
import anyio.to_thread

if TYPE_CHECKING:
    from collections.abc import Callable

_Answer = TypeVar("_Answer")


class BusyError(Exception):
    """Too many requests wait already."""


class WorkQueue:
    """Runs blocking calls in threads.

    Args:
        running: how many calls run at the same time.
        waiting: how many more may wait for their turn.
    """

    def __init__(self, running: int, waiting: int) -> None:
        self._limiter = anyio.CapacityLimiter(running)
        self._most = running + waiting
        self._present = 0

    async def run(self, call: Callable[[], _Answer]) -> _Answer:
        """Return the answer of a call.

        A call that has begun is never abandoned: its own deadline ends it, and its thread is free again.

        Raises:
            BusyError: too many calls run and wait already.
        """
        if self._present >= self._most:
            raise BusyError
        self._present += 1
        try:
            return await anyio.to_thread.run_sync(partial(call), limiter=self._limiter)
        finally:
            self._present -= 1
