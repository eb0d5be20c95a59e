from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from bisearch.errors import IndexLockedError
from bisearch.storage.locks import IN_USE, WRITER_LOCK, hold_generation, is_read, writer_lock

if TYPE_CHECKING:
    from pathlib import Path


def test_a_second_writer_is_refused_at_once(tmp_path: Path) -> None:
    with writer_lock(tmp_path), pytest.raises(IndexLockedError, match=r"process \d+ on .* since .*--wait"):  # noqa: SIM117
        with writer_lock(tmp_path):
            pass


def test_a_second_writer_waits_for_its_turn(tmp_path: Path) -> None:
    done = threading.Event()

    def write_later() -> None:
        with writer_lock(tmp_path, wait=60):
            done.set()

    with writer_lock(tmp_path):
        thread = threading.Thread(target=write_later)
        thread.start()
        assert not done.wait(0.2)
    thread.join()
    assert done.is_set()


def test_waiting_ends_when_its_time_is_over(tmp_path: Path) -> None:
    with writer_lock(tmp_path), pytest.raises(IndexLockedError):  # noqa: SIM117
        with writer_lock(tmp_path, wait=0.1):
            pass


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"{}", b"\xff"])
def test_who_holds_an_unreadable_lock_is_not_said(tmp_path: Path, text: bytes) -> None:
    with writer_lock(tmp_path):
        (tmp_path / WRITER_LOCK).write_bytes(text)
        with pytest.raises(IndexLockedError, match="another process is writing"), writer_lock(tmp_path):
            pass


def test_a_held_generation_is_read(tmp_path: Path) -> None:
    (tmp_path / IN_USE).touch()
    assert not is_read(tmp_path)
    descriptor = hold_generation(tmp_path)
    assert descriptor is not None
    assert is_read(tmp_path)
