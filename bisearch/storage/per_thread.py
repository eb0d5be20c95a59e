"""What each thread has of its own: a file opened twice rather than a lock."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Generic, TypeVar
from weakref import WeakSet

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class PerThread(Generic[T]):
    """Something that a thread is given when it first asks, and that is closed when the thread has ended.

    Args:
        make: makes one.
        close: closes it; called once for each.
    """

    def __init__(self, make: Callable[[], T], close: Callable[[T], object]) -> None:
        self._make = make
        self._close = close
        self._local = threading.local()
        # Threads own what they were given: with a thread goes its storage, and with that what is in it.
        self._held: WeakSet[_Held[T]] = WeakSet()

    def get(self) -> T:
        """Return the calling thread's own."""
        held: _Held[T] | None = getattr(self._local, "held", None)
        if held is None:
            held = self._local.held = _Held(self._make(), self._close)
            self._held.add(held)
        return held.value

    def close(self) -> None:
        """Close those of all threads; none may be used any more."""
        for held in list(self._held):
            held.close()


class _Held(Generic[T]):
    def __init__(self, value: T, close: Callable[[T], object]) -> None:
        self.value = value
        self._close: Callable[[T], object] | None = close

    def close(self) -> None:
        close, self._close = self._close, None
        if close is not None:
            close(self.value)

    __del__ = close
