"""Filters by any metadata field: by lemma, by prefix, and with mistakes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import bisearch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RECORDS = [
    {"id": "a", "title": "Letter of Harriman", "title_ru": "Письмо Гарримана", "text_ru": "Кот спит.", "type": "cable"},
    {"id": "b", "title": "Note", "text_ru": "Кот ушёл.", "Автор": "А. Вершинин", "Record ID": "110999"},
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[bisearch.Index]:
    folder: Path = tmp_path_factory.mktemp("fields")
    (folder / "r.jsonl").write_text("\n".join(map(json.dumps, RECORDS)), encoding="utf-8")
    bisearch.build([folder / "r.jsonl"], folder / "index")
    with bisearch.open(folder / "index") as opened:
        yield opened


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("title:Harriman", ["a"]),
        ("title:Harri*", ["a"]),
        ("title:Hariman~", ["a"]),
        ("title:Hraiman~1", []),
        ("title:гарриман", ["a"]),
        ("title:письма", ["a"]),
        ("title:Гарри*", ["a"]),
        ("title:*rriman", ["a"]),
        ("title:H?rr*n", ["a"]),
        ("title:?arriman", ["a"]),
        ("title:?harriman", []),
        ("название:Гарр?мана", ["a"]),
        ("автор:*шинин", ["b"]),
        ("id:?", ["a", "b"]),
        ("id:[a]", []),
        ("title:absent", []),
        ("author:Вершинин", ["b"]),
        ("author:Верш*", ["b"]),
        ("type:cable", ["a"]),
        ("type:cables", ["a"]),
        ("record-id:110999", ["b"]),
        ("record_id:110999", ["b"]),
        ("кот type:cable", ["a"]),
        ("кот -type:cable", ["b"]),
    ],
)
def test_a_field_finds_documents_by_its_words(index: bisearch.Index, query: str, ids: list[str]) -> None:
    results = index.search(query)
    found = [each.document.id for each in results.documents] or [hit.document.id for hit in results]
    assert sorted(found) == ids


def test_a_field_that_no_document_has_is_a_mistake_that_names_the_fields(index: bisearch.Index) -> None:
    with pytest.raises(
        bisearch.QueryError, match=r"no field 'autor:'; fields are .*author:, record-id:.* type:"
    ) as caught:
        index.search("кот autor:Вершинин")
    assert caught.value.position == 4
