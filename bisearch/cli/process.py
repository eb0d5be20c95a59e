"""Ending on a signal as a user expects: at once, quietly, with what was committed as it was.

SIGTERM is made to raise `KeyboardInterrupt`, as SIGINT does, so that every ``with`` and ``finally`` on the way out
cleans up. Where Python swallows an exception, in a ``__del__`` that happens to run, it is raised again a moment later.
"""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from types import FrameType

_HEEDED = (signal.SIGINT, signal.SIGTERM)
# After how many seconds a swallowed interrupt is raised again.
_AGAIN = 0.01
_received = [signal.SIGINT]


def heed() -> None:
    """Let SIGINT and SIGTERM raise `KeyboardInterrupt` from now on."""
    for number in _HEEDED:
        if signal.getsignal(number) is not signal.SIG_IGN:  # whoever started us, nohup perhaps, wants it ignored
            signal.signal(number, _interrupt)
    signal.signal(signal.SIGALRM, _interrupt_again)
    sys.unraisablehook = _swallowed


def ignore() -> None:
    """Let neither do anything from now on: the program is leaving anyway."""
    for number in (*_HEEDED, signal.SIGALRM):
        signal.signal(number, signal.SIG_IGN)


def exit_code() -> int:
    """Return the exit code of a program that ends on the signal received: 128 and its number, as shells have it."""
    return 128 + _received[-1]


def _interrupt(number: int, _frame: FrameType | None) -> NoReturn:
    _received.append(signal.Signals(number))
    raise KeyboardInterrupt


def _interrupt_again(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def _swallowed(unraisable: Any) -> None:
    if isinstance(unraisable.exc_value, KeyboardInterrupt):
        signal.setitimer(signal.ITIMER_REAL, _AGAIN)
    else:
        sys.__unraisablehook__(unraisable)
