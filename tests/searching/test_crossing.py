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

# Two-sided documents teach; "only-ru" has no English text.
PAIRS = [
    ("Войска вторглись ночью.", "Troops invaded at night."),
    ("Враги вторглись утром.", "Enemies invaded at dawn."),
]
ONLY_RU = ["Вторжение началось.", "Кооператив открыт.", "Погода хорошая."]


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
