"""The time by which a piece of work must end, checked at many places in its loops."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

from bisearch.errors import SearchTimeoutError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_Item = TypeVar("_Item")

# A loop over many small items looks at the clock once for this many.
ITEMS_BETWEEN_CHECKS = 256


class Deadline:
    """A moment after which `check` raises an error.

    Args:
        seconds: how long the work may take from now, at least 0; None sets no limit.
    """

    __slots__ = ("_end", "_seconds")

    def __init__(self, seconds: float | None = None) -> None:
        self._seconds = seconds
        self._end = None if seconds is None else time.monotonic() + seconds

    @property
    def is_set(self) -> bool:
        """Whether there is a limit."""
        return self._end is not None

    @property
    def seconds_left(self) -> float | None:
        """The seconds that remain, at least 0; None if there is no limit."""
        return None if self._end is None else max(0.0, self._end - time.monotonic())

    def check(self) -> None:
        """Raise `SearchTimeoutError` if the time is over."""
        if self._end is not None and time.monotonic() >= self._end:
            raise SearchTimeoutError(
                f"the search was stopped after {self._seconds:g} s, its time limit; ask for less or allow more time"
            )

    def through(self, items: Iterable[_Item]) -> Iterator[_Item]:
        """Yield items, and check the deadline now and then."""
        return self._checked(items) if self.is_set else iter(items)

    def _checked(self, items: Iterable[_Item]) -> Iterator[_Item]:
        for place, item in enumerate(items):
            if not place % ITEMS_BETWEEN_CHECKS:
                self.check()
            yield item


NO_DEADLINE = Deadline()
