"""An archive whose words are few enough to be counted by hand, and the demonstration archive."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import bisearch
from bisearch.engines.registry import LOCAL_ENGINES

if TYPE_CHECKING:
    from collections.abc import Iterator

# Invented documents. The Russian and the English have the same number of sentences, so that the alignment is certain.
RECORDS = [
    {
        "id": "cable-1", "date": "1946-11-20", "author": "Смирнов", "translator": "Brown",
        "text_ru": "Завод получил уголь. Рабочие завода просили хлеба и угля.",
        "text_en": "The factory received coal. The workers of the factory asked for bread and coal.",
    },
    {
        "id": "cable-2", "date": "1947", "author": "Смирнов", "translator": "Green",
        "text_ru": "Новый завод строят на реке. Директор завода уехал.",
        "text_en": "A new plant is being built on the river. The director of the plant has left.",
    },
    {
        "id": "letter-3", "date": "1946/1947", "author": "Иванова",
        "text_ru": "Хлеба нет. Уголь дорог, уголь плох.",
        "text_en": "There is no bread. Coal is dear, coal is bad.",
    },
    {"id": "note-4", "text_ru": "Завод стоит. Стали нет."},
    {"id": "memo-5", "date": "1950", "text_en": "Coal is rationed."},
]  # fmt: skip


@pytest.fixture(scope="session")
def counted_folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the folder of an index of the records for each engine; tests must not write to them."""
    folder = tmp_path_factory.mktemp("counted")
    lines = (json.dumps(record, ensure_ascii=False) for record in RECORDS)
    (folder / "records.jsonl").write_text("\n".join(lines), encoding="utf-8")
    for engine in LOCAL_ENGINES:
        bisearch.build([folder / "records.jsonl"], folder / engine, bisearch.BuildOptions(engine=engine, jobs=1))
    return {engine: folder / engine for engine in LOCAL_ENGINES}


@pytest.fixture(params=LOCAL_ENGINES)
def counted(counted_folders: dict[str, Path], request: pytest.FixtureRequest) -> Iterator[bisearch.Index]:
    """Yield the index of the records; each test runs once per engine."""
    with bisearch.open(counted_folders[request.param]) as opened:
        yield opened


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[bisearch.Index]:
    """Yield an index of the demonstration archive."""
    folder = tmp_path_factory.mktemp("demonstration") / "index"
    bisearch.build([Path(__file__).parents[2] / "data"], folder, bisearch.BuildOptions(jobs=1))
    with bisearch.open(folder) as opened:
        yield opened
