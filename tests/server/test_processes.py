"""A server of several processes: each shows what another one has written, and none outlives the server."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import httpx
import pytest

import bisearch
from bisearch.errors import StoredIndexError
from bisearch.server.processes import check_indexes

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")
TOKEN = "пароль"  # noqa: S105 -- of a test
SECONDS = 60


class ServerProcess:
    """The command `serve` with two processes."""

    def __init__(self, index: Path, token: Path) -> None:
        command = [sys.executable, "-m", "bisearch", "serve", str(index), "--port", "0", "--workers", "2",
                   "--corrections-token-file", str(token)]  # fmt: skip
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert self.process.stderr is not None
        self.address = self.process.stderr.readline().split()[0].rstrip("/")
        self.workers = [pid for pid in children(self.process.pid) if "spawn_main" in command_of(pid)]

    def get(self, path: str) -> httpx.Response:
        """Ask over a new connection, which any process may take."""
        return httpx.get(self.address + path, timeout=SECONDS)


def children(parent: int) -> list[int]:
    """Return the numbers of the running processes that a process has started."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue  # it has just ended
        if int(fields[1]) == parent and fields[0] != "Z":
            found.append(int(status.parent.name))
    return found


def command_of(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8")


def ended(pids: list[int]) -> bool:
    """Return whether processes end within the time limit."""
    until = time.monotonic() + SECONDS
    while any(Path(f"/proc/{pid}").exists() for pid in pids):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


@pytest.fixture
def server(archive: Path, tmp_path: Path) -> Iterator[ServerProcess]:
    bisearch.build([archive], tmp_path / "index", bisearch.BuildOptions(jobs=1))
    (tmp_path / "token").write_text(TOKEN, encoding="utf-8")
    started = ServerProcess(tmp_path / "index", tmp_path / "token")
    try:
        yield started
    finally:
        started.process.kill()
        started.process.wait(SECONDS)
        assert started.process.stderr is not None
        started.process.stderr.close()
        assert ended(started.workers)


def test_every_process_shows_at_once_what_one_has_corrected(server: ServerProcess) -> None:
    assert len(server.workers) == 2
    reference = json.loads(server.get("/search?q=Смит&format=json").text)["hits"][0]["passage"]["permanent_reference"]
    fields = {
        "action": "word", "reference": reference, "word": "Смит", "reading": "Смитов", "who": "Волков", "token": TOKEN,
    }  # fmt: skip
    headers = {"Origin": server.address, "Content-Type": "application/x-www-form-urlencoded"}
    made = httpx.post(f"{server.address}/corrections", content=urlencode(fields), headers=headers, timeout=SECONDS)
    assert made.status_code == 303
    for _ in range(12):
        assert "<mark>Смит</mark>" in server.get("/search?q=Смитов").text
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(SECONDS) == 0
    assert ended(server.workers)


def test_a_process_that_dies_is_replaced(server: ServerProcess) -> None:
    dead = server.workers[0]
    os.kill(dead, signal.SIGKILL)
    assert ended([dead])
    for _ in range(6):
        assert server.get("/healthz").status_code == 200
    until = time.monotonic() + SECONDS
    while len(new := [pid for pid in children(server.process.pid) if "spawn_main" in command_of(pid)]) < 2:
        assert time.monotonic() < until
        time.sleep(0.05)
    assert dead not in new
    server.process.send_signal(signal.SIGINT)
    assert server.process.wait(SECONDS) == 0
    assert ended(new)


def test_no_process_starts_for_an_index_that_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(StoredIndexError):
        check_indexes((tmp_path / "none",), "")
