from __future__ import annotations

from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from bisearch.storage.per_thread import PerThread

if TYPE_CHECKING:
    from collections.abc import Callable

    from bisearch import Index

DESCRIPTORS = Path("/proc/self/fd")


def in_thread(work: Callable[[], object]) -> None:
    thread = Thread(target=work)
    thread.start()
    thread.join()


def test_each_thread_has_its_own_value_which_is_closed_when_the_thread_ends() -> None:
    closed: list[object] = []
    own = PerThread(object, closed.append)
    here = own.get()
    assert own.get() is here
    found: list[object] = []
    in_thread(lambda: found.append(own.get()))
    assert found != [here]
    assert closed == found
    own.close()
    assert closed == [*found, here]
    own.close()
    assert len(closed) == 2


@pytest.mark.skipif(not DESCRIPTORS.is_dir(), reason="descriptors are counted in /proc")
def test_threads_leave_no_file_open_after_a_search(index: Index) -> None:
    def opened() -> int:
        in_thread(lambda: index.search("energy"))
        return len(list(DESCRIPTORS.iterdir()))

    first, threads = opened(), 20
    assert [opened() for _ in range(threads)][-1] < first + threads
