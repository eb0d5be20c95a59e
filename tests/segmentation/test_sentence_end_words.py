from __future__ import annotations

from pathlib import Path

import pytest

from bisearch.model import SIDES, Side
from bisearch.segmentation.sentence_end_words import sentence_end_words

FOLDER = Path(__file__).parent.parent.parent / "bisearch" / "segmentation" / "data"


@pytest.mark.parametrize("side", SIDES)
def test_entries_are_words_without_their_last_dot(side: Side) -> None:
    words = sentence_end_words(side)
    for entry in words.before_names | words.anywhere | words.openers:
        assert entry == entry.strip(" .")
    assert words.before_names
    assert words.anywhere


@pytest.mark.parametrize("side", SIDES)
def test_openers_are_in_lower_case_and_are_not_abbreviations(side: Side) -> None:
    words = sentence_end_words(side)
    assert all(entry.islower() for entry in words.openers)
    assert not {entry for entry in words.openers & (words.before_names | words.anywhere) if len(entry) > 2}


@pytest.mark.parametrize("name", [f"{kind}.{side}.txt" for kind in ("abbreviations", "openers") for side in SIDES])
def test_no_entry_is_listed_twice_in_one_section(name: str) -> None:
    for part in (FOLDER / name).read_text(encoding="utf-8").split("\n["):
        entries = [line for line in part.splitlines()[1:] if line and not line.startswith("#")]
        assert len(entries) == len(set(entries))
