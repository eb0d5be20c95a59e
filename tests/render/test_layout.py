from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from wcwidth import strip_sequences, width

from bisearch.render.layout import BOLD, side_by_side, styled, wrapped


def test_lines_break_between_words_and_have_no_trailing_spaces() -> None:
    assert wrapped("Смит вернулся из Москвы", 13) == ["Смит вернулся", "из Москвы"]
    assert wrapped("one  \n\n   two", 20) == ["one", "", "   two"]


def test_a_style_continues_in_the_next_line() -> None:
    lines = wrapped("one " + styled("two three\nfour", BOLD), 8)
    assert lines == ["one \x1b[1mtwo\x1b[0m", "\x1b[1mthree\x1b[0m", "\x1b[1mfour\x1b[0m"]


def test_a_word_of_thousands_of_letters_is_cut_into_lines() -> None:
    lines = wrapped(styled("<http://" * 30_000, BOLD), 73)
    assert strip_sequences("".join(lines)) == "<http://" * 30_000
    assert all(width(line) <= 73 for line in lines)


def test_the_shorter_side_is_padded_with_spaces() -> None:
    assert side_by_side([styled("ru", BOLD)], ["one", "two"], 4) == ["\x1b[1mru\x1b[0m  one", "    two"]


def test_a_stressed_vowel_takes_one_column() -> None:
    assert side_by_side(["сло\u0301во"], ["en"], 6) == ["сло\u0301во en"]


@given(st.text("аб —漢\u0301", max_size=60), st.integers(2, 12))
def test_no_line_is_wider_than_the_width_and_no_letter_is_lost(text: str, columns: int) -> None:
    found = wrapped(styled(text, BOLD), columns)
    assert all(width(line) <= columns for line in found)
    assert strip_sequences("".join(found)).replace(" ", "") == text.replace(" ", "")
