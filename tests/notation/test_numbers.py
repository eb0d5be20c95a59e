from __future__ import annotations

import pytest

from bisearch.notation.numbers import fold_number


@pytest.mark.parametrize(
    ("digits", "folded"), [("0106", "106"), ("1946", "46"), ("46", "46"), ("000", "0"), ("1812", "1812")]
)
def test_leading_zeros_and_the_twentieth_century_are_dropped(digits: str, folded: str) -> None:
    assert fold_number(digits) == folded
