from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bisearch.model import Document
from bisearch.sources.accounting import Notice
from bisearch.sources.jsonl import read_json, read_jsonl
from bisearch.sources.reading import read

if TYPE_CHECKING:
    from pathlib import Path

    from bisearch.errors import SourceError

RECORDS = [{"id": "a", "ru": "Лёд встал.", "en": "The ice formed."}, {"_id": 2, "translation": {"ru": "Туман."}}]


def documents(path: Path) -> list[Document]:
    return [each for each in read_json(path) if isinstance(each, Document)]


@pytest.mark.parametrize("indent", [None, 2])
def test_a_list_of_records_gives_the_documents_that_jsonl_gives(tmp_path: Path, indent: int | None) -> None:
    (tmp_path / "x.json").write_text(json.dumps(RECORDS, indent=indent), encoding="utf-8")
    (tmp_path / "x.jsonl").write_text("\n".join(map(json.dumps, RECORDS)), encoding="utf-8")
    (tmp_path / "x.json").rename(tmp_path / "y.json")
    found = documents(tmp_path / "y.json")
    others = [each for each in read_jsonl(tmp_path / "x.jsonl") if isinstance(each, Document)]
    assert [(each.metadata.id, each.text_ru, each.text_en) for each in found] == [
        (each.metadata.id, each.text_ru, each.text_en) for each in others
    ]
    assert [each.metadata.id for each in found] == ["a", "2"]
    assert [each.line for each in found] == ([1, 1] if indent is None else [2, 7])


def test_a_list_within_an_object_is_read_and_what_surrounds_it_is_reported(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(json.dumps({"made": "1947", "data": RECORDS}), encoding="utf-8")
    assert len(documents(tmp_path / "x.json")) == 2
    (notice,) = (each for each in read_json(tmp_path / "x.json") if isinstance(each, Notice))
    assert notice.text == "read the records of 'data'; not indexed: made"


def test_an_object_with_texts_is_one_document(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(json.dumps({"ru": "Лёд встал."}), encoding="utf-8")
    (found,) = documents(tmp_path / "x.json")
    assert found.metadata.id == "x"


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("[]", None, "an empty list"),
        ('[\n{"ru": "Лёд."},\n{"ru": }]', 3, "malformed JSON"),
        ('[\n{"ru": "Лёд."}\n{"ru": "Лёд."}]', 2, "expected a comma"),
        ('[\n{"ru": "Лёд."},\n5]', 3, "not a JSON object"),
        ('[{"ru": "Лёд."}]\n[]', 2, "text after the end of the list"),
        ('[{"id": "a", "txt": "Лёд."}]', 1, "name it text_ru or text_en, not 'id', 'txt'"),
        ("[" * 200_000, None, "nesting too deep"),
    ],
)
def test_a_malformed_list_is_reported_with_its_line(tmp_path: Path, text: str, line: int | None, reason: str) -> None:
    (tmp_path / "x.json").write_text(text, encoding="utf-8")
    errors: list[SourceError] = []
    found = list(read([tmp_path], on_error=errors.append))
    assert len(found) == text.count('"ru": "Лёд."}') - (text.count("expected") + (line == 2 and "}\n{" in text))
    (error,) = errors
    assert reason in error.reason
    assert line is None or error.line == line


def test_the_metadata_beside_a_source_is_no_source(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("Лёд встал.", encoding="utf-8")
    (tmp_path / "x.json").write_text('{"title": "Лёд", "text": "не читается"}', encoding="utf-8")
    errors: list[SourceError] = []
    (document,) = read([tmp_path], on_error=errors.append)
    assert document.metadata.title == "Лёд"
    assert errors == []
    assert list(read([tmp_path / "x.json"], on_error=errors.append)) == []
    assert "holds the metadata of" in errors[0].reason


def test_a_json_file_without_texts_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"name": "x"}', encoding="utf-8")
    notices: list[Notice] = []
    errors: list[SourceError] = []
    assert list(read([tmp_path], on_error=errors.append, on_notice=notices.append)) == []
    assert errors == []
    assert "no text in it" in notices[0].text
