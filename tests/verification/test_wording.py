from __future__ import annotations

import pytest

from bisearch.verification.wording import wording_of


def fragments(text: str) -> list[list[str]]:
    return [[word.form for word in fragment] for fragment in wording_of(text).fragments]


@pytest.mark.parametrize("ellipsis", ["...", "…", "[…]", "[...]", "<…>", "(…)", ". . ."])
def test_an_ellipsis_divides_a_quotation(ellipsis: str) -> None:
    assert fragments(f"лед встал {ellipsis} в ноябре") == [["лед", "встал"], ["в", "ноябре"]]
    assert wording_of(f"лед встал {ellipsis} в ноябре").conventions == ("ellipsis",)


def test_ones_own_words_in_brackets_are_left_out_and_reported() -> None:
    found = wording_of("лед [на реке] встал")
    assert [word.form for word in found.all_words] == ["лед", "встал"]
    assert found.conventions == ("interpolation",)
    assert len(wording_of("лед [на реке] встал", keep_brackets=True).all_words) == 4


def test_letters_in_brackets_belong_to_their_word() -> None:
    assert fragments("[Л]ед встал") == [["лед", "встал"]]


def test_offsets_lead_to_the_words() -> None:
    text = "лед [на реке] встал… зимой"
    assert [text[word.start : word.end] for word in wording_of(text).all_words] == ["лед", "встал", "зимой"]
