"""Offer the tools of an archive over standard input and output, or over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcp.server.transport_security import TransportSecuritySettings

from bisearch.server.archives import open_archives
from bisearch.server.assistants.tools import assistant_server
from bisearch.server.work import WorkQueue

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path
    from typing import Any

    from starlette.routing import BaseRoute

    from bisearch.server.archives import Archive
    from bisearch.server.settings import ServerSettings


def serve_stdio(index: Path, settings: ServerSettings) -> None:
    """Answer an assistant over standard input and output until it ends.

    Args:
        index: the folder of the index.
        settings: the limits of each call.

    Raises:
        StoredIndexError: the index is missing, damaged or of another version.
    """
    (archive,) = open_archives([index])
    try:
        assistant_server(archive, settings.timeout, WorkQueue(settings.searches, settings.waiting)).run("stdio")
    finally:
        archive.close()


class AssistantRoutes:
    """The address ``/mcp`` of an archive, by streamable HTTP.

    Attributes:
        routes: the routes, for the application of the archive.
    """

    def __init__(self, archive: Archive, settings: ServerSettings, queue: WorkQueue) -> None:
        self._server = assistant_server(archive, settings.timeout, queue)
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
