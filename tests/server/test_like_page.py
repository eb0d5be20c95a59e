"""The page of the passages that say the same, and the links that lead to it."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING

import pytest

import bisearch
from tests.server.conftest import RunningServer, running
from tests.server.test_search_page import links

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXT = "The store is shut for repairs until spring."


@pytest.fixture(scope="module")
def with_vectors(folder_with_vectors: Path) -> Iterator[RunningServer]:
    with running([folder_with_vectors]) as started:
        yield started


@pytest.mark.parametrize("ui", ["en", "ru"])
def test_a_hit_and_a_passage_lead_to_the_passages_that_say_the_same(with_vectors: RunningServer, ui: str) -> None:
    for page in (f"/search?q=склад&ui={ui}", f"/d/order-1/1?ui={ui}"):
        (address, *_) = [link for link in links(with_vectors.get(page).text) if link.startswith("/like")]
        answer = with_vectors.get(address)
        assert answer.status_code == 200
        assert {"en": "Passages that say the same", "ru": "Отрывки о том же"}[ui] in answer.text
        assert "The warehouse is closed until spring" in answer.text
        assert {"en": "near in meaning: 0.", "ru": "близко по смыслу: 0."}[ui] in answer.text


def test_every_link_of_the_page_leads_somewhere(with_vectors: RunningServer) -> None:
    for start in ("/like?reference=order-1/1", f"/like?text={TEXT}&limit=1&ui=ru", "/like"):
        for link in links(with_vectors.get(start).text):
            assert not link.startswith("/") or with_vectors.get(link).status_code == 200, link


def test_the_record_is_that_of_the_library_call(with_vectors: RunningServer, folder_with_vectors: Path) -> None:
    with bisearch.open(folder_with_vectors) as index:
        expected = [
            index.like("order-1/1").to_dict(), index.like(text=TEXT, lang="ru", limit=1).to_dict(),
            index.like(text=TEXT, limit=1, offset=1).to_dict(),
        ]  # fmt: skip
    addresses = (
        "reference=order-1/1",
        f"text={TEXT}&lang=ru&limit=1",
        f"text={TEXT}&limit=1&offset=1",
    )
    for address, record in zip(addresses, expected, strict=True):
        shown = with_vectors.get(f"/like?{address}&format=json").json()
        assert {**shown, "seconds": 0} == {**record, "seconds": 0}


def test_pages_follow_each_other(with_vectors: RunningServer) -> None:
    first = with_vectors.get(f"/like?text={TEXT}&limit=1").text
    (following,) = [link for link in links(first) if "offset=1" in link]
    second = with_vectors.get(following).text
    assert "order-2" in first
    assert "order-1" in second
    assert [link for link in links(second) if link.startswith("/like?text") and "offset" not in link]


def test_a_page_says_why_a_search_found_a_passage_by_meaning(with_vectors: RunningServer) -> None:
    text = with_vectors.get("/search?q=the depot is shut for repair work").text
    assert "near in meaning: 0." in text


def test_what_cannot_be_asked_is_explained(with_vectors: RunningServer, server: RunningServer) -> None:
    both = with_vectors.get("/like?reference=order-1/1&text=store")
    assert both.status_code == 400
    assert "give the reference to a passage, or a text" in unescape(both.text)
    assert with_vectors.get("/like?reference=order-9/1").status_code == 404
    assert with_vectors.get("/like?text=store&lang=de").status_code == 400
    without = server.get("/like?text=store")
    assert without.status_code == 404
    assert "The archive cannot be searched by meaning" in without.text


def test_an_archive_without_vectors_has_no_such_links(server: RunningServer) -> None:
    for page in ("/search?q=энергия", "/d/cable-1/1"):
        assert "/like" not in server.get(page).text
