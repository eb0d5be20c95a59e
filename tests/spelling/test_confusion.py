from __future__ import annotations

import pytest

from bisearch.spelling.confusion import ALIKE, difference


@pytest.mark.parametrize(
    ("first", "second", "cost"),
    [
        ("смиту", "смиту", 0),
        ("смигу", "смиту", ALIKE),
        ("srnith", "smith", ALIKE),
        ("смиту", "смиду", 1),
        ("смит", "смити", 1),
        ("симт", "смит", 1),
        ("про6оула", "пробоула", ALIKE),
    ],
)
def test_letters_that_look_alike_cost_less(first: str, second: str, cost: float) -> None:
    assert difference(first, second) == difference(second, first) == pytest.approx(cost)
