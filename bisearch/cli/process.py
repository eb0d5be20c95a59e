"""The command's own process: signals, start-up, garbage collection and exit.

These settings belong to the whole process, so the library changes none of them. SIGTERM raises `KeyboardInterrupt`, as
SIGINT does, so that every ``with`` and ``finally`` cleans up. If Python swallows the exception, in a ``__del__``, it is
raised again a moment later, provided that the system has interval timers.
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
# New objects between two garbage collections; Python's default is reached many times while modules load.
_THRESHOLD = 50_000
# Python loses some of the errors that it would raise for want of memory, and raises `SystemError` with one of these
# texts instead. The loader of libraries gives the last two as the reason of an `ImportError`.
_WANT_OF_MEMORY = (
    "error return without exception set",
    "without setting an exception",
    "failed to map segment from shared object",
    "cannot create shared object descriptor",
)
# Bytes kept back until there is no more memory, so that it can be reported. They are never written to.
_RESERVE = 4 << 20
_reserve = [bytes(_RESERVE)]
_received = [signal.SIGINT]


def handle_signals() -> None:
    """Let SIGINT and SIGTERM raise `KeyboardInterrupt` from now on."""
    for number in _SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:  # nohup, for example, ignores it
            signal.signal(number, _interrupt)
    if _HAS_TIMER:
        signal.signal(signal.SIGALRM, _interrupt_again)
    sys.unraisablehook = handle_unraisable


def ignore_signals() -> None:
    """Ignore SIGINT and SIGTERM from now on: the program is about to exit."""
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    if _HAS_TIMER:
        signal.signal(signal.SIGALRM, signal.SIG_IGN)


def exit_code() -> int:
    """Return the exit code after a signal: 128 plus the signal's number, as shells do."""
    return 128 + _received[-1]


def collect_less_garbage() -> None:
    """Collect cyclic garbage less often than by default, which would collect many times while modules load."""
    gc.set_threshold(_THRESHOLD)


def handle_unraisable(unraisable: Any) -> None:
    """Raise a swallowed interrupt again, and leave it to the command to report that there is not enough memory."""
    if _HAS_TIMER and isinstance(unraisable.exc_value, KeyboardInterrupt):
        signal.setitimer(signal.ITIMER_REAL, _RETRY)
    elif _reserve and not lacks_memory(unraisable.exc_value):  # other errors may follow from a want of memory
        sys.__unraisablehook__(unraisable)


def lacks_memory(error: BaseException | None) -> bool:
    """Return whether an error was raised because the process got no more memory."""
    if isinstance(error, SystemError | ImportError):
        return any(text in str(error) for text in _WANT_OF_MEMORY)
    return isinstance(error, MemoryError)


def release_reserve() -> None:
    """Free the memory that was kept back: an error is about to be judged and reported."""
    _reserve.clear()


def leave(code: int) -> NoReturn:
    """Exit without freeing every object, which takes time; if loky was used, exit normally, so that it cleans up."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):  # the reader has closed the pipe, which has been handled
            stream.flush()
    if "loky" in sys.modules:
        sys.exit(code)
    os._exit(code)


def _interrupt(number: int, _frame: FrameType | None) -> NoReturn:
    _received.append(signal.Signals(number))
    raise KeyboardInterrupt


def _interrupt_again(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
