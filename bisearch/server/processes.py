"""Several processes that answer at one address: a supervisor starts them, and starts those again that die."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

from bisearch.errors import BisearchError, ServerError
from bisearch.sanitizing import clean
from bisearch.server.application import application
from bisearch.server.archives import open_archives

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from pathlib import Path

    from starlette.types import ASGIApp
    from uvicorn import Config

    from bisearch.server.settings import ServerSettings


@dataclass(frozen=True, slots=True)
class ApplicationMaker:
    """Makes the application in a process of its own, which ends when the supervisor does.

    Attributes:
        indexes: the folders of the indexes.
        title: the name of the archive for people, if there is one.
        settings: what the server allows.
        made: where each process sends a byte when it has made its application.
    """

    indexes: tuple[Path, ...]
    title: str
    settings: ServerSettings
    made: Connection

    def __call__(self) -> ASGIApp:
        """Return the application; end the process with a line on standard error if an index cannot be opened."""
        threading.Thread(target=_end_with_parent, daemon=True).start()
        try:
            app = application(open_archives(list(self.indexes), self.title), self.settings)
        except BisearchError as error:
            sys.stderr.write(f"bisearch: {clean(str(error))}\n")
            sys.exit(STARTUP_FAILURE)
        self.made.send_bytes(b".")
        return app


def check_indexes(indexes: tuple[Path, ...], title: str) -> None:
    """Open indexes and close them again, so that an error is raised before any process starts.

    Raises:
        StoredIndexError: an index is missing, damaged or of another version.
        ValueError: two indexes have the same name.
    """
    for archive in open_archives(list(indexes), title):
        archive.close()


def supervise(config: Config, made: Connection, listening: socket.socket, ready: Callable[[], None]) -> None:
    """Run the processes until SIGINT or SIGTERM; SIGHUP replaces them one after the other.

    Args:
        config: the configuration of each process, with their number and an `ApplicationMaker`.
        made: the other end of `ApplicationMaker.made`.
        listening: the socket that all of them listen at.
        ready: called when all have made their applications.

    Raises:
        ServerError: a process could not start.
    """

    def wait() -> None:
        for _ in range(config.workers):
            made.recv_bytes()
        ready()

    supervisor = Multiprocess(config, [listening])
    threading.Thread(target=wait, daemon=True).start()
    supervisor.run()
    if any(each.exitcode == STARTUP_FAILURE for each in supervisor.processes):
        raise ServerError("a process of the server could not start")


def _end_with_parent() -> None:
    """End this process when the supervisor has ended, however it ended."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
