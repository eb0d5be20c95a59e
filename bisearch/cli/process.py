"""The command's own process: signals, start-up, garbage collection and exit.

All of this is process-wide, so the library does none of it. SIGTERM raises `KeyboardInterrupt`, as SIGINT does, so that
every ``with`` and ``finally`` cleans up. Where Python swallows the exception, in a ``__del__``, it is raised again a
moment later, if the system has interval timers.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_HAS_TIMER = hasattr(signal, "SIGALRM") and hasattr(signal, "setitimer")
# Seconds until a swallowed interrupt is raised again.
_RETRY = 0.01
# Allocations between two collections of a command that reads: loading its modules makes many objects that stay.
_THRESHOLD = 50_000
_received = [signal.SIGINT]


def handle_signals() -> None:
    """Let SIGINT and SIGTERM raise `KeyboardInterrupt` from now on."""
    for number in _SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:  # nohup and the like want it ignored
            signal.signal(number, _interrupt)
    if _HAS_TIMER:
        signal.signal(signal.SIGALRM, _interrupt_again)
        sys.unraisablehook = _retry_interrupt


def ignore_signals() -> None:
    """Ignore SIGINT and SIGTERM from now on: the program is about to exit."""
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    if _HAS_TIMER:
        signal.signal(signal.SIGALRM, signal.SIG_IGN)


def exit_code() -> int:
    """Return the exit code after a signal, as shells have it: 128 plus the signal's number."""
    return 128 + _received[-1]


def without_scipy() -> None:
    """Keep NLTK from importing scipy, where it is installed, for statistics that bisearch does not use."""
    sys.modules.setdefault("scipy", None)  # type: ignore[arg-type]  # Python then takes it for not installed


def collect_less_garbage() -> None:
    """Look for cyclic garbage less often."""
    gc.set_threshold(_THRESHOLD)


def collect_no_garbage() -> None:
    """Stop looking for cyclic garbage: a build makes millions of objects, and no cycles of them."""
    gc.disable()


def leave(code: int) -> NoReturn:
    """Exit without freeing every object, which takes time; with worker processes, exit the usual way.

    loky removes its semaphores at exit.
    """
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):  # its reader has gone, which has been reported
            stream.flush()
    if "loky" in sys.modules:
        sys.exit(code)
    os._exit(code)


def _interrupt(number: int, _frame: FrameType | None) -> NoReturn:
    _received.append(signal.Signals(number))
    raise KeyboardInterrupt


def _interrupt_again(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def _retry_interrupt(unraisable: Any) -> None:
    if isinstance(unraisable.exc_value, KeyboardInterrupt):
        signal.setitimer(signal.ITIMER_REAL, _RETRY)
    else:
        sys.__unraisablehook__(unraisable)
