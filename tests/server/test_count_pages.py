"""The pages of counts and questions say what the library says."""

from __future__ import annotations

import re
from html import unescape
from itertools import islice
from typing import TYPE_CHECKING

import pytest

import bisearch

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server.conftest import RunningServer


@pytest.mark.parametrize(
    ("address", "call"),
    [
        ("/concordance?q=энергия&order=left", lambda index: index.concordance("энергия", "left", limit=25)),
        ("/frequencies?q=энергия&q=energy", lambda index: index.frequencies(["энергия", "energy"])),
        ("/frequencies?q=energy&by=archive", lambda index: index.frequencies("energy", "archive")),
        ("/collocates?q=энергия&window=3", lambda index: index.collocates("энергия", window=3, limit=25)),
        ("/keywords?target=date:1946&side=en", lambda index: index.keywords("date:1946", side="en", limit=25)),
        ("/frequencies?q=энергия&only=archive:GAPI",
         lambda index: index.frequencies("энергия", facet_values={"archive": "GAPI"})),
    ],
)  # fmt: skip
def test_json_is_that_of_the_library_call(
    server: RunningServer, index_folder: Path, address: str, call: object
) -> None:
    with bisearch.open(index_folder) as index:
        assert server.get(f"{address}&format=json").json() == call(index).to_dict()  # type: ignore[operator]


def test_the_audit_page_has_the_findings_of_the_library(server: RunningServer, index_folder: Path) -> None:
    with bisearch.open(index_folder) as index:
        expected = [finding.to_dict() for finding in islice(index.audit(), 25)]
    assert server.get("/audit?format=json").json() == expected
    assert server.get("/audit?kind=soon").status_code == 400


def test_a_count_is_a_page_with_its_denominator_and_the_signature_of_the_index(server: RunningServer) -> None:
    for address in (
        "/frequencies?q=энергия",
        "/concordance?q=энергия",
        "/collocates?q=энергия",
        "/keywords?target=date:1946",
    ):
        text = unescape(server.get(address).text)
        assert "Counted in" in text
        assert "generation" in text or "commit" in text


def test_the_plot_is_a_picture_without_styles_of_its_own(server: RunningServer) -> None:
    text = server.get("/frequencies?q=энергия").text
    assert "<svg" in text
    assert "<style" not in text
    assert "style=" not in text


def test_the_plot_is_labelled_in_the_language_of_the_page(server: RunningServer) -> None:
    plot = server.get("/frequencies?q=энергия&by=year&ui=ru").text.partition("<svg")[2].partition("</svg>")[0]
    assert "на миллион слов" in plot
    assert "энергия (По-русски): Год" in plot
    assert not re.search(r"per million|undated|Frequency|interval", re.sub(r"<[^>]+>", " ", plot))


@pytest.mark.parametrize("page", ["/concordance", "/frequencies", "/collocates", "/keywords"])
def test_a_page_without_a_word_asks_for_one(server: RunningServer, page: str) -> None:
    answer = server.get(page)
    assert answer.status_code == 200
    assert '<form class="count"' in answer.text


def test_a_word_without_translation_says_so(server: RunningServer) -> None:
    assert "has no translation" in server.get("/words/барсук").text
    assert server.get("/words/12").status_code in {200, 400}
