from __future__ import annotations

import pytest

from bisearch.validation import check_choice, check_counts, check_range


def test_counts_may_equal_the_minimum() -> None:
    check_counts(1, jobs=1, limit=5)


@pytest.mark.parametrize("value", [0, 1.5, "2", None])
def test_a_count_that_is_too_small_or_no_integer_is_named(value: object) -> None:
    with pytest.raises(ValueError, match=f"^jobs must be a whole number, at least 1, not {value!r}$"):
        check_counts(1, jobs=value)


def test_a_choice_may_be_left_open() -> None:
    check_choice(["score", "date"], sort="date", group=None)


def test_a_value_outside_the_choices_is_named_with_the_choices() -> None:
    with pytest.raises(ValueError, match=r"^sort must be one of score, date, not 'size'$"):
        check_choice(["score", "date"], sort="size")


def test_a_number_may_equal_either_bound_or_be_left_open() -> None:
    check_range(0, 1, b=0, k1=1.0, k2=None)


@pytest.mark.parametrize("value", [-0.1, 1.1, float("nan"), float("inf"), "0.5"])
def test_a_number_outside_its_range_is_named(value: object) -> None:
    with pytest.raises(ValueError, match=r"^b must be a number, from 0 to 1, not "):
        check_range(0, 1, b=value)
    with pytest.raises(ValueError, match=r"^k1 must be a number, at least 0, not nan$"):
        check_range(0, float("inf"), k1=float("nan"))
