"""A bound on time, so that a hang is counted and not waited for."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

# What waits for something uses no processor time; so many times the bound on that, by the clock, is the end for it too.
CLOCK = 20


class HangError(BaseException):
    """It took too long. Not an `Exception`, so that nothing on the way takes it for an error of its own."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise `HangError` in the block after so many seconds of processor time, which a busy machine does not stretch."""
    timers = ((signal.ITIMER_PROF, signal.SIGPROF, seconds), (signal.ITIMER_REAL, signal.SIGALRM, CLOCK * seconds))
    before = [(number, signal.signal(number, _ring)) for _, number, _ in timers]
    for timer, _, length in timers:
        signal.setitimer(timer, length)
    try:
        yield
    finally:
        for timer, _, _ in timers:
            signal.setitimer(timer, 0)
        for number, handler in before:
            signal.signal(number, handler)


def _ring(_number: int, _frame: FrameType | None) -> None:
    raise HangError
