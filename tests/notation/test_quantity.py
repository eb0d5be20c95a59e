from __future__ import annotations

import pytest

from bisearch.notation.quantity import Quantity, same_quantity, unit_after


def quantity(value: float, unit: str = "", *others: float) -> Quantity:
    return Quantity(0, 1, value, frozenset(others), is_stated=True, in_digits=True, unit=unit)


def test_a_number_is_the_same_as_what_another_may_stand_for() -> None:
    assert same_quantity(quantity(45, "", 1945), quantity(1945))
    assert not same_quantity(quantity(45, "", 1945), quantity(46, "", 1946))


@pytest.mark.parametrize(
    ("ru", "en"),
    [((40, "пудов"), (1440, "pounds")), ((10, "верст"), (6.6, "miles")), ((2, "недели"), (14, "days"))],
)
def test_sizes_in_other_units_agree_within_rounding(ru: tuple[float, str], en: tuple[float, str]) -> None:
    assert same_quantity(quantity(*ru), quantity(*en))


def test_other_sizes_and_other_measures_do_not_agree() -> None:
    assert not same_quantity(quantity(40, "пудов"), quantity(40.5, "pounds"))
    assert not same_quantity(quantity(10, "верст"), quantity(6.6, "pounds"))


@pytest.mark.parametrize(
    ("text", "unit"),
    [("10 кв. м стекла", "square м"), ("10 cubic meters", "cubic meters"), ("10 вёрст", "верст"), ("10.", "")],
)
def test_the_word_after_a_number_is_its_unit(text: str, unit: str) -> None:
    assert unit_after(text, 2) == unit
