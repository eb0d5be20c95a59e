"""The clocks of the stages of indexing."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import bisearch
from benchmarks.speed.stages import REST, STAGES, Clocks, clocks
from bisearch.analysis.lemmatizer import Lemmatizer

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_one_clock_runs_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter([0.0, 1.0, 3.0, 7.0, 15.0, 31.0])
    monkeypatch.setattr(time, "process_time", lambda: next(moments))
    running = Clocks()
    running.start("postings")
    running.start("vocabulary")
    running.stop()
    running.stop()
    seconds = running.seconds()
    assert {name: spent for name, spent in seconds.items() if spent} == {
        REST: 1.0 + 16.0, "postings": 2.0 + 8.0, "vocabulary": 4.0,
    }  # fmt: skip


def test_building_an_index_takes_time_in_each_stage_and_the_functions_are_unchanged_afterwards(tmp_path: Path) -> None:
    before = Lemmatizer.lemmas
    document = bisearch.Document(id="1", text_ru="Енот пишет отчет.", text_en="The raccoon writes a report.")
    with clocks() as running:
        bisearch.build(document, tmp_path / "index")
        spent = running.seconds()
    assert Lemmatizer.lemmas is before
    assert set(spent) == {*STAGES, REST}
    assert spent["sentences and beads"] > 0
    assert spent["learning words"] > 0
