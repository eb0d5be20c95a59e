from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bisearch import build
from bisearch.errors import SourceError
from bisearch.sources.record_keys import language_of, read_keys, text_role

PATH = Path("notes.jsonl")
RU, EN = "Лёд встал.", "The ice formed."


@pytest.mark.parametrize(
    "record",
    [
        {"text_ru": RU, "text_en": EN},
        {"ru": RU, "en": EN},
        {"RU": RU, "EN": EN},
        {"rus": RU, "eng": EN},
        {"ru-RU": RU, "en_US": EN},
        {"Russian": RU, "English": EN},
        {"Русский текст": RU, "Английский текст": EN},
        {"sentence_ru": RU, "sentence_en": EN},
        {"translation": {"ru": RU, "en": EN}},
        {"translation": {"language": ["en", "ru"], "translation": [EN, RU]}},
        {"text": {"rus": RU, "eng": EN}},
        {"original": RU, "translation": EN},
        {"source": EN, "target": RU},
        {"оригинал": EN, "перевод": RU},
        {"text": RU, "translation": EN},
    ],
)
def test_texts_are_found_under_the_keys_that_people_and_data_sets_write(record: dict[str, Any]) -> None:
    values, others = read_keys({"id": "a", **record}, PATH, 1)
    assert values == {"id": "a", "text_ru": RU, "text_en": EN}
    assert others == []


def test_a_text_without_a_language_is_on_the_side_of_its_script() -> None:
    for text, side in ((RU, "text_ru"), (EN, "text_en")):
        values, _ = read_keys({"_id": "7", "title": "Ice", "text": text, "source": "GAPI"}, PATH, 1)
        assert values == {"id": "7", "title": "Ice", side: text, "source": "GAPI"}


def test_a_text_in_a_third_language_is_passed_over() -> None:
    values, others = read_keys({"translation": {"ru": RU, "de": "Das Eis ist da."}}, PATH, 4)
    assert values == {"id": "notes-4", "text_ru": RU}
    assert [(each.line, each.reason, each.text) for each in others] == [(4, "variant", "Das Eis ist da.")]


@pytest.mark.parametrize(("record", "id_"), [({"_id": 5}, "5"), ({"docno": "x"}, "x"), ({}, "notes-3")])
def test_a_record_is_named_by_its_id_or_by_its_line(record: dict[str, Any], id_: str) -> None:
    values, _ = read_keys({**record, "ru": RU}, PATH, 3)
    assert values["id"] == id_


def test_two_keys_for_one_text_are_an_error_unless_one_is_ours() -> None:
    with pytest.raises(SourceError, match="two keys name the ru text: 'ru' and 'russian'"):
        read_keys({"ru": RU, "russian": RU}, PATH, 1)
    values, _ = read_keys({"id": "a", "text_ru": RU, "ru": "черновик"}, PATH, 1)
    assert values == {"id": "a", "text_ru": RU, "ru": "черновик"}


def test_words_that_only_begin_like_a_language_name_no_text() -> None:
    assert [text_role(key) for key in ("rule", "end", "title_ru", "russian_archive", "notes")] == [None] * 5
    assert [language_of(code) for code in ("eng", "ru-RU", "de", "true", "")] == ["en", "ru", None, None, None]


@pytest.mark.parametrize("value", [["Лёд встал.", "Снег."], {"a": 1}, 5])
def test_a_value_that_is_no_text_is_reported_with_its_line_and_the_other_records_are_read(
    tmp_path: Path, value: object
) -> None:
    records = [{"id": "a", "ru": value, "en": EN}, {"id": "b", "ru": RU, "en": EN}]
    (tmp_path / "notes.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    report = build(tmp_path / "notes.jsonl", tmp_path / "index")
    assert report.added == ["b"]
    (left_out,) = report.left_out
    assert "notes.jsonl:1: text_ru should be text" in str(left_out)
