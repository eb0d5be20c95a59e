"""The tables of the benchmark of a cluster."""

from __future__ import annotations

from benchmarks.cluster.breakdown import PARTS
from benchmarks.cluster.report import parts_table


def test_the_parts_of_a_search_are_added_up_in_the_last_column() -> None:
    parts = {part: float(number) for number, part in enumerate(PARTS, 1)}
    table = parts_table([{"passages": 75_000, "parts": {"word": parts}, "parts_of_archive": parts}])
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
    assert rows[0][2:-1] == [f"{part}, ms" for part in PARTS]
    assert rows[2] == ["75,000 passages", "word", "1.0", "2.0", "3.0", "4.0", "5.0", "6.0", "21.0"]
    assert rows[3][:2] == ["demonstration archive", "whole, with texts"]
