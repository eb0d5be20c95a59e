"""Serve archives over HTTP until a signal ends it."""

from __future__ import annotations

import errno
import socket
from multiprocessing import Pipe
from typing import TYPE_CHECKING

import uvicorn

from bisearch.errors import ServerError
from bisearch.server.application import application
from bisearch.server.archives import open_archives
from bisearch.server.processes import ApplicationMaker, check_indexes, supervise

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from starlette.types import ASGIApp

    from bisearch.server.settings import ServerSettings

# More connections than these are refused at once.
_CONNECTIONS = 256
_SECONDS_TO_FINISH = 10
_BACKLOG = 128
# A process that does not answer its supervisor for so long is ended, and another one takes its place.
_SECONDS_UNTIL_HUNG = 30


def serve(  # noqa: PLR0913 -- the parts of an address, and what is shown there
    indexes: Sequence[Path],
    settings: ServerSettings,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    root_path: str = "",
    title: str = "",
    access_log: bool = False,
    workers: int = 1,
    ready: Callable[[str], None] | None = None,
) -> None:
    """Serve indexes until SIGINT or SIGTERM.

    Args:
        indexes: the folders of the indexes.
        settings: what the server allows.
        host: the address to listen at.
        port: the port to listen at; 0 takes any free one.
        root_path: the path under which a proxy shows the server.
        title: the name of the archive for people, if there is one.
        access_log: whether each request is logged, with the queries of readers.
        workers: the number of processes that answer, at least 1; the limits of the settings are those of each.
        ready: called with the server's address when it answers.

    Raises:
        StoredIndexError: an index is missing, damaged or of another version.
        ServerError: the server cannot listen at the address, or one of its processes could not start.
        ValueError: two indexes have the same name.
    """
    listening = listen(host, port)
    address = f"http://{_in_address(host)}:{listening.getsockname()[1]}{root_path.rstrip('/')}/"

    def say() -> None:
        if ready is not None:
            ready(address)

    try:
        if workers == 1:
            server = http_server(
                application(open_archives(list(indexes), title), settings), root_path, access_log=access_log
            )
            say()
            server.run(sockets=[listening])
        else:
            check_indexes(tuple(indexes), title)
            made, send_made = Pipe(duplex=False)
            maker = ApplicationMaker(tuple(indexes), title, settings, send_made)
            supervise(_config(maker, root_path, access_log=access_log, workers=workers), made, listening, say)
    finally:
        listening.close()


def http_server(app: ASGIApp, root_path: str = "", *, access_log: bool = False) -> uvicorn.Server:
    """Return the server of an application; arguments as in `serve`."""
    return uvicorn.Server(_config(app, root_path, access_log=access_log))


def _config(app: ASGIApp | ApplicationMaker, root_path: str, *, access_log: bool, workers: int = 1) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        factory=workers > 1,
        workers=workers,
        timeout_worker_healthcheck=_SECONDS_UNTIL_HUNG,
        root_path=root_path.rstrip("/"),
        ws="none",
        server_header=False,
        proxy_headers=False,
        limit_concurrency=_CONNECTIONS,
        timeout_graceful_shutdown=_SECONDS_TO_FINISH,
        log_level="warning",
        access_log=access_log,
        log_config=_LOG if access_log else None,
    )


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens.

    Raises:
        ServerError: the port is in use or not permitted, or this machine has no such address.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            reason = "the port is in use; choose another one with --port"
        elif error.errno in {errno.EACCES, errno.EPERM}:
            reason = "the port may not be used by this user; choose one above 1023 with --port"
        else:
            reason = (error.strerror or str(error)).lower()
        raise ServerError(f"cannot listen at {_in_address(host)}:{port}: {reason}") from error


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host


_LOG = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {"uvicorn.access": {"handlers": ["stderr"], "level": "INFO", "propagate": False}},
}
