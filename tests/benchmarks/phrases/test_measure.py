from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.phrases.commands import HELD_OUT
from benchmarks.phrases.measure import measure, table

if TYPE_CHECKING:
    from pathlib import Path


def test_a_phrase_of_the_list_is_found_only_with_the_list(tmp_path: Path) -> None:
    path = tmp_path / "phrases.tsv"
    row = ("железная дорога", "railway", "Уголь везли по железной дороге.", "Coal went by railway.")
    path.write_text("\t".join(row) + "\n", encoding="utf-8")
    measured = measure(path)
    found = {(each["lexicon"], each["query"], each["from"]): each["found"] for each in measured}
    assert found["with the phrase list", "quotation", "en"] == 1
    assert found["without it", "quotation", "en"] == 0
    assert len(table(measured).splitlines()) == 2 + len(measured)


def test_every_held_out_phrase_is_in_its_sentences_language() -> None:
    rows = [line.split("\t") for line in HELD_OUT.read_text(encoding="utf-8").splitlines()]
    assert len(rows) == 40
    assert all(len(row) == 4 for row in rows)
