"""Offer the tools of an archive over standard input and output, or over HTTP."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from mcp.server.transport_security import TransportSecuritySettings

from bisearch.errors import BisearchError
from bisearch.server.assistants.tools import assistant_server
from bisearch.server.work import WorkQueue
from bisearch.storage.manifest import read_manifest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path
    from typing import Any

    from starlette.routing import BaseRoute

    from bisearch.server.archives import Archive
    from bisearch.server.settings import ServerSettings


def serve_stdio(index: Path, settings: ServerSettings, failed: Callable[[BisearchError], None]) -> None:
    """Answer an assistant over standard input and output until it ends.

    The index is opened while the assistant already reads the list of tools; its first call waits for it.

    Args:
        index: the folder of the index.
        settings: the limits of each call.
        failed: called in another thread if the index cannot be opened.

    Raises:
        StoredIndexError: the index is missing, of another version, or its manifest is damaged.
    """
    read_manifest(index)
    opened: Future[Archive] = Future()
    queue = WorkQueue(settings.searches, settings.waiting)
    server = assistant_server(lambda: opened.result().newest(), settings.timeout, queue)
    with ThreadPoolExecutor(1) as opener:
        opener.submit(_open, index, opened, failed)
        server.run("stdio")
    if opened.exception() is None:
        opened.result().close()


def _open(index: Path, opened: Future[Archive], failed: Callable[[BisearchError], None]) -> None:
    """Open the index of an assistant."""
    from bisearch.server.archives import open_archives  # noqa: PLC0415 -- an assistant is answered earlier without

    try:
        (archive,) = open_archives([index])
    except BaseException as error:  # noqa: BLE001 -- each call raises it
        opened.set_exception(error)
        if isinstance(error, BisearchError):
            failed(error)
    else:
        opened.set_result(archive)


class AssistantRoutes:
    """The address ``/mcp`` of an archive, by streamable HTTP.

    Attributes:
        routes: the routes, for the application of the archive.
    """

    def __init__(self, archive: Archive, settings: ServerSettings, queue: WorkQueue) -> None:
        self._server = assistant_server(archive.newest, settings.timeout, queue)
        hosts = [each for host in settings.allowed_hosts for each in (host, f"{host}:*")]
        app = self._server.streamable_http_app(
            streamable_http_path="/mcp",
            json_response=True,
            stateless_http=True,
            max_request_body_size=settings.body_bytes,
            transport_security=TransportSecuritySettings(
                allowed_hosts=hosts,
                allowed_origins=[f"{scheme}://{host}" for scheme in ("http", "https") for host in hosts],
            ),
        )
        self.routes: Sequence[BaseRoute] = app.routes

    def running(self) -> AbstractAsyncContextManager[Any]:
        """Return the context in which requests are answered."""
        return self._server.session_manager.run()
