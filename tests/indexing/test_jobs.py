"""Indexing by several processes: the same index by any number of them, and no process left over by any end."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

import bisearch
from bisearch.engines.registry import ENGINES

# Batches of a document or two, so that small sources keep several processes busy.
_CODE = """
from bisearch.indexing import build as indexing
indexing.BATCH = indexing.BATCH_TO_ALIGN = 100
from bisearch.__main__ import main
main()
"""


def write_sources(folder: Path, count: int) -> Path:
    """Documents with and without alignment, each with words of its own."""
    folder.mkdir()
    with (folder / "records.jsonl").open("w", encoding="utf-8") as file:
        for number in range(count):
            name = "бвгджзклмн"[number % 10] * 2 + "о" * (1 + number // 10)
            ru, en = f"Посол {name} вернулся 20.XI.46г. Он болен.", f"Ambassador {number} returned. He is ill."
            record: dict[str, object] = {"id": f"d{number:04}", "title": f"Cable {name}", "text_ru": ru, "text_en": en}
            if number % 3 == 0:
                record |= {"sentences_ru": [[0, len(ru)]], "sentences_en": [[0, len(en)]], "beads": [[[0], [0]]]}
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return folder


def tables(index: Path, file: str) -> list[str]:
    (path,) = index.glob(f"generation-*/{file}")
    return list(sqlite3.connect(path).iterdump())


def hits(index: Path) -> list[tuple[str, int, float]]:
    with bisearch.open(index) as opened:
        found = [opened.search(query, limit=100) for query in ("посол", "returned ill", "@1946", "бб~")]
        return [(hit.document.id, hit.passage.number, hit.score) for results in found for hit in results]


@pytest.mark.parametrize("engine", ENGINES)
def test_the_index_is_the_same_by_any_number_of_processes(
    tmp_path: Path, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bisearch.indexing.build.BATCH", 300)
    monkeypatch.setattr("bisearch.indexing.build.BATCH_TO_ALIGN", 400)
    sources = write_sources(tmp_path / "sources", 40)
    indexes = [tmp_path / f"by-{jobs}" for jobs in (1, 3)]
    reports = [
        bisearch.build([sources], index, bisearch.BuildOptions(engine=engine, jobs=jobs))
        for index, jobs in zip(indexes, (1, 3), strict=True)
    ]
    assert reports[0].added == reports[1].added
    assert (reports[0].passages, reports[0].tokens) == (reports[1].passages, reports[1].tokens)
    for file in ("documents.sqlite", "vocabulary.sqlite"):
        assert tables(indexes[0], file) == tables(indexes[1], file)
    assert hits(indexes[0]) == hits(indexes[1])


def begin(sources: Path, index: Path) -> tuple[subprocess.Popen[str], list[int]]:
    """Start to index by two processes; return once documents are being added, with the ids of all processes."""
    before = set(index.glob("generation-*/documents.sqlite"))
    command = [sys.executable, "-c", _CODE, "index", "--jobs", "2", "--index", str(index), str(sources)]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509 -- no threads here
    )  # fmt: skip
    while process.poll() is None:
        children = workers_of(process.pid)
        if len(children) == 2 and set(index.glob("generation-*/documents.sqlite")) - before:
            return process, children
        time.sleep(0.01)
    raise AssertionError(process.communicate()[1])


def workers_of(pid: int) -> list[int]:
    """Ids of a process's workers: its children but for the one that removes semaphores left over."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [int(child) for child in children if b"popen_loky" in Path(f"/proc/{child}/cmdline").read_bytes()]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_sources(tmp_path_factory.mktemp("many") / "sources", 2_000)


def are_gone(children: list[int], seconds: float = 20) -> bool:
    """Whether processes end soon: one that was just being started is told by the end of its socket."""
    end = time.monotonic() + seconds
    while any(Path(f"/proc/{child}").exists() for child in children):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_all_processes_and_leaves_the_last_commit(
    tmp_path: Path, many: Path, number: signal.Signals, code: int
) -> None:
    index = tmp_path / "index"
    bisearch.build([write_sources(tmp_path / "few", 3)], index)
    before = hits(index)
    process, children = begin(many, index)
    process.send_signal(number)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == code
    assert stderr.strip() == "bisearch: interrupted; the index is unchanged"
    assert are_gone(children)
    assert hits(index) == before
    assert len(list(index.glob("generation-*"))) == 1


def test_a_killed_worker_is_told_and_leaves_the_last_commit(tmp_path: Path, many: Path) -> None:
    index = tmp_path / "index"
    process, children = begin(many, index)
    os.kill(children[0], signal.SIGKILL)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 1
    assert stderr.startswith("bisearch: worker died (exit code -9), possibly out of memory")
    assert "Traceback" not in stderr
    assert are_gone(children)
    assert not list(index.glob("generation-*"))
    with pytest.raises(bisearch.IndexMissingError):
        bisearch.open(index)


def test_when_the_process_that_indexes_is_killed_its_workers_end_too(tmp_path: Path, many: Path) -> None:
    index = tmp_path / "index"
    process, children = begin(many, index)
    process.kill()
    process.communicate(timeout=60)
    until = time.monotonic() + 60
    while time.monotonic() < until and any(map(is_running, children)):
        time.sleep(0.05)
    assert not any(map(is_running, children))
    report = bisearch.build([write_sources(tmp_path / "few", 3)], index)
    assert len(report.added) == 3


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
