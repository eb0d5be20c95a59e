from __future__ import annotations

import pytest

from bisearch.similarity.ocr_confusion import ALIKE, difference, letters_off, look, undoubled


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


def test_forms_that_differ_only_in_letters_that_look_alike_have_one_look() -> None:
    assert look("энерпии") == look("эиергни") == look("энергии") != look("энергия")


def test_two_letters_that_look_like_one_are_written_as_it() -> None:
    assert (undoubled("srnith"), undoubled("язьик"), undoubled("год")) == ("smith", "язык", "год")


@pytest.mark.parametrize(("first", "second"), [("смигу", "смиту"), ("энерпии", "энергии"), ("эиертии", "энергии")])
def test_letter_by_letter_the_difference_is_the_same(first: str, second: str) -> None:
    assert letters_off(first, second) == pytest.approx(difference(first, second))
