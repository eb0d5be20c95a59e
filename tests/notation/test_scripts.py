from __future__ import annotations

import pytest

from bisearch.notation.scripts import count_letters, cyrillic_share, is_cyrillic, script_of


def test_the_first_letter_decides_the_script() -> None:
    assert [script_of(form) for form in ("дом", "house", "1946")] == ["cyrillic", "latin", "neutral"]


def test_ukrainian_letters_are_cyrillic_and_latin_ones_with_accents_are_not() -> None:
    assert is_cyrillic("ї")
    assert not is_cyrillic("é")


def test_letters_are_counted_by_script() -> None:
    assert count_letters("Смит (Smith), 1946") == (4, 5)
    assert count_letters("Smith, 1946 [x_y]") == (0, 7)
    # A titlo is a mark of the Cyrillic block and no letter; é is a letter outside it, and ² is none.
    assert count_letters("сло\u0483во é x²") == (6, 2)
    assert count_letters("") == (0, 0)


@pytest.mark.parametrize(("text", "share"), [("1946", 0.5), ("house", 0.0), ("дом", 1.0), ("дом a bc", 0.5), ("", 0.5)])
def test_the_share_is_that_of_cyrillic_letters_among_all_letters(text: str, share: float) -> None:
    assert cyrillic_share(text) == share
