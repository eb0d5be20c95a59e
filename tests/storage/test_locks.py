from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from bisearch.errors import IndexLockedError
from bisearch.storage.locks import IN_USE, WRITER, has_locks, is_generation_in_use, lock_generation, writer_lock

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


def test_a_writer_may_wait_without_limit(tmp_path: Path) -> None:
    with writer_lock(tmp_path, wait=float("inf")):
        assert (tmp_path / WRITER).exists()
    assert not (tmp_path / WRITER).exists()


def test_waiting_ends_when_its_time_is_over(tmp_path: Path) -> None:
    with writer_lock(tmp_path), pytest.raises(IndexLockedError):  # noqa: SIM117
        with writer_lock(tmp_path, wait=0.1):
            pass


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"{}", b"\xff"])
def test_the_holder_is_not_named_when_its_record_is_unreadable(tmp_path: Path, text: bytes) -> None:
    with writer_lock(tmp_path):
        (tmp_path / WRITER).write_bytes(text)
        with pytest.raises(IndexLockedError, match="another process is writing"), writer_lock(tmp_path):
            pass


def test_a_generation_is_in_use_while_it_is_locked(tmp_path: Path) -> None:
    (tmp_path / IN_USE).touch()
    assert not is_generation_in_use(tmp_path)
    first, second = lock_generation(tmp_path), lock_generation(tmp_path)
    assert first is not None
    assert second is not None
    first.release()
    assert is_generation_in_use(tmp_path)
    second.release()
    assert not is_generation_in_use(tmp_path)


def test_locking_a_generation_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / IN_USE).touch(mode=0o444)
    tmp_path.chmod(0o555)
    before = (tmp_path / IN_USE).stat()
    lock = lock_generation(tmp_path)
    assert lock is not None
    assert [path.name for path in tmp_path.iterdir()] == [IN_USE]
    lock.release()
    after = (tmp_path / IN_USE).stat()
    assert (after.st_size, after.st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    tmp_path.chmod(0o755)


def test_a_missing_generation_cannot_be_locked(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        lock_generation(tmp_path)
    assert not is_generation_in_use(tmp_path)


def test_both_locks_end_with_a_killed_process(tmp_path: Path) -> None:
    (tmp_path / IN_USE).touch()
    code = (
        "import pathlib, sys, time\n"
        "from bisearch.storage.locks import lock_generation, writer_lock\n"
        "folder = pathlib.Path(sys.argv[1])\n"
        "lock = lock_generation(folder)\n"
        "with writer_lock(folder):\n"
        "    print(flush=True)\n"
        "    time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code, tmp_path], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert is_generation_in_use(tmp_path)
        with pytest.raises(IndexLockedError, match=f"process {process.pid} "), writer_lock(tmp_path):
            pass
        process.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    assert not is_generation_in_use(tmp_path)
    with writer_lock(tmp_path):
        pass


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.EOPNOTSUPP])
def test_without_locks_a_file_excludes_other_writers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    fcntl = pytest.importorskip("fcntl")

    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fcntl, "flock", refuse)
    code = (
        f"import fcntl, pathlib, sys\ndef refuse(*_): raise OSError({number}, 'no locks')\nfcntl.flock = refuse\n"
        "from bisearch.storage.locks import writer_lock\n"
        "with writer_lock(pathlib.Path(sys.argv[1])):\n    pass\n"
    )
    with writer_lock(tmp_path):
        other = subprocess.run([sys.executable, "-c", code, tmp_path], capture_output=True, text=True, check=False)
        assert IndexLockedError.__name__ in other.stderr
        assert "if that process has ended" in other.stderr
    with writer_lock(tmp_path):
        pass


def test_a_generation_that_cannot_be_locked_is_read_without_a_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / IN_USE).touch()
    assert has_locks(tmp_path)
    monkeypatch.setattr("bisearch.storage.locks._locked", lambda *_: None)
    assert not has_locks(tmp_path)


def test_a_writer_that_has_not_named_itself_yet_is_named_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writer_lock(tmp_path):
        record = (tmp_path / WRITER).read_bytes()
        (tmp_path / WRITER).unlink()
        looks = iter(range(10))

        def sleep(_: float) -> None:
            if next(looks) == 2:
                (tmp_path / WRITER).write_bytes(record)

        monkeypatch.setattr(time, "sleep", sleep)
        with pytest.raises(IndexLockedError, match=r"process \d+ on .* since"), writer_lock(tmp_path):
            pass


def test_a_writer_whose_name_is_gone_releases_the_lock_to_the_one_that_asks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The record of the name is removed before the lock is released: a writer that asks in between gets the lock."""
    first = ExitStack()
    first.enter_context(writer_lock(tmp_path))
    (tmp_path / WRITER).unlink()
    monkeypatch.setattr(time, "sleep", lambda _: first.close())
    with writer_lock(tmp_path):
        assert json.loads((tmp_path / WRITER).read_bytes())["pid"] == os.getpid()
