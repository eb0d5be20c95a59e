"""Columns of numbers are read as they were packed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bisearch.storage.short_numbers import ShortNumbers, pack_columns, short_numbers, unpack_columns

NUMBERS = st.integers(0, 70_000) | st.sampled_from([65_534, 65_535, 65_536]) | st.integers(0, (1 << 32) - 1)
COLUMNS = st.lists(st.lists(NUMBERS, max_size=8), max_size=4)


@given(COLUMNS)
def test_numbers_are_read_as_they_were_packed(columns: list[list[int]]) -> None:
    packed = pack_columns(map(short_numbers, columns))
    assert [list(column.numbers()) for column in unpack_columns(packed, len(columns))] == columns


@given(COLUMNS.filter(bool), st.data())
def test_columns_that_are_cut_short_or_too_long_are_refused(columns: list[list[int]], data: st.DataObject) -> None:
    packed = pack_columns(map(short_numbers, columns))
    cut = packed[: data.draw(st.integers(0, len(packed) - 1))]
    for wrong in (cut, packed + b"\0\0"):
        with pytest.raises(ValueError, match=r"cut short|multiple of item size|shorter|longer"):
            list(unpack_columns(wrong, len(columns)))


def test_a_column_that_does_not_fit_its_greater_numbers_is_refused() -> None:
    with pytest.raises(ValueError, match="greater ones"):
        ShortNumbers(short_numbers([65_535]).shorts, b"").numbers()


def test_two_bytes_are_enough_for_most_numbers() -> None:
    assert len(pack_columns([short_numbers([1] * 1000)])) == 8 + 2000
