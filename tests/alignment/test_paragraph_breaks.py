"""Beads are split where both texts begin a new line or paragraph."""

from __future__ import annotations

from bisearch.alignment.paragraph_breaks import find_breaks, split_at_breaks
from bisearch.model import Bead, Sentence

TEXT = "СПРАВКА\nо радиосвязи\n\nЗа январь связь была.\nПричин три. Первая — буря."
SENTENCES = (Sentence(0, 7), Sentence(8, 20), Sentence(22, 43), Sentence(44, 55), Sentence(56, 71))


def test_a_line_after_a_full_stop_is_no_break() -> None:
    assert [each.of(TEXT) for each in SENTENCES][1::2] == ["о радиосвязи", "Причин три."]
    assert find_breaks(TEXT, SENTENCES) == {1, 2}


def test_a_bead_with_the_same_number_of_lines_in_both_texts_is_split_by_line() -> None:
    whole = [Bead((0, 1), (0, 1, 2), 0.4), Bead((2, 3), (3, 4), 0.9)]
    assert split_at_breaks(whole, {1, 2}, {1}) == (
        Bead((0,), (0,), 0.4),
        Bead((1,), (1, 2), 0.4),
        Bead((2, 3), (3, 4), 0.9),
    )


def test_a_heading_joined_with_its_number_is_not_split() -> None:
    joined = [Bead((0, 1), (0,), 0.9)]
    assert split_at_breaks(joined, {1}, set()) == tuple(joined)
