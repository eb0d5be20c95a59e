"""A limit on CPU time, so that a hang counts as a failure instead of blocking the run."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

# A process that only waits uses no CPU time; it is stopped after this many times the limit in wall time.
WALL_FACTOR = 20


class TimeLimitError(BaseException):
    """The time limit was reached. Not an `Exception`, so that no handler on the way swallows it."""


@contextmanager
def cpu_limit(seconds: float) -> Iterator[None]:
    """Raise `TimeLimitError` in the block after `seconds` of CPU time, which does not depend on the machine's load."""
    timers = (
        (signal.ITIMER_PROF, signal.SIGPROF, seconds),
        (signal.ITIMER_REAL, signal.SIGALRM, WALL_FACTOR * seconds),
    )
    before = [(number, signal.signal(number, _expire)) for _, number, _ in timers]
    for timer, _, length in timers:
        signal.setitimer(timer, length)
    try:
        yield
    finally:
        for timer, _, _ in timers:
            signal.setitimer(timer, 0)
        for number, handler in before:
            signal.signal(number, handler)


def _expire(_number: int, _frame: FrameType | None) -> None:
    raise TimeLimitError
