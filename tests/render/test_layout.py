from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from bisearch.render.layout import BOLD, FAINT, Piece, painted, side_by_side, width_of, wrapped


def lines(text: str, width: int) -> list[str]:
    return ["".join(piece.text for piece in line) for line in wrapped([Piece(text)], width)]


def test_lines_break_at_words_and_lose_the_blanks_at_their_ends() -> None:
    assert lines("Смит вернулся из Москвы", 13) == ["Смит вернулся", "из Москвы"]
    assert lines("one  \n\n   two", 20) == ["one", "", "   two"]


def test_a_word_longer_than_a_line_is_cut_and_the_rest_goes_on() -> None:
    assert lines("о высокопревосходительство да", 10) == ["о", "высокопрев", "осходитель", "ство да"]


def test_a_line_is_as_wide_as_a_terminal_shows_it() -> None:
    assert [width_of(text) for text in ("сло\u0301во", "漢字", "—«»")] == [5, 4, 3]
    assert lines("漢字漢字 漢字", 8) == ["漢字漢字", "漢字"]


def test_a_style_goes_on_in_the_next_line() -> None:
    assert wrapped([Piece("one "), Piece("two three", BOLD)], 8) == [
        [Piece("one "), Piece("two", BOLD)],
        [Piece("three", BOLD)],
    ]


def test_the_shorter_side_is_filled_up() -> None:
    beside = side_by_side([[Piece("ru")]], [[Piece("one")], [Piece("two")]], 4)
    assert [painted(line, styles=False) for line in beside] == ["ru  one", "    two"]


def test_styles_are_escape_sequences_where_the_terminal_takes_them() -> None:
    line = [Piece("ru", FAINT), Piece(" one  ")]
    assert painted(line, styles=True) == "\x1b[2mru\x1b[0m one"
    assert painted(line, styles=False) == "ru one"


@given(st.text("аб —漢\u0301", max_size=60), st.integers(2, 12))
def test_no_line_is_wider_than_asked_for_and_no_letter_is_lost(text: str, width: int) -> None:
    found = lines(text, width)
    assert all(cell_len(line) <= width for line in found if line.strip())
    assert "".join(found).replace(" ", "") == text.replace(" ", "")
