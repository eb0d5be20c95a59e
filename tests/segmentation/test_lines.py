from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bisearch.segmentation.lines import are_table_rows, lines_of


def test_a_line_is_the_text_between_its_margins() -> None:
    text = "  один \n\tдва  три\n"
    lines = lines_of(text)
    assert [text[line.start : line.end] for line in lines] == ["один", "два  три"]
    assert [line.indent for line in lines] == [2, 1]
    assert [line.right for line in lines] == [6, 9]


def test_empty_lines_before_a_line_are_counted() -> None:
    assert [line.empty for line in lines_of("\n\nодин\nдва\n \t\n три \n\n\nчетыре")] == [1, 0, 1, 2]


def test_a_form_feed_ends_a_line_and_begins_a_page() -> None:
    text = "конец страницы\fначало\n\f  еще одной"
    lines = lines_of(text)
    assert [text[line.start : line.end] for line in lines] == ["конец страницы", "начало", "еще одной"]
    assert [line.is_page_start for line in lines] == [False, True, True]
    assert lines[2].indent == 2


@pytest.mark.parametrize("hyphen", ["-", "\u00ad", "¬", "\u2010", "\u2011"])
def test_any_hyphen_at_a_line_end_cuts_a_word(hyphen: str) -> None:
    assert [line.is_cut for line in lines_of(f"Вашинг{hyphen}\nтоне {hyphen}\n{hyphen}")] == [True, False, False]


@pytest.mark.parametrize(
    ("text", "is_table"),
    [
        ("Диксон      06.00\nМыс Дальний 38    ", False),
        ("Диксон             06.00\nМыс Дальний        08.30", True),
        ("Диксон\t06.00\nМыс Дальний\t08.30", True),
        ("Диксон | 06.00\nМыс | 08.30", True),
        ("он    вышел  в  море  на\nлодке    один", False),
    ],
)
def test_rows_of_a_table_have_cells_in_the_same_columns(text: str, is_table: bool) -> None:  # noqa: FBT001
    line, after = lines_of(text)
    assert are_table_rows(text, line, after) == is_table


@given(st.text(st.sampled_from("аб \t\n\f-"), max_size=40))
def test_lines_hold_every_character_but_whitespace(text: str) -> None:
    lines = lines_of(text)
    assert "".join("".join(text[line.start : line.end].split()) for line in lines) == "".join(text.split())
    assert all(text[line.start : line.end].strip() == text[line.start : line.end] for line in lines)
