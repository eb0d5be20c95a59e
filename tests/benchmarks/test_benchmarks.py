"""The benchmarks' command line; what they measure is no matter of tests."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from benchmarks.datasets import DATASETS, Dataset, fetch
from benchmarks.speed.corpus import Pair, passages
from benchmarks.speed.measuring import latencies, memory
from benchmarks.speed.profiling import PACKAGE, by_module, loaded
from benchmarks.speed.queries import KINDS, Query
from benchmarks.speed.report import tables
from benchmarks.speed.run import POSTINGS_KINDS, node_of
from bisearch.engines.nodes import AnyTerm, Both, Either, TermPhrase
from bisearch.sources.reading import read

if TYPE_CHECKING:
    from bisearch.errors import SourceError

ROOT = Path(__file__).parent.parent.parent


def test_every_benchmark_has_help() -> None:
    command = [sys.executable, "-m", "benchmarks", "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0
    assert "fetch" in done.stdout


@pytest.fixture
def published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data set published in a folder, under the name "tiny"."""
    folder = tmp_path / "published"
    folder.mkdir()
    (folder / "a.json").write_bytes(b"[]")
    files = {"a.json": hashlib.sha256(b"[]").hexdigest()}
    monkeypatch.setitem(DATASETS, "tiny", Dataset("CC0-1.0", "nobody", f"{folder.as_uri()}/", files))
    return folder


def test_a_data_set_is_fetched_once(published: Path, tmp_path: Path) -> None:
    (path,) = fetch("tiny", tmp_path)
    assert path.read_bytes() == b"[]"
    (published / "a.json").unlink()
    assert fetch("tiny", tmp_path) == [path]


def test_a_file_of_another_checksum_is_refused(published: Path, tmp_path: Path) -> None:
    (published / "a.json").write_bytes(b"{}")
    with pytest.raises(ValueError, match="SHA-256"):
        fetch("tiny", tmp_path)
    assert not (tmp_path / "tiny" / "a.json").exists()


def test_a_made_corpus_grows_from_the_same_beginning_and_its_vocabulary_with_it() -> None:
    texts = (
        ("Посольство получило письмо из министерства.", "The embassy received a letter from the ministry."),
        ("Телеграмма отправлена в Москву.", "The telegram was sent to Moscow."),
    )
    pairs = [Pair(both, ((0, 11), (4,))) for both in texts]
    small, large = list(passages(pairs, 100)), list(passages(pairs, 2000))
    assert large[:100] == small
    words = [len({word for ru, _ in made for word in ru.split()}) for made in (small, large)]
    assert words[1] > 2 * words[0]


def test_latencies_are_measured_in_rounds_over_all_queries() -> None:
    asked: list[str] = []
    measured = latencies(asked.append, ["one", "two", "longer"], lambda query: str(len(query)), rounds=2)
    assert asked == ["one", "two", "longer"] * 3
    assert list(measured) == ["3", "6"]
    assert all(0 <= each.median <= each.p95 <= each.p99 for each in measured.values())


def test_the_speed_benchmark_measures_a_small_corpus(tmp_path: Path) -> None:
    data = tmp_path / "xquad-r"
    data.mkdir()
    sentences = {
        "ru": "Посольство получило письмо {} из министерства.",
        "en": "Embassy received letter {} from ministry.",
    }
    for side, sentence in sentences.items():
        paragraphs = [{"sentences": [sentence.format(number), sentence.format(-number)]} for number in range(30)]
        (data / f"{side}.json").write_text(json.dumps({"data": [{"paragraphs": paragraphs}]}), encoding="utf-8")
    command = [sys.executable, "-m", "benchmarks", "speed", "--data", str(data), "--passages", "60", "--queries", "2"]
    command += ["--baseline", "whoosh", "--baseline", "FTS5", "--no-load", "--json", "--out", str(tmp_path / "runs")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    (report,) = json.loads(done.stdout)
    assert all(ms > 0 for ms in report["start"].values())
    assert report["indexing"].keys() - report["queries"].keys() == {
        "bisearch, whoosh, 2 processes", "bisearch, tantivy, 2 processes", "whoosh, each word looked up",
    }  # fmt: skip
    assert report["queries"]["bisearch, whoosh"].keys() == set(KINDS)
    assert report["queries"]["bisearch, whoosh, postings alone"].keys() == POSTINGS_KINDS
    assert {"bisearch search, tantivy", "bisearch search, whoosh, on a terminal"} < report["start"].keys()
    assert all(cost["cpu"] > 0 for cost in report["indexing"].values())
    assert "bisearch, tantivy" in tables([report])
    again = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert json.loads(again.stdout) == [report]
    assert "as measured before" in again.stderr


def test_an_engine_alone_is_asked_for_lemmas_as_the_bare_ones_are() -> None:
    asked = {kind: node_of(Query(kind, "en", "", ("atomic", "energy"))) for kind in ("or", "and", "phrase")}
    terms = AnyTerm("en", ("atomic",)), AnyTerm("en", ("energy",))
    assert asked == {"or": Either(terms), "and": Both(terms), "phrase": TermPhrase("en", (("atomic",), ("energy",)))}


def test_a_start_is_told_by_the_modules_that_it_loads() -> None:
    modules = loaded(["-c", "import json.decoder"])
    assert {"json", "json.decoder"} < modules.keys()
    assert all(seconds >= 0 for seconds in modules.values())


def test_what_a_library_takes_is_counted_for_the_modules_that_call_it() -> None:
    ours, theirs = (str(PACKAGE / f"storage/{name}.py") for name in ("blocks", "words"))
    one, two = (ours, 1, "f"), (theirs, 1, "g")
    loads, decode = ("json/__init__.py", 1, "loads"), ("json/decoder.py", 1, "decode")
    stats = {
        one: (1, 1, 2.0, 6.0, {}),
        two: (1, 1, 1.0, 2.0, {}),
        loads: (4, 4, 1.0, 5.0, {one: (3, 3, 0.75, 4.0), two: (1, 1, 0.25, 1.0)}),
        decode: (4, 4, 4.0, 4.0, {loads: (4, 4, 4.0, 4.0)}),
    }
    assert by_module(stats) == {"storage/blocks": 2.0 + 0.75 * 5, "storage/words": 1.0 + 0.25 * 5}


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="the system does not tell")
def test_memory_is_that_of_a_process_and_of_those_it_started() -> None:
    code = "held = b'x' * (50 << 20); print('ready', flush=True); input()"
    alone = memory(os.getpid())
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        together = memory(os.getpid())
        process.communicate(b"\n")
    assert together > alone + (50 << 10)


def test_the_gold_of_the_archive_is_of_the_archive() -> None:
    refused: list[SourceError] = []
    documents = {each.metadata.id: each for each in read([ROOT / "data"], on_error=refused.append)}
    gold = [
        json.loads(line) for line in (ROOT / "benchmarks/bitext/gold/archive.jsonl").read_text("utf-8").splitlines()
    ]
    assert not refused
    assert {record["doc_id"] for record in gold} == {
        id_ for id_, each in documents.items() if each.text_ru and each.text_en
    }
    for record in gold:
        document = documents[record["doc_id"]]
        assert (record["ru_text"], record["en_text"]) == (document.text_ru, document.text_en)
        for side, place in (("ru", 0), ("en", 1)):
            linked = sorted(index for bead in record["beads"] for index in bead[place])
            assert linked == list(range(len(record[f"{side}_spans"])))
