"""The tables of the benchmark of a cluster."""

from __future__ import annotations

from benchmarks.cluster.breakdown import PARTS
from benchmarks.cluster.faults import FAULTS, Outcome
from benchmarks.cluster.report import faults_table, parts_table


def test_the_parts_of_a_search_are_added_up_in_the_last_column() -> None:
    parts = {part: float(number) for number, part in enumerate(PARTS, 1)}
    table = parts_table([{"passages": 75_000, "parts": {"word": parts}, "parts_of_archive": parts}])
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
    assert rows[0][2:-1] == [f"{part}, ms" for part in PARTS]
    assert rows[2] == ["75,000 passages", "word", "1.0", "2.0", "3.0", "4.0", "5.0", "6.0", "21.0"]
    assert rows[3][:2] == ["demonstration archive", "whole, with texts"]


def test_newer_rows_replace_those_of_their_faults_and_keep_the_others_in_order() -> None:
    killed, paused, cut = FAULTS[0], FAULTS[2], FAULTS[4]
    earlier = faults_table([Outcome(killed, 10, 10), Outcome(killed, 10, 9, 1), Outcome(cut, 10, 10)])
    rows = _fault_rows(faults_table([Outcome(cut, 20, 20, longest=1.5), Outcome(paused, 20, 19, errors=1)], earlier))
    assert rows == [
        [killed, "10", "10, 9", "0, 1", "0, 0", ""],
        [paused, "20", "19", "0", "1", ""],
        [cut, "20", "20", "0", "0", "1.5"],
    ]


def test_a_fault_that_was_not_tried_has_its_reason_in_the_table_but_replaces_no_figures() -> None:
    cut, other = FAULTS[4], FAULTS[5]
    skipped = [Outcome(cut, obstacle="refused | today"), Outcome(other, obstacle="iptables is not installed")]
    earlier = faults_table([Outcome(other, 20, 20)])
    first = faults_table(skipped, earlier)
    assert _fault_rows(first) == [
        [cut, "not tried: refused   today", "", "", "", ""],
        [other, "20", "20", "0", "0", ""],
    ]
    assert _fault_rows(faults_table([Outcome(cut, 20, 20)], first))[0] == [cut, "20", "20", "0", "0", ""]


def _fault_rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line[1:-1].split("|")] for line in table.splitlines()[2:]]
