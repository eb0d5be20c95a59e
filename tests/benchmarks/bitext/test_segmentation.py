"""The scores of sentence splitting."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.bitext.segmentation import run, table

GOLD = Path(__file__).parents[4] / "shared" / "datasets" / "alignment-dev" / "dev-xquadr.c2ocr.raw.jsonl"


def test_a_span_counts_as_correct_only_if_it_equals_a_gold_span(tmp_path: Path) -> None:
    record = {
        "ru_text": "Он ушел. Она осталась.",
        "ru_spans": [[0, 9], [9, 22]],  # both are found; surrounding whitespace does not count
        "en_text": "He left. She stayed.",
        "en_spans": [[0, 20]],  # two sentences are found instead
    }
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(record) + "\n", encoding="utf-8")
    report = run([path])
    scores = report[str(path)]
    assert [scores["ru"][key] for key in ("precision", "recall", "f1")] == [1, 1, 1]
    assert [scores["en"][key] for key in ("precision", "recall", "f1")] == [0, 0, 0]
    assert scores["ru_typed"]["f1"] == pytest.approx(1)
    assert "| gold | ru | 1.000 | 1.000 | 1.000 | 1.000 |" in table(report)


@pytest.mark.skipif(not GOLD.exists(), reason="the alignment benchmark's gold is not next to the checkout")
def test_scanned_text_is_split_nearly_as_well_as_clean_text() -> None:
    found = run([GOLD])[str(GOLD)]
    assert min(found["ru"]["f1"], found["en"]["f1"]) > 0.97
    assert min(found["ru_typed"]["f1"], found["en_typed"]["f1"]) > 0.96
