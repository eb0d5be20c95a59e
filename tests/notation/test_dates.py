from __future__ import annotations

import pytest

from bisearch.notation.dates import day_range, find_date, find_dates


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
    assert day_range(date) == (first, last)


@pytest.mark.parametrize("date", ["", "46", "1946-13", "1946-02-30", "1946-1", "0000", "1946-11-20T00:00"])
def test_a_text_that_is_not_a_date_is_refused(date: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 -- its text is the date itself
        day_range(date)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("20.XI.46г.", (1946, 11, 20)),
        ("20.ХІ.46 г.", (1946, 11, 20)),  # in Cyrillic letters
        ("20/XI-46", (1946, 11, 20)),
        ("20. XI. 1946 года", (1946, 11, 20)),
        ("20.11.46", (1946, 11, 20)),
        ("20 ноября 1946 г.", (1946, 11, 20)),
        ("20-го ноября 46 г.", (1946, 11, 20)),
        ("November 20, 1946", (1946, 11, 20)),
        ("20th November 1946", (1946, 11, 20)),
        ("Nov. 20 1946", (1946, 11, 20)),
        ("1946-11-20", (1946, 11, 20)),
        ("9/XII", (None, 12, 9)),
        ("26 ноября с. г.", (None, 11, 26)),
        ("on 12 November.", (None, 11, 12)),
        ("в ноябре 1946 г.", (1946, 11, None)),
        ("1 - 3 мая 1950", (1950, 5, 3)),
    ],
)
def test_dates_are_read_in_many_forms(text: str, date: tuple[int | None, int, int | None]) -> None:
    (mention,) = find_dates(text)
    assert (mention.year, mention.month, mention.day) == date
    assert text[mention.start : mention.end].strip(".") in text


@pytest.mark.parametrize(
    "text",
    [
        "31 февраля 1946",
        "20.13.46",
        "5 матросов 1946 г.",
        "д. 102, лл. 11-12",
        "версия 3.5.72.1",
        "at No. 12. I went",
        "",
    ],
)
def test_a_text_that_only_resembles_a_date_has_none(text: str) -> None:
    assert list(find_dates(text)) == []


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("November 20, 1946", "1946-11-20"),
        ("on 20 November 1946 in Moscow", "1946-11-20"),
        ("20.XI.46г.", "1946-11-20"),
        ("20.XI.1946 г.", "1946-11-20"),
        ("3/II-49 г.", "1949-02-03"),
        ("20.11.1946", "1946-11-20"),
        ("14 марта 1951 г.", "1951-03-14"),
        ("ноябрь 1946 г.", "1946-11"),
        ("November 1946", "1946-11"),
        ("1946-11-20", "1946-11-20"),
        ("1946-11", "1946-11"),
        ("1946 г.", "1946"),
        ("9 мая 1945 г.", "1945-05-09"),
        ("31 февраля 1946 г.", "1946"),
        ("no date, f. 558", ""),
    ],
)
def test_the_date_of_a_line_is_found_in_either_convention(text: str, date: str) -> None:
    assert find_date(text) == date
