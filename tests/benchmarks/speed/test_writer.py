"""The share of one writer when Dask workers process the documents."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.speed.stages import REST, STAGES
from benchmarks.speed.writer import table

ROOT = Path(__file__).parents[3]


def test_the_time_of_the_workers_is_apart_from_that_of_the_writer(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    for side, sentence in {"ru": "Посольство получило письмо {}.", "en": "Embassy received letter {}."}.items():
        paragraphs = [{"sentences": [sentence.format(number), sentence.format(-number)]} for number in range(30)]
        (tmp_path / f"{side}.json").write_text(json.dumps({"data": [{"paragraphs": paragraphs}]}), encoding="utf-8")
    command = [sys.executable, "-m", "benchmarks", "speed", "--dask", "--data", str(tmp_path), "--passages", "40"]
    done = subprocess.run(
        [*command, "--engine", "tantivy", "--json"], capture_output=True, text=True, check=False, cwd=ROOT, timeout=300
    )
    assert done.returncode == 0, done.stderr
    (report,) = json.loads(done.stdout)
    assert report["pages"] > 1
    assert report["passages"] >= 40
    assert report["writer_stages"].keys() == {*STAGES, REST}
    assert report["writer_stages"]["postings"] > 0
    # The workers do this and the writer does not.
    assert report["workers_cpu"] > 0
    assert report["writer_stages"]["sentences and beads"] == 0
    assert report["writer_stages"]["words, dates, readings"] == 0


def test_the_table_has_shares_and_what_one_writer_bounds() -> None:
    report = {
        "pages": 3_000, "passages": 40_000, "engine": "tantivy", "workers_cpu": 300.0, "writer_cpu": 100.0,
        "writer_stages": {"postings": 60.0, "learning words": 40.0, "other": 0.01}, "peak_mb": 900.0,
    }  # fmt: skip
    lines = table(report).splitlines()
    assert lines[0] == "3,000 pages with 40,000 passages, engine tantivy; CPU time, not wall time."
    assert lines[4:8] == [
        "| all workers | 300.0 | 75% |",
        "| the writer | 100.0 | 25% |",
        "| - postings | 60.0 | 15% |",
        "| - learning words | 40.0 | 10% |",
    ]
    assert lines[-1] == (
        "One writer adds about 110,000 of these pages (1,400,000 passages) in an hour of CPU time, and keeps about"
        " 3.0 workers busy."
    )
