from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from bisearch.render import plain
from bisearch.render.layout import MIN_WIDTH, PIPE_WIDTH
from bisearch.render.terminal import Screen, print_results, screen_for

if TYPE_CHECKING:
    from bisearch import Index


def printed(index: Index, query: str, width: int | None, *, colour: bool = False) -> str:
    stream = io.StringIO()
    if width is None:
        plain.print_results(index.search(query), stream)
    else:
        print_results(index.search(query), Screen(stream, width, styles=colour, colours=colour))
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


def test_without_colours_marks_are_asterisks_and_what_is_faint_stays_so(index: Index) -> None:
    stream = io.StringIO()
    print_results(index.search("атомная"), Screen(stream, 120, colours=False))
    assert "**атомной**" in stream.getvalue()
    assert "\x1b[2m" in stream.getvalue()


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"TERM": "xterm", "COLUMNS": "110"}, (110, True, True)),
        ({"TERM": "xterm", "COLUMNS": "7"}, (MIN_WIDTH, True, True)),
        ({"TERM": "xterm", "COLUMNS": "wide"}, (PIPE_WIDTH, True, True)),
        ({"TERM": "xterm", "NO_COLOR": "1"}, (PIPE_WIDTH, True, False)),
        ({"TERM": "dumb"}, (PIPE_WIDTH, False, False)),
    ],
)
def test_the_environment_says_how_to_print(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], expected: tuple[int, bool, bool]
) -> None:
    for name in ("TERM", "COLUMNS", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    screen = screen_for(io.StringIO())
    assert (screen.width, screen.styles, screen.colours) == expected
