from __future__ import annotations

import io
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from bisearch.render import plain
from bisearch.render.safety import clean
from bisearch.render.terminal import console_for, print_results

if TYPE_CHECKING:
    from bisearch import Index


def printed(index: Index, query: str, width: int | None, *, colour: bool = False) -> str:
    stream = io.StringIO()
    if width is None:
        plain.print_results(index.search(query), stream)
        return stream.getvalue()
    console = Console(file=stream, width=width, force_terminal=True, color_system="truecolor") if colour else None
    print_results(index.search(query), console or console_for(stream, width))
    return stream.getvalue()


def test_wide_terminals_have_two_columns_and_narrow_ones_one(index: Index) -> None:
    wide, narrow = printed(index, "id:cable-1", 120), printed(index, "id:cable-1", 60)
    assert any("атомной" in line and "atomic" in line for line in wide.splitlines()[1:])
    assert not any("атомной" in line and "atomic" in line for line in narrow.splitlines()[1:])
    assert max(map(len, narrow.splitlines())) <= 60


def test_a_pipe_gets_each_side_on_one_line_without_trailing_blanks(index: Index) -> None:
    lines = printed(index, "id:cable-1", None).splitlines()
    assert "   ru  Смит сообщил о контроле над атомной энергией." in lines
    assert all(line == line.rstrip() for line in lines)


def test_marks_are_colour_on_a_terminal_and_asterisks_elsewhere(index: Index) -> None:
    assert "**атомной**" in printed(index, "атомная", None)
    coloured = printed(index, "атомная", 120, colour=True)
    assert "**" not in coloured
    assert "\x1b[1;33mатомной\x1b[0m" in coloured


def test_what_would_command_the_terminal_is_replaced() -> None:
    assert clean("a\x1b[31mb\x07\u202ec\td\ne") == "a\ufffd[31mb\ufffd\ufffdc d e"


@given(st.text())
def test_cleaning_keeps_every_offset(text: str) -> None:
    shown = clean(text)
    assert len(shown) == len(text)
    assert not any(character < " " for character in shown)
