"""An archive with names, abbreviations, dates and shelfmarks in several spellings, and helpers to search it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import bisearch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SPELLINGS = [
    {
        "id": "both",
        "text_ru": "ДЕКАНОЗОВ.\n\nЦК ВКП(б)\n\n20.XI.46г.",
        "text_en": "DEKANOZOV\n\nVKP(b) CC\n\n20 November 1946",
    },
    {"id": "ru", "reference": "РГАСПИ, ф. 17, оп. 3", "text_ru": "К Деканозову пришли т.т. Смирнов и Абаев, у Абаеву."},
    {"id": "ru-date", "text_ru": "Письмо от 20/XI-46 лежит в РГАСПИ, ф. 558, оп. 11, д. 102."},
    {"id": "en", "text_en": "Cdes. Dekanosov and Smirnoff left. The Central Committee met on November 20, 1946."},
    {"id": "en-mark", "text_en": "The letter is kept at RGASPI, f. 558, op. 11, d. 102, l. 6."},
    {"id": "old", "text_ru": "О вѣчномъ мирѣ и новаго разсказа нѣтъ."},
]


@pytest.fixture(scope="session")
def spellings_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of an index of the archive; tests must not write to it."""
    path = tmp_path_factory.mktemp("spellings")
    lines = (json.dumps(record, ensure_ascii=False) for record in SPELLINGS)
    (path / "records.jsonl").write_text("\n".join(lines), encoding="utf-8")
    bisearch.build([path], path / "index")
    return path / "index"


@pytest.fixture(scope="session")
def spellings(spellings_folder: Path) -> Iterator[bisearch.Index]:
    """Yield the opened index of the archive."""
    with bisearch.open(spellings_folder) as opened:
        yield opened
