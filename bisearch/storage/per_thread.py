"""Values that each thread has for itself, such as an open file, so that threads need no lock."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Generic, TypeVar
from weakref import WeakSet

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class PerThread(Generic[T]):
    """A value that is created when a thread first asks for it and closed when the thread ends.

    Args:
        make: creates a value.
        close: closes a value; called once for each.
    """

    def __init__(self, make: Callable[[], T], close: Callable[[T], object]) -> None:
        self._make = make
        self._close = close
        self._local = threading.local()
        # Only the thread's own storage refers to its value, so the value is closed when the thread ends.
        self._held: WeakSet[_Held[T]] = WeakSet()

    def get(self) -> T:
        """Return the calling thread's value."""
        held: _Held[T] | None = getattr(self._local, "held", None)
        if held is None:
            held = self._local.held = _Held(self._make(), self._close)
            self._held.add(held)
        return held.value

    def close(self) -> None:
        """Close the values of all threads; none may be used afterwards."""
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
