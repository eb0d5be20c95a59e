"""Freed memory goes back to the system."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bisearch.indexing.freed_memory import return_freed_memory

if TYPE_CHECKING:
    from collections.abc import Callable


def resident() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * 4096


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc must be asked")
def test_freed_pieces_between_used_ones_are_returned() -> None:
    pieces = [bytes(4_000) for _ in range(20_000)]
    used = pieces[::20]
    full = resident()
    pieces.clear()
    return_freed_memory()
    assert full - resident() > 30 << 20
    assert len(used) == 1_000


@pytest.mark.parametrize("error", [OSError, AttributeError])
def test_a_library_without_the_call_is_no_error(monkeypatch: pytest.MonkeyPatch, error: type[Exception]) -> None:
    def refuse(_: object) -> Callable[[], None]:
        raise error

    monkeypatch.setattr("ctypes.CDLL", refuse)
    return_freed_memory()
