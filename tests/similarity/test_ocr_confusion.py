from __future__ import annotations

import pytest

from bisearch.similarity.ocr_confusion import (
    CONFUSION_COST,
    confusion_key,
    merge_letter_pairs,
    ocr_distance,
    substitution_cost,
)


@pytest.mark.parametrize(
    ("first", "second", "cost"),
    [
        ("смиту", "смиту", 0),
        ("смигу", "смиту", CONFUSION_COST),
        ("srnith", "smith", CONFUSION_COST),
        ("смиту", "смиду", 1),
        ("смит", "смити", 1),
        ("симт", "смит", 1),
        ("про6оула", "пробоула", CONFUSION_COST),
    ],
)
def test_substitutions_of_lookalike_letters_cost_less(first: str, second: str, cost: float) -> None:
    assert ocr_distance(first, second) == ocr_distance(second, first) == pytest.approx(cost)


def test_forms_that_differ_only_in_lookalike_letters_share_a_key() -> None:
    assert confusion_key("энерпии") == confusion_key("эиергни") == confusion_key("энергии") != confusion_key("энергия")


def test_two_letters_that_look_like_one_are_replaced_by_it() -> None:
    assert (merge_letter_pairs("srnith"), merge_letter_pairs("язьик"), merge_letter_pairs("год")) == (
        "smith",
        "язык",
        "год",
    )


@pytest.mark.parametrize(("first", "second"), [("смигу", "смиту"), ("энерпии", "энергии"), ("эиертии", "энергии")])
def test_the_substitution_cost_equals_the_ocr_distance(first: str, second: str) -> None:
    assert substitution_cost(first, second) == pytest.approx(ocr_distance(first, second))
