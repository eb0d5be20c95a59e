"""The benchmark of serving: its arithmetic, and a short run."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from benchmarks.serving import load
from benchmarks.serving.load import LoadOptions, answers_of, run, table

if TYPE_CHECKING:
    from pathlib import Path


def test_answers_are_counted_with_their_errors_and_percentiles() -> None:
    answers = answers_of([(float(number), number % 10 != 0) for number in range(1, 101)])
    assert (answers.requests, answers.errors, answers.slowest) == (100, 10, 100.0)
    assert answers.median == pytest.approx(50.5)
    assert answers.p95 == pytest.approx(95.9, abs=0.1)


def test_a_short_run_asks_before_during_and_after_a_rebuild(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "STEP_SECONDS", 1)
    monkeypatch.setattr(load, "BORNE_MS", 0)  # the first step towards the greatest rate is the last
    sentences = [
        ["Первое предложение о станции.", "Второе о льдах."],
        ["A first sentence about a station.", "A second on ice."],
    ]
    for side, texts in zip(("ru", "en"), sentences, strict=True):
        record = {"data": [{"paragraphs": [{"sentences": texts, "qas": []}]}]}
        (tmp_path / f"{side}.json").write_text(json.dumps(record), encoding="utf-8")
    options = LoadOptions(tmp_path, passages=100, seconds=2, rate=5)
    said: list[str] = []
    report = run(options, tmp_path, said.append)
    assert sum(report[part]["requests"] for part in ("before", "during", "after")) == 10
    assert report["server_peak_mb"] > 20
    assert "| before the rebuild |" in table(report)
