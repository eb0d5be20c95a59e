"""CSV (RFC 4180), in UTF-8.

A spreadsheet takes a cell that begins with one of ``= + - @`` for a formula, so such a cell gets an apostrophe before
it, as the Open Worldwide Application Security Project recommends ("CSV Injection").
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, TextIO

from bisearch.export.marked_text import asterisked
from bisearch.export.rows import COLUMNS, SIDE_COLUMNS, made_safe, other_cells
from bisearch.sanitizing import clean_lines

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bisearch.export.rows import ExportHeader, ExportRow, Layout

_BYTE_ORDER_MARK = "\ufeff"
# The wide letters stand for the same in spreadsheets of some languages.
_BEGINS_FORMULA = tuple("=+-@＝＋－＠")


def write_csv(stream: TextIO, header: ExportHeader, rows: Iterable[ExportRow], layout: Layout) -> None:
    """Write a table with the names of the columns in its first line; the last column says what the export is."""
    if layout.bom:
        stream.write(_BYTE_ORDER_MARK)
    table = csv.writer(stream)
    table.writerow(["number", *SIDE_COLUMNS, *COLUMNS, "export"])
    about = without_formula(str(header))
    for row in rows:
        sides = [asterisked(made_safe(side, clean_lines)) for side in (row.ru, row.en)]
        table.writerow([row.number, *map(without_formula, [*sides, *other_cells(row)]), about])


def without_formula(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: with an apostrophe if it begins like one."""
    return f"'{text}" if text[:1] in {"\t", "\r"} or text.lstrip().startswith(_BEGINS_FORMULA) else text
