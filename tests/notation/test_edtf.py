"""The reader of EDTF, compared with the library `edtf`, another implementation of the standard."""

from __future__ import annotations

import math
from typing import Any

import pytest
from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st

from bisearch.notation.edtf import edtf_bounds

digits = st.sampled_from("0123456789")
years = st.one_of(
    st.integers(1600, 2099).map(str), st.integers(160, 209).map("{}X".format), st.integers(16, 20).map("{}XX".format)
)
months = st.integers(1, 12).map("{:02}".format) | st.just("XX")
days = st.integers(1, 28).map("{:02}".format) | st.just("XX")
dates = st.one_of(years, st.tuples(years, months).map("-".join), st.tuples(years, months, days).map("-".join))
plain = st.tuples(dates, st.sampled_from(["", "", "?", "~", "%"])).map("".join)
texts = st.one_of(
    plain,
    st.tuples(plain | st.just(".."), plain | st.just("..")).map("/".join),
    st.lists(dates, min_size=2, max_size=4).map(lambda each: f"[{','.join(each)}]"),
    st.lists(dates, min_size=2, max_size=4).map(lambda each: f"{{{','.join(each)}}}"),
    dates.map("[..{}]".format),
    dates.map("[{}..]".format),
)


def bounds_by_library(text: str) -> tuple[str, str]:
    """Return the first and the last day as the library gives them; texts that it cannot read are rejected."""
    try:
        found = parse_edtf(text)
        return day(found.lower_strict()), day(found.upper_strict())
    except (EDTFParseException, ValueError, TypeError, AttributeError):
        reject()


def day(value: Any) -> str:
    return "" if value in {math.inf, -math.inf} else f"{value[0]:04}-{value[1]:02}-{value[2]:02}"


@settings(deadline=None, max_examples=150)
@given(texts)
def test_bounds_are_those_of_the_library(text: str) -> None:
    first, last = bounds_by_library(text)
    assume(not (first and last) or first <= last)  # the library accepts intervals that end before they begin
    assume(first or last)
    assert edtf_bounds(text) == (first, last)


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("1946-11-20T10:30:00Z", ("1946-11-20", "1946-11-20")),
        ("1946-22", ("1946-06-01", "1946-08-31")),
        ("1946-24", ("1945-12-01", "1947-02-28")),
        ("1946-36", ("1946-10-01", "1946-12-31")),
        ("194X-02-29", ("1940-02-29", "1948-02-29")),
        ("?1946-~11", ("1946-11-01", "1946-11-30")),
        ("/1946", ("", "1946-12-31")),
        ("{1946..1948,1950}", ("1946-01-01", "1950-12-31")),
    ],
)
def test_times_seasons_and_unknown_ends_are_read(text: str, bounds: tuple[str, str]) -> None:
    assert edtf_bounds(text) == bounds


@pytest.mark.parametrize(
    "text",
    ["", "46", "1946-13", "1946-02-30", "1947/1946", "../..", "0000", "1946-11-20-1", "[1946", "Y17000", "1946S3"],
)
def test_what_is_not_edtf_has_no_bounds(text: str) -> None:
    assert edtf_bounds(text) is None
