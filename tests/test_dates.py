from __future__ import annotations

import pytest

from bisearch.dates import days


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("1946", "1946-01-01", "1946-12-31"),
        ("1946-11", "1946-11-01", "1946-11-30"),
        ("1948-02", "1948-02-01", "1948-02-29"),
        ("1946-11-20", "1946-11-20", "1946-11-20"),
    ],
)
def test_a_date_of_limited_precision_is_a_span_of_days(date: str, first: str, last: str) -> None:
    assert days(date) == (first, last)


@pytest.mark.parametrize("date", ["", "46", "1946-13", "1946-02-30", "1946-1", "0000", "1946-11-20T00:00"])
def test_what_is_no_date_is_refused(date: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 -- its text is the date itself
        days(date)
