"""The benchmark of sentence splitting: what it types, and what it counts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.bitext.segmentation import run, table
from benchmarks.bitext.typewriter import STAMPS, WIDEST, typed

GOLD = Path(__file__).parents[3] / "shared" / "datasets" / "alignment-dev" / "dev-xquadr.c2ocr.raw.jsonl"
TEXT = " ".join(f"Предложение номер {number} о контроле над атомной энергией." for number in range(200))


def test_a_typed_page_holds_the_text_in_order_and_stamps_besides() -> None:
    page = typed(TEXT, "ru", 1)
    kept = [origin for origin in page.origins if origin is not None]
    assert [TEXT[origin] for origin in kept] == list(TEXT.replace(" ", ""))
    assert kept == sorted(kept)
    assert max(map(len, page.text.split("\n"))) <= WIDEST
    assert any(line in STAMPS["ru"] for line in page.text.split("\n"))
    assert "-\n" in page.text


def test_the_same_seed_gives_the_same_page() -> None:
    assert typed(TEXT, "ru", 1).text == typed(TEXT, "ru", 1).text != typed(TEXT, "ru", 2).text


def test_places_lead_back_to_the_original() -> None:
    page = typed(TEXT, "ru", 1)
    assert page.places([(0, len(page.text))]) == {(0, len(TEXT))}
    stamp = next(each for each in STAMPS["ru"] if f"\n{each}\n" in page.text)
    start = page.text.index(f"\n{stamp}\n") + 1
    assert page.places([(start, start + len(stamp))]) == set()


def test_spans_are_counted_right_missed_and_false(tmp_path: Path) -> None:
    record = {
        "ru_text": "Он ушел. Она осталась.",
        "ru_spans": [[0, 9], [9, 22]],  # both are found; the blank is trimmed
        "en_text": "He left. She stayed.",
        "en_spans": [[0, 20]],  # two are found instead
    }
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(record) + "\n", encoding="utf-8")
    report = run([path])
    scores = report[str(path)]
    assert [scores["ru"][key] for key in ("precision", "recall", "f1")] == [1, 1, 1]
    assert [scores["en"][key] for key in ("precision", "recall", "f1")] == [0, 0, 0]
    assert scores["ru_typed"]["f1"] == pytest.approx(1)
    assert "| gold | ru | 1.000 | 1.000 | 1.000 | 1.000 |" in table(report)


@pytest.mark.skipif(not GOLD.exists(), reason="the gold of the alignment benchmark is not beside the checkout")
def test_scanned_text_is_split_about_as_well_as_clean_text() -> None:
    found = run([GOLD])[str(GOLD)]
    assert min(found["ru"]["f1"], found["en"]["f1"]) > 0.97
    assert min(found["ru_typed"]["f1"], found["en_typed"]["f1"]) > 0.96
