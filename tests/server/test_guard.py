"""Who is answered, and the headers of every answer."""

from __future__ import annotations

import base64
import socket
from typing import TYPE_CHECKING

import pytest

from bisearch.server.guard import host_name
from tests.server.conftest import RunningServer, running

if TYPE_CHECKING:
    from pathlib import Path

ROUTES = ["/", "/search?q=energy", "/d/cable-1", "/healthz", "/static/style.css", "/nothing", "/selection", "/help"]


@pytest.mark.parametrize("route", ROUTES)
def test_no_route_answers_under_an_unknown_host(server: RunningServer, route: str) -> None:
    for host in ("evil.example", "127.0.0.1.evil.example", "localhost.", ""):
        refused = server.get(route, host=host)
        assert refused.status_code == 400
        assert "energy" not in refused.text


@pytest.mark.parametrize("route", ROUTES)
def test_every_answer_has_the_headers_of_security(server: RunningServer, route: str) -> None:
    headers = server.get(route).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert "data:" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in headers
    assert "server" not in headers


@pytest.mark.parametrize(
    ("header", "name"),
    [("localhost:8000", "localhost"), ("LOCALHOST", "localhost"), ("[::1]:80", "[::1]"), ("[::1]", "[::1]"), ("", "")],
)
def test_a_host_is_compared_without_its_port(header: str, name: str) -> None:
    assert host_name(header) == name


def test_a_restricted_archive_needs_its_token(index_folder: Path) -> None:
    with running([index_folder], read_token="geheim") as server:  # noqa: S106 -- of a test
        for route in ROUTES:
            expected = 200 if route == "/healthz" else 401
            assert server.get(route).status_code == expected
        other = base64.b64encode(b"x:wrong").decode()
        for wrong in ("Bearer wrong", "Bearer", "Basic !", f"Basic {other}", "Basic /w==", "geheim"):
            assert server.get("/", authorization=wrong).status_code == 401
        basic = base64.b64encode("кто-то:geheim".encode()).decode()
        for right in ("Bearer geheim", "bearer geheim", f"Basic {basic}"):
            assert server.get("/", authorization=right).status_code == 200
        assert server.get("/").headers["www-authenticate"].startswith("Basic")


def test_a_large_body_is_refused_whether_or_not_its_length_is_announced(server: RunningServer) -> None:
    assert server.request("POST", "/search", content=b"x" * 100_000).status_code == 413
    pieces = (b"x" * 10_000 for _ in range(10))
    assert server.request("POST", "/search", content=pieces).status_code in {400, 405, 413}


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_pages_are_only_read(server: RunningServer, method: str) -> None:
    assert server.request(method, "/search?q=energy").status_code == 405


def test_a_malformed_request_does_not_end_the_server(server: RunningServer) -> None:
    port = int(server.address.rpartition(":")[2])
    for sent in (b"\x00\xff\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n", b"GET /" + b"a" * 70_000, b"\x16\x03\x01"):
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            connection.sendall(sent)
            connection.settimeout(1)
            try:
                connection.recv(100)
            except TimeoutError:
                continue
    assert server.get("/healthz").status_code == 200
