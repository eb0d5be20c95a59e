"""The speed benchmark as a whole."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from benchmarks.speed.queries import KINDS, Query
from benchmarks.speed.report import tables
from benchmarks.speed.run import POSTINGS_KINDS, node_of
from benchmarks.speed.stages import REST, STAGES
from bisearch.engines.nodes import AnyTerm, Both, Either, TermPhrase

ROOT = Path(__file__).parents[3]


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
    command += [
        "--baseline",
        "whoosh",
        "--baseline",
        "FTS5",
        "--no-load",
        "--raw",
        "--json",
        "--out",
        str(tmp_path / "runs"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    (report,) = json.loads(done.stdout)
    assert all(ms > 0 for ms in report["start"].values())
    assert report["indexing"].keys() - report["queries"].keys() == {
        "bisearch, whoosh, 2 processes", "bisearch, tantivy, 2 processes", "whoosh, each word looked up",
        "bisearch, whoosh, pages", "bisearch, tantivy, pages", "bisearch, tantivy, pages, 2 processes",
    }  # fmt: skip
    assert report["queries"]["bisearch, whoosh"].keys() == set(KINDS)
    assert report["queries"]["bisearch, whoosh, postings alone"].keys() == POSTINGS_KINDS
    assert {"bisearch search, tantivy", "bisearch search, whoosh, on a terminal"} < report["start"].keys()
    assert {
        "bisearch search, tantivy, Russian word in the dictionaries",
        "bisearch search, whoosh, English word unknown",
    } < report["start"].keys()
    assert report["marks"].keys() == {"bisearch, whoosh", "bisearch, tantivy"}
    assert all(share < 1 for shares in report["marks"].values() for share in shares.values())
    assert all(cost["cpu"] > 0 for cost in report["indexing"].values())
    assert report["corpus"]["pages"] > 1
    assert set(report["floor"]) == {"splitting into words", "dictionary look-ups"}
    assert all(seconds > 0 for seconds in report["floor"].values())
    for name in ("bisearch, whoosh", "bisearch, tantivy, pages"):
        cost = report["indexing"][name]
        assert set(cost["stages"]) == {*STAGES, REST}
        assert 0.8 < sum(cost["stages"].values()) / cost["cpu"] < 1.01
    assert report["indexing"]["bisearch, tantivy, pages"]["stages"]["sentences and beads"] > 0
    assert set(report["updates"]) == {"bisearch, whoosh", "bisearch, tantivy"}
    written = tables([report])
    for row in ("| 60 | bisearch, tantivy |", "| 60 | dictionary look-ups |", "| 60 | learning phrases |"):
        assert row in written
    again = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert json.loads(again.stdout) == [report]
    assert "already measured" in again.stderr


def test_the_engine_alone_gets_the_same_lemmas_as_a_bare_engine() -> None:
    asked = {kind: node_of(Query(kind, "en", "", ("atomic", "energy"))) for kind in ("or", "and", "phrase")}
    terms = AnyTerm("en", ("atomic",)), AnyTerm("en", ("energy",))
    assert asked == {"or": Either(terms), "and": Both(terms), "phrase": TermPhrase("en", (("atomic",), ("energy",)))}
