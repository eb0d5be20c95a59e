"""The settings of a server."""

from __future__ import annotations

from dataclasses import dataclass, field

# Names by which a browser on the same machine calls it.
LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """The settings of a server.

    Attributes:
        allowed_hosts: the host names, without ports, under which requests are answered.
        read_token: the token that every request must carry; None lets everybody read.
        corrections_token: the token that a correction must carry; None refuses all corrections.
        timeout: the greatest number of seconds that a request may work.
        searches: how many requests work at the same time.
        waiting: how many more requests wait for their turn; further ones are refused with status 503.
        page_size: the greatest number of hits on a page.
        export_limit: the greatest number of hits in an export.
        body_bytes: the greatest size of the body of a request.
        assistants: whether assistants are answered at ``/mcp``.
    """

    allowed_hosts: tuple[str, ...] = LOCAL_HOSTS
    read_token: str | None = field(default=None, repr=False)
    corrections_token: str | None = field(default=None, repr=False)
    timeout: float = 10.0
    searches: int = 4
    waiting: int = 32
    page_size: int = 100
    export_limit: int = 10_000
    body_bytes: int = 65_536
    assistants: bool = False
