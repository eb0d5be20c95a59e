"""Requests share the machine: a deadline for each, few at a time, no endless queue."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import anyio
import pytest

import bisearch
from bisearch.index import Index
from bisearch.searching.planning import plan_query
from bisearch.server.work import BusyError, WorkQueue
from tests.server.conftest import running

if TYPE_CHECKING:
    from pathlib import Path


def test_a_search_that_would_take_ten_seconds_is_stopped_at_the_time_limit(
    index_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every reading of postings is made slow, so that only the deadline of the search can end it."""
    original = plan_query

    def slow(*arguments: object, **keywords: object) -> object:
        readers = arguments[2]
        for _ in range(1000):
            time.sleep(0.01)
            readers.deadline.check()  # type: ignore[attr-defined]
        return original(*arguments, **keywords)  # type: ignore[arg-type]

    with running([index_folder], timeout=0.3) as server:
        monkeypatch.setattr("bisearch.searching.search.plan_query", slow)
        began = time.monotonic()
        answer = server.get("/search?q=энергия")
        assert answer.status_code == 503
        assert "took too long" in answer.text
        assert time.monotonic() - began < 5
        monkeypatch.undo()
        assert server.get("/search?q=энергия").status_code == 200


def test_a_list_of_documents_that_takes_too_long_is_stopped(index_folder: Path) -> None:
    with running([index_folder], timeout=1e-9) as server:
        problem = server.get("/api/v1/documents?query=title:cable")
    assert (problem.status_code, problem.json()["type"]) == (503, "urn:bisearch:problem:timeout")


def test_more_requests_than_can_wait_are_refused_with_the_time_to_ask_again(
    index_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    going_on = threading.Event()
    original = Index.search

    def waiting(self: Index, *arguments: object, **keywords: object) -> object:
        going_on.wait(20)
        return original(self, *arguments, **keywords)  # type: ignore[arg-type]

    with running([index_folder], searches=1, waiting=1) as server, ThreadPoolExecutor(4) as pool:
        monkeypatch.setattr(Index, "search", waiting)
        asked = [pool.submit(server.get, f"/search?q=энергия&limit={number}") for number in range(1, 5)]
        while sum(each.done() for each in asked) < 2:
            time.sleep(0.01)
        going_on.set()
        answers = [each.result() for each in asked]
    assert sorted(answer.status_code for answer in answers) == [200, 200, 503, 503]
    assert all(answer.headers["retry-after"] for answer in answers if answer.status_code == 503)


def test_a_queue_is_free_again_after_errors() -> None:
    queue = WorkQueue(1, 0)

    def failing() -> None:
        raise KeyError

    async def use() -> int:
        for _ in range(3):
            with pytest.raises(KeyError):
                await queue.run(failing)
        return await queue.run(lambda: 7)

    assert anyio.run(use) == 7


def test_a_full_queue_refuses() -> None:
    with pytest.raises(BusyError):
        anyio.run(WorkQueue(0, 0).run, lambda: None)


def test_a_new_commit_is_shown_without_a_restart(archive: Path, tmp_path: Path) -> None:
    folder = tmp_path / "index"
    bisearch.build([archive], folder)
    with running([folder]) as server:
        assert server.get("/search?q=raccoon&format=json").json()["total"] == 0
        with bisearch.open(folder) as index, index.writer() as writer:
            writer.add(bisearch.Document(id="letter-7", text_ru="Енот спит.", text_en="The raccoon sleeps."))
        for _ in range(50):
            if server.get("/search?q=raccoon&format=json").json()["total"]:
                break
            time.sleep(0.1)
        assert server.get("/search?q=raccoon&format=json").json()["total"] == 1


def test_an_index_put_in_the_place_of_another_is_taken_up(archive: Path, hostile_folder: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    bisearch.build([archive], first)
    bisearch.build([hostile_folder.parent / "r.jsonl"], second)
    place = tmp_path / "index"
    place.symlink_to(first)
    with running([place]) as server:
        assert server.get("/search?q=энергия&format=json").json()["total"] > 0
        place.unlink()
        place.symlink_to(second)
        for _ in range(50):
            answer = server.get("/search?q=badger&format=json")
            assert answer.status_code == 200
            if answer.json()["total"]:
                break
            time.sleep(0.1)
        assert server.get("/search?q=badger&format=json").json()["total"] == 1
