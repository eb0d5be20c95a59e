"""Words with hyphens, from the source to the marks of a search."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import bisearch
from bisearch.searching.options import SearchOptions

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = {
    "cut": "Возникла полити¬\nческая борьба.",
    "left": "Правительство готово присое-диниться к договору.",
    "page": "В городе возникла тогда большая и долгая полити-\n\n- 12 -\n\nческая борьба, которая шла до весны.",
    "compound": "Посол хорошо говорил по-\nпольски.",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hyphens")
    lines = [json.dumps({"id": name, "text_ru": text}) for name, text in TEXTS.items()]
    (folder / "texts.jsonl").write_text("\n".join(lines), encoding="utf-8")
    bisearch.build([folder / "texts.jsonl"], folder / "index")
    return folder / "index"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("политическая", {"cut", "page"}),
        ('"политическая борьба"', {"cut", "page"}),
        ("присоединиться", {"left"}),
        ('"готово присоединиться"', {"left"}),
        ('"присоединиться к договору"', {"left"}),
        ("польски", {"compound"}),
    ],
)
def test_a_word_is_found_in_every_reading_of_its_hyphen(index: Path, query: str, expected: set[str]) -> None:
    with bisearch.open(index) as opened:
        hits = opened.search(query, SearchOptions(translate=False)).hits
    assert {hit.document.id for hit in hits} == expected


def test_both_parts_of_a_word_that_a_hyphen_cuts_are_marked(index: Path) -> None:
    with bisearch.open(index) as opened:
        (hit,) = opened.search("присоединиться", SearchOptions(translate=False)).hits
    assert [TEXTS["left"][mark.start : mark.end] for mark in hit.marks_ru] == ["присое-диниться"]
