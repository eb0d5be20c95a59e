"""XLSX workbooks, written row by row by XlsxWriter; needs the extra ``exports``."""

from __future__ import annotations

import datetime
import re
from math import ceil
from typing import TYPE_CHECKING, Any, BinaryIO

import xlsxwriter

from bisearch.export.marked_text import Run
from bisearch.export.rows import COLUMNS, SIDE_COLUMNS, made_safe, other_cells
from bisearch.sanitizing import clean_lines, without_xml_forbidden

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bisearch.export.rows import ExportHeader, ExportRow, Layout

# Excel's limits: UTF-16 code units of a cell, and rows of a sheet.
MAX_CELL = 32_767
MAX_ROWS = 1_048_576
_NAMES = ("number", *SIDE_COLUMNS, *COLUMNS)
# In characters of the usual font.
_WIDTHS = (8, 60, 60, 30, 30, 18, 24, 30, 40, 40)
# Inside a text that would be read as an escaped character, such as _x0041_. XlsxWriter escapes these twice in a cell of
# several runs, so they are cut there.
_ESCAPE = re.compile(r"(?<=_x)(?=[0-9A-Fa-f]{4}_)")
# In points; Excel's rows are no higher.
_LINE_HEIGHT, _MAX_HEIGHT = 15, 409
# Nothing is taken for a formula, an address or a number.
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_xlsx(stream: BinaryIO, header: ExportHeader, rows: Iterable[ExportRow], layout: Layout) -> None:  # noqa: ARG001
    """Write a workbook: a sheet of passages with marks in bold, and a sheet that says what the export is.

    A text too long for a cell continues in the row below, whose number is followed by ``(continued)``. Passages beyond
    the rows of a sheet continue on another sheet.
    """
    with xlsxwriter.Workbook(stream, _OPTIONS) as book:
        created = datetime.datetime.combine(header.date, datetime.time())
        book.set_properties({"title": "Passages found by bisearch", "created": created})
        sheets = _Sheets(book)
        for row in rows:
            sheets.add(list(_lines(row)))
        sheets.describe(header)


class _Sheets:
    """The sheets of a workbook.

    Args:
        book: the workbook of XlsxWriter.
    """

    def __init__(self, book: Any) -> None:
        self._book = book
        self._bold = book.add_format({"bold": True, "valign": "top"})
        self._wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self._sheet: Any = None
        self._used = MAX_ROWS

    def add(self, lines: Sequence[Sequence[Sequence[Run]]]) -> None:
        """Add the rows of a passage, given as cells of runs, to the current sheet or to a new one."""
        if self._used + len(lines) > MAX_ROWS:
            self._sheet, self._used = self._new_sheet(), 1
        for line in lines:
            self._sheet.set_row(self._used, _height(line))
            for column, runs in enumerate(line):
                self._write(self._sheet, self._used, column, runs)
            self._used += 1

    def describe(self, header: ExportHeader) -> None:
        """Add the sheet that says what the export is."""
        sheet = self._book.add_worksheet("about")
        sheet.set_column(0, 0, 20)
        sheet.set_column(1, 1, 100)
        place = 0
        for name, value in header.facts:
            for piece in _pieces([Run(_safe(value), is_marked=False)]):
                self._write(sheet, place, 0, [Run(name, is_marked=True)])
                self._write(sheet, place, 1, piece)
                place += 1

    def _new_sheet(self) -> Any:
        count = len(self._book.worksheets())
        sheet = self._book.add_worksheet("passages" if not count else f"passages {count + 1}")
        for column, (name, width) in enumerate(zip(_NAMES, _WIDTHS, strict=True)):
            sheet.set_column(column, column, width, self._wrapped)
            self._write(sheet, 0, column, [Run(name, is_marked=True)])
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)  # on paper: all columns on each page, below their names
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        return sheet

    def _write(self, sheet: Any, row: int, column: int, runs: Sequence[Run]) -> None:
        if len(runs) > 1:
            pieces = [(piece, run.is_marked) for run in runs for piece in _ESCAPE.split(run.text)]
            parts = [part for text, is_marked in pieces for part in ((self._bold, text) if is_marked else (text,))]
            status = sheet.write_rich_string(row, column, *parts, self._wrapped)
        elif runs:
            status = sheet.write_string(row, column, runs[0].text, self._bold if runs[0].is_marked else self._wrapped)
        else:
            return
        if status:
            raise ValueError(f"XlsxWriter refused a cell with code {status}")


def _lines(row: ExportRow) -> Iterator[list[list[Run]]]:
    """Yield the cells of each row of the sheet that a passage needs."""
    texts = [made_safe(side, _safe) for side in (row.ru, row.en)]
    texts += [[Run(_safe(text), is_marked=False)] if text else [] for text in other_cells(row)]
    pieces = [list(_pieces(text)) for text in texts]
    for place in range(max(1, *map(len, pieces))):
        number = f"{row.number}{' (continued)' if place else ''}"
        yield [[Run(number, is_marked=False)], *(each[place] if place < len(each) else [] for each in pieces)]


def _height(line: Sequence[Sequence[Run]]) -> float:
    """Return the height of a row in points in which its cells can be read; not every program finds it by itself."""
    texts = ("".join(run.text for run in runs) for runs in line)
    needed = (
        sum(ceil(len(part) / width) or 1 for part in text.split("\n"))
        for text, width in zip(texts, _WIDTHS, strict=True)
    )
    return min(_MAX_HEIGHT, _LINE_HEIGHT * max(needed))


def _pieces(runs: Sequence[Run]) -> Iterator[list[Run]]:
    """Yield a text in pieces that each fit into a cell."""
    piece: list[Run] = []
    room = MAX_CELL
    for run in runs:
        rest = run.text
        while rest:
            taken = _fitting(rest, room)
            if taken:
                piece.append(Run(rest[:taken], run.is_marked))
                room -= _size(rest[:taken])
                rest = rest[taken:]
            if rest:
                yield piece
                piece, room = [], MAX_CELL
    if piece:
        yield piece


def _fitting(text: str, room: int) -> int:
    """Return how many characters of a text fit into a number of UTF-16 code units."""
    if _size(text) <= room:
        return len(text)
    return len(text.encode("utf-16-le")[: 2 * room].decode("utf-16-le", errors="ignore"))


def _size(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _safe(text: str) -> str:
    return without_xml_forbidden(clean_lines(text))
