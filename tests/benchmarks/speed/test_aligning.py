"""Measuring the aligner alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from benchmarks.speed.aligning import align_file, table

if TYPE_CHECKING:
    from pathlib import Path


def test_the_sentences_of_both_languages_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "texts.json"
    path.write_text(json.dumps([["Он вернулся. Она ушла.", "He returned. She left."], ["Шёл снег.", ""]]), "utf-8")
    count, seconds = align_file(path)
    assert count == 5
    assert seconds >= 0


def test_a_peer_that_is_not_installed_is_reported_as_skipped() -> None:
    measured = {"sentences": 500, "cpu": 0.25, "peak_mb": 90.0}
    without = {**measured, "hunalign": None, "hunalign_form": None}
    shown = table({"one": without, "two": {**measured, "hunalign": 0.1, "hunalign_form": "native"}})
    assert "| one | 500 | 0.2 | 2,000 | 90 | not installed |" in shown
    assert "| 2,000 | 90 | 5,000 (native) |" in shown
