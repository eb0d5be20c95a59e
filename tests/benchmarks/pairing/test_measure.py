from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

from benchmarks.pairing import measure

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

DOCUMENTS = [(f"Текст {number}", f"Text {number}") for number in range(9)]


def test_half_of_the_documents_keep_both_texts_under_names_that_tell_nothing(tmp_path: Path) -> None:
    gold = measure._write(DOCUMENTS, tmp_path, random.Random(1))  # noqa: SLF001 -- the draw is the measure
    texts = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    assert len(gold) == 4
    assert len(texts) == 2 * 4 + 5
    assert {texts[ru].split()[1] == texts[en].split()[1] for ru, en in gold} == {True}
    alone = {name for name in texts if not any(name in each for each in gold)}
    assert len({texts[name].split()[1] for name in alone}) == 5


def test_a_wrong_and_a_missing_pair_lower_f1(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measure, "DRAWS", 1)
    found = measure.measure(
        [
            ("Инженер Яхонтова просила 270 рублей на плотину.", "The engineer Yakhontova asked for 270 roubles."),
            ("Академик Вершинин выехал в Норильск.", "Academician Vershinin left for Norilsk."),
            ("Лимон лежал на рояле.", "The searchlight swept the harbour."),
            ("Хор пел о море.", "Nobody knew the password."),
        ]
    )
    assert found.pairs == 2
    assert found.f1 == 2 * found.right / (found.pairs + found.proposed)


def test_the_table_has_a_row_for_each_collection(tmp_path: Path) -> None:
    (tmp_path / "n.jsonl").write_text(json.dumps({"ru": ["Мир.", "Труд."], "en": ["Peace."]}), encoding="utf-8")
    assert measure.texts_of_records(tmp_path / "n.jsonl") == [("Мир.\nТруд.", "Peace.")]
    report = {
        "news": {
            "documents": 9,
            "pairs": 20,
            "proposed": 20,
            "right": 19,
            "f1": 0.95,
            "least_right": 0.4,
            "margin": 0.1,
        }
    }
    assert measure.table(report).splitlines()[2] == "| news | 9 | 20 | 20 | 19 | 0.950 | 0.40, 0.10 |"
