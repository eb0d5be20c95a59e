"""Corrections from the page: who may make them, and what they change."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

import bisearch
from tests.server.conftest import RunningServer, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TOKEN = "пароль-архива"  # noqa: S105 -- of a test


@pytest.fixture
def folder(archive: Path, tmp_path: Path) -> Path:
    bisearch.build([archive], tmp_path / "index")
    return tmp_path / "index"


@pytest.fixture
def server(folder: Path) -> Iterator[RunningServer]:
    with running([folder], corrections_token=TOKEN) as started:
        yield started


def reference_of(server: RunningServer, query: str) -> str:
    found = re.search(r'value="([^"]+/\d+-[^"]+)" form="pick"', server.get(f"/search?q={query}").text)
    assert found is not None
    return found[1]


def send(server: RunningServer, origin: str | None = None, **fields: str) -> int:
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": origin or server.address}
    answer = server.request("POST", "/corrections", content=urlencode(fields), headers=headers)
    return answer.status_code


def test_a_reading_is_found_at_once_and_the_source_stays(server: RunningServer) -> None:
    reference = reference_of(server, "Смит")
    made = send(server, action="word", reference=reference, word="Смит", reading="Смитов", who="А. Волков", token=TOKEN)
    assert made == 303
    text = server.get("/search?q=Смитов").text
    assert "<mark>Смит</mark>" in text
    listed = server.get("/corrections").text
    assert "А. Волков" in listed
    assert "Смит → Смитов" in listed


def test_a_correction_is_taken_back(server: RunningServer, folder: Path) -> None:
    reference = reference_of(server, "Смит")
    send(server, action="unlink", reference=reference, who="А. Волков", token=TOKEN)
    assert "No English counterpart" in server.get("/d/cable-1").text
    (made,) = bisearch.Corrections(folder).list()
    assert send(server, action="undo", id=made.correction.id, who="А. Волков", token=TOKEN) == 303
    assert "No English counterpart" not in server.get("/d/cable-1").text


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"token": "wrong"}, 403), ({"token": ""}, 403), ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403), ({"action": "delete"}, 400), ({"reference": "cable-9/1"}, 404),
        ({"reference": "cable-1"}, 404), ({"word": "Жуков"}, 400), ({"reading": ""}, 400), ({"who": ""}, 400),
    ],
)  # fmt: skip
def test_a_correction_that_is_not_allowed_or_does_not_fit_changes_nothing(
    server: RunningServer, folder: Path, changed: dict[str, str], status: int
) -> None:
    fields = {"action": "word", "reference": reference_of(server, "Смит"), "word": "Смит", "reading": "Смитов",
              "who": "А. Волков", "token": TOKEN}  # fmt: skip
    assert send(server, **{**fields, **changed}) == status
    assert bisearch.Corrections(folder).list() == []


def test_a_server_without_a_token_for_corrections_takes_none(folder: Path) -> None:
    with running([folder]) as server:
        assert send(server, action="name", spelling="Смит", other="Смитт", who="x", token="") == 403
        assert '<form class="count" method="post"' not in server.get("/corrections").text


def test_a_request_without_an_origin_is_refused(server: RunningServer) -> None:
    body = urlencode({"action": "name", "spelling": "Смит", "other": "Смитт", "who": "x", "token": TOKEN})
    assert server.request("POST", "/corrections", content=body).status_code == 403


def test_a_page_in_the_browsers_cache_is_old_after_a_dismissal(server: RunningServer) -> None:
    """A dismissal commits nothing, but changes what is shown."""
    tag = server.get("/audit").headers["etag"]
    assert server.get("/audit", if_none_match=tag).status_code == 304
    assert send(server, action="dismiss", key="0123456789abcdef", who="А. Волков", token=TOKEN) == 303
    assert server.get("/audit", if_none_match=tag).status_code == 200
