from __future__ import annotations

import pytest

from bisearch.notation.date_mentions import find_dates


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
