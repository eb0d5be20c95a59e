"""Guard every route: who may ask, how much they may send, and which headers every answer has."""

from __future__ import annotations

import base64
import binascii
import hmac
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response

from bisearch.sanitizing import to_json
from bisearch.server.problems import PROBLEM_TYPE, Problem

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from bisearch.server.settings import ServerSettings

# A page loads nothing but this server's own style sheet, script and pictures, and sends forms only to it.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_HEALTH = "/healthz"
# Programs ask addresses with this part, and get a refusal as a problem (RFC 9457).
_API = "/api/v1/"


class Guard:
    """An ASGI application around another one, which sees only requests that it may answer.

    It refuses a request for an unknown host (400), without the read token (401), or with too large a body (413), and
    adds the headers of security to every answer.
    """

    def __init__(self, app: ASGIApp, settings: ServerSettings) -> None:
        self._app = app
        self._settings = settings
        self._hosts = {host.casefold() for host in settings.allowed_hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        answer = self._app if refusal is None else _problem(refusal) if _API in scope["path"] else refusal
        await answer(scope, self._limited(receive), _with_headers(send))

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        if host_name(headers.get("host", "")) not in self._hosts:
            return PlainTextResponse(
                "This server does not answer under this host name; start it with --allow-host NAME.\n", 400
            )
        token = self._settings.read_token
        if token is not None and scope["path"] != _HEALTH and not _carries(headers.get("authorization", ""), token):
            return PlainTextResponse(
                "This archive needs a token.\n", 401, {"WWW-Authenticate": 'Basic realm="archive", charset="UTF-8"'}
            )
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > self._settings.body_bytes:
            return PlainTextResponse(f"A request may send at most {self._settings.body_bytes:,} bytes.\n", 413)
        return None

    def _limited(self, receive: Receive) -> Receive:
        """Return `receive`, which ends the body of a request that is longer than allowed."""
        taken = 0

        async def limited() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            return {"type": "http.disconnect"} if taken > self._settings.body_bytes else message

        return limited


def _problem(refusal: PlainTextResponse) -> Response:
    """Return a refusal as a problem."""
    detail = bytes(refusal.body).decode().strip()
    problem = Problem(refusal.status_code, "refused", "The server refuses the request", detail, detail)
    headers = {name: value for name, value in refusal.headers.items() if name == "www-authenticate"}
    return Response(to_json(problem.to_dict()), problem.status, headers, PROBLEM_TYPE)


def host_name(host: str) -> str:
    """Return the name in a Host header, in lower case and without the port."""
    name, colon, port = host.rpartition(":")
    return (name if colon and port.isdecimal() else host).casefold()


def is_token(given: str, token: str) -> bool:
    """Return whether a text is the token; the time that it takes says nothing about the token."""
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), token.encode())


def _carries(authorization: str, token: str) -> bool:
    """Return whether an Authorization header has the token: as a bearer, or as the password of any user."""
    scheme, _, value = authorization.partition(" ")
    if scheme.casefold() == "bearer":
        return is_token(value.strip(), token)
    if scheme.casefold() != "basic":
        return False
    try:
        _, _, password = base64.b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return False
    return is_token(password, token)


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sending
