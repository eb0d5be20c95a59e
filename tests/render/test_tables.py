"""Tables keep their columns, or become paragraphs where these do not fit."""

from __future__ import annotations

from bisearch.render.tables import table_lines, with_bars

HEADER, ROWS = ("word", "count"), [("уголь", "7"), ("coal", "1,234")]


def test_numbers_are_aligned_to_the_right() -> None:
    assert list(table_lines(HEADER, ROWS, 80)) == ["word   count", "уголь      7", "coal   1,234"]


def test_a_narrow_table_is_a_paragraph_for_each_row() -> None:
    assert list(table_lines(HEADER, ROWS, 11)) == ["уголь:", "count 7", "coal: count", "1,234"]


def test_a_bar_is_as_long_as_its_value_and_empty_for_zero() -> None:
    lines = list(with_bars(["word", "a", "b", "c"], [10, 5, 0], 16))
    assert lines == ["word", "a     ██████████", "b     █████", "c"]
    assert list(with_bars(["word", "a"], [1], 10)) == ["word", "a"]
