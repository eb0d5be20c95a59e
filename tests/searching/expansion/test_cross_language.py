from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import bisearch
from bisearch import SearchOptions
from bisearch.searching.expansion.synonym_groups import relative_to_likeliest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bisearch import Index

# Two-sided documents teach; "only-ru" has no English text.
PAIRS = [
    ("Войска вторглись ночью.", "Troops invaded at night."),
    ("Враги вторглись утром.", "Enemies invaded at dawn."),
]
ONLY_RU = [
    "Вторжение началось.",
    "Кооператив открыт.",
    "Погода хорошая.",
    "Войска отдыхают.",
    "Завод выпускает Zaporozhets.",
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder: Path = tmp_path_factory.mktemp("crossing")
    records = [{"id": f"pair-{n}", "text_ru": ru, "text_en": en} for n, (ru, en) in enumerate(PAIRS * 3)]
    records.append({"id": "only-ru", "text_ru": "\n\n".join(ONLY_RU)})
    lines = [json.dumps(record, ensure_ascii=False) for record in records]
    (folder / "documents.jsonl").write_text("\n".join(lines), encoding="utf-8")
    bisearch.build([folder / "documents.jsonl"], folder / "index")
    with bisearch.open(folder / "index") as opened:
        yield opened


def untranslated(index: Index, query: str, **options: object) -> list[str]:
    """The passages in Russian only that a query finds."""
    results = index.search(query, SearchOptions(**options))  # type: ignore[arg-type]
    return [hit.passage.ru.text for hit in results if hit.document.id == "only-ru" and hit.passage.ru]


def test_a_word_borrowed_by_both_languages_is_found_by_its_looks(index: Index) -> None:
    assert untranslated(index, "cooperative") == ["Кооператив открыт."]


def test_looks_are_a_translation_and_switched_off_with_it(index: Index) -> None:
    assert untranslated(index, "cooperative", translate=False) == []


def test_a_word_that_looks_like_nothing_finds_nothing(index: Index) -> None:
    assert untranslated(index, "zebra") == []


def test_a_word_that_no_bead_has_is_found_by_the_glossary(index: Index) -> None:
    assert untranslated(index, "weather") == ["Погода хорошая."]


def test_a_word_is_found_by_what_renders_its_relative(index: Index) -> None:
    assert untranslated(index, "trooper") == ["Войска отдыхают."]


def test_a_foreign_word_kept_as_it_is_is_found_and_marked(index: Index) -> None:
    assert untranslated(index, "zaporozhets") == ["Завод выпускает Zaporozhets."]
    (hit,) = index.search("zaporozhets")
    assert hit.passage.ru is not None
    assert [hit.passage.ru.text[mark.start : mark.end] for mark in hit.marks_ru] == ["Zaporozhets"]


def test_what_the_collection_does_not_have_is_not_looked_up(index: Index) -> None:
    looked_up = {term for each in index.search("good").lookups for term, _ in each.alternatives}
    assert looked_up == {"good", "хороший"}  # and not добрый, which the glossary has too


def test_weights_are_beside_the_likeliest() -> None:
    assert relative_to_likeliest({"погода": 0.5, "буря": 0.1}) == {"погода": 1.0, "буря": 0.2}
    assert relative_to_likeliest({}) == {}


def test_a_word_of_several_parts_is_found_by_what_renders_a_part(index: Index) -> None:
    assert untranslated(index, "weather-beaten") == ["Погода хорошая."]


def test_its_parts_in_quotation_marks_are_not_translated(index: Index) -> None:
    assert untranslated(index, '"weather-beaten"') == []
    assert untranslated(index, "weather-beaten", translate=False) == []


def test_what_is_excluded_is_excluded_whole(index: Index) -> None:
    assert untranslated(index, "weather -weather-beaten") == ["Погода хорошая."]


def test_numbers_and_initials_are_not_looked_up_apart(index: Index) -> None:
    assert {each.word for each in index.search("20-XI-weather").lookups} == {"20 xi weather", "weather"}


def test_a_function_word_is_rendered_by_function_words_alone(tmp_path: Path) -> None:
    records = [
        {"id": f"{n}", "text_ru": f"{place} и Смит на борту.", "text_en": f"{place}, Smith aboard."}
        for n, place in enumerate(("Омск", "Минск", "Курск", "Псков"))
    ]
    (tmp_path / "documents.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    bisearch.build([tmp_path / "documents.jsonl"], tmp_path / "index")
    with bisearch.open(tmp_path / "index") as opened:
        for hit in opened.search("и"):
            assert [hit.passage.ru.text[mark.start : mark.end] for mark in hit.marks_ru if hit.passage.ru] == ["и"]
            assert not hit.marks_en
        assert opened.search("the").total == 0
