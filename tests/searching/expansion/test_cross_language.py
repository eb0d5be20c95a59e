from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import bisearch
from bisearch import SearchOptions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bisearch import Index

# The lexicon is learned from the two-sided documents; "only-ru" has no English text.
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
    """Return the texts of the passages in Russian alone that a query finds."""
    results = index.search(query, SearchOptions(**options))  # type: ignore[arg-type]
    return [hit.passage.ru.text for hit in results if hit.document.id == "only-ru" and hit.passage.ru]


def test_a_word_borrowed_by_both_languages_is_found_by_its_sound(index: Index) -> None:
    assert untranslated(index, "cooperative") == ["Кооператив открыт."]


def test_words_of_similar_sound_are_switched_off_with_translation(index: Index) -> None:
    assert untranslated(index, "cooperative", translate=False) == []


def test_a_word_that_sounds_like_no_other_finds_nothing(index: Index) -> None:
    assert untranslated(index, "zebra") == []


def test_a_word_that_no_bead_has_is_translated_by_the_glossary(index: Index) -> None:
    assert untranslated(index, "weather") == ["Погода хорошая."]


def test_a_word_is_found_by_the_translation_of_a_related_word(index: Index) -> None:
    assert untranslated(index, "trooper") == ["Войска отдыхают."]


def test_a_foreign_word_that_the_text_keeps_untranslated_is_found_and_marked(index: Index) -> None:
    assert untranslated(index, "zaporozhets") == ["Завод выпускает Zaporozhets."]
    (hit,) = index.search("zaporozhets")
    assert hit.passage.ru is not None
    assert [hit.passage.ru.text[mark.start : mark.end] for mark in hit.marks_ru] == ["Zaporozhets"]


def test_translations_that_the_collection_lacks_are_not_looked_up(index: Index) -> None:
    looked_up = {term for each in index.search("good").lookups for term, _ in each.alternatives}
    assert looked_up == {"good", "хороший"}  # the glossary also has добрый, which no text has


def test_a_hyphenated_word_is_found_by_the_translation_of_a_part(index: Index) -> None:
    assert untranslated(index, "weather-beaten") == ["Погода хорошая."]


def test_the_parts_of_a_hyphenated_word_in_quotation_marks_are_not_translated(index: Index) -> None:
    assert untranslated(index, '"weather-beaten"') == []
    assert untranslated(index, "weather-beaten", translate=False) == []


def test_an_excluded_hyphenated_word_does_not_exclude_its_parts(index: Index) -> None:
    assert untranslated(index, "weather -weather-beaten") == ["Погода хорошая."]


def test_numbers_and_short_parts_of_a_hyphenated_word_are_not_looked_up_alone(index: Index) -> None:
    assert {each.word for each in index.search("20-XI-weather").lookups} == {"20 xi weather", "weather"}


def test_a_function_word_is_translated_only_by_function_words(tmp_path: Path) -> None:
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
