"""An archive shown by a server in a thread, and a client that asks it."""

from __future__ import annotations

import json
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpx
import pytest

import bisearch
from bisearch.server.application import application
from bisearch.server.archives import open_archives
from bisearch.server.serve import http_server, listen
from bisearch.server.settings import ServerSettings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

SCRIPT = "<script>alert(1)</script>"
# Texts that try to become markup, to hide, to reorder what is shown, or to leave their place.
HOSTILE = [
    {"id": f"{SCRIPT}", "title": f"{SCRIPT}\u202eevil\x1b[31m", "date": "1946",
     "author": f"\"'><img src=x onerror=1>{SCRIPT}",
     "text_ru": f"Атомная {SCRIPT} энергия служит миру, и не только миру, но и народному хозяйству.",
     "text_en": f"Atomic {SCRIPT} energy serves peace, and not peace alone but the national economy as well.",
     "url": "javascript:alert(1)",
     "fields": {f"box{SCRIPT}": f"{SCRIPT}"}},
    {"id": "../../etc/passwd", "title": "Path", "text_ru": "Енот спит.", "text_en": "The raccoon sleeps."},
    {"id": "a b/c?d#e%2F&f", "title": "Query", "text_ru": "Барсук спит.", "text_en": "The badger sleeps."},
    {"id": "..", "title": "Dots", "text_ru": "Выдра спит.", "text_en": "The otter sleeps."},
]  # fmt: skip


class RunningServer:
    """A server that runs in a thread.

    Attributes:
        address: the beginning of its addresses, without a slash at the end.
    """

    def __init__(self, indexes: Sequence[Path], settings: ServerSettings, root_path: str = "") -> None:
        self._socket = listen("127.0.0.1", 0)
        self._server = http_server(application(open_archives(list(indexes)), settings), root_path)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True)
        self._thread.start()
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        while not self._server.started:
            assert self._thread.is_alive(), "the server ended while it started"
            time.sleep(0.01)
        self._client = httpx.Client(base_url=self.address, timeout=30)

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self._client.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def request(self, method: str, path: str, **keywords: object) -> httpx.Response:
        return self._client.request(method, path, **keywords)  # type: ignore[arg-type]

    def stop(self) -> None:
        self._client.close()
        self._server.should_exit = True
        self._thread.join(20)
        self._socket.close()


@contextmanager
def running(indexes: Sequence[Path], root_path: str = "", **settings: object) -> Iterator[RunningServer]:
    server = RunningServer(indexes, ServerSettings(**settings), root_path)  # type: ignore[arg-type]
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def server(index_folder: Path) -> Iterator[RunningServer]:
    """Yield a server of the small archive."""
    with running([index_folder]) as started:
        yield started


@pytest.fixture(scope="session")
def hostile_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an index of documents that attack the page."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "r.jsonl").write_text("\n".join(map(json.dumps, HOSTILE)), encoding="utf-8")
    bisearch.build([folder / "r.jsonl"], folder / "index")
    return folder / "index"


@pytest.fixture(scope="session")
def hostile_server(hostile_folder: Path) -> Iterator[RunningServer]:
    with running([hostile_folder]) as started:
        yield started
