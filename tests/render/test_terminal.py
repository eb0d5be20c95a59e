from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from bisearch import Metadata, Passage, PassageText, SearchOptions, Sentence
from bisearch.render.layout import MIN_WIDTH, PIPE_WIDTH
from bisearch.render.terminal import Screen, TerminalPrinter, screen_for

if TYPE_CHECKING:
    from bisearch import Index


def printed(index: Index, query: str, width: int, *, styles: bool = False, colours: bool = False) -> str:
    stream = io.StringIO()
    TerminalPrinter(Screen(stream, width, styles, colours)).print_results(
        index.search(query, SearchOptions(group="passage"))
    )
    return stream.getvalue()


def test_a_wide_terminal_has_two_columns_and_a_narrow_one_has_one(index: Index) -> None:
    wide, narrow = printed(index, "id:cable-1", 120), printed(index, "id:cable-1", 60)
    assert any("атомной" in line and "atomic" in line for line in wide.splitlines()[1:])
    assert not any("атомной" in line and "atomic" in line for line in narrow.splitlines()[1:])
    assert max(map(len, narrow.splitlines())) <= 60


def test_marks_are_coloured(index: Index) -> None:
    coloured = printed(index, "атомная", 120, styles=True, colours=True)
    assert "**" not in coloured
    assert "\x1b[1;33mатомной\x1b[0m" in coloured


def test_without_colours_marks_are_asterisks_and_other_styles_stay(index: Index) -> None:
    shown = printed(index, "атомная", 120, styles=True)
    assert "**атомной**" in shown
    assert "\x1b[2m" in shown


def test_a_document_is_printed_with_its_details_and_an_empty_line_between_paragraphs() -> None:
    stream = io.StringIO()
    sides = [PassageText(text, (Sentence(0, len(text)),), opens_paragraph=True) for text in ("Да.", "Нет.")]
    passages = [Passage(number, side, None) for number, side in enumerate(sides, 1)]
    printer = TerminalPrinter(Screen(stream, 60, styles=False, colours=False))
    printer.print_document(Metadata("a", title="Cable", url="https://example.org/a", summary="Short."), passages)
    assert stream.getvalue().splitlines() == [
        "Cable",
        "   https://example.org/a",
        "Summary: Short.",
        "",
        "[1]",
        "   ru  Да.",
        "   en  [no English counterpart]",
        "",
        "[2]",
        "   ru  Нет.",
        "   en  [no English counterpart]",
    ]


def test_terminal_escapes_of_a_document_are_replaced() -> None:
    stream = io.StringIO()
    TerminalPrinter(Screen(stream, 60)).print_document(Metadata("a", title="Ca\x1b[31mble\u202e"), [])
    assert "\x1b[31m" not in stream.getvalue()
    assert "\u202e" not in stream.getvalue()


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
def test_environment_variables_set_the_width_the_styles_and_the_colours(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], expected: tuple[int, bool, bool]
) -> None:
    for name in ("TERM", "COLUMNS", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    screen = screen_for(io.StringIO())
    assert (screen.width, screen.styles, screen.colours) == expected
