"""Spreadsheets saved as CSV or TSV.

Python's csv module limits a cell to 131,072 characters, and that limit can only be raised for the whole process, so
tables are split here.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from bisearch.decoding import read_text
from bisearch.errors import SourceError
from bisearch.sources.beside import read_metadata_beside
from bisearch.sources.record_keys import text_role
from bisearch.sources.table_columns import SAMPLE_ROWS, find_columns
from bisearch.sources.table_rows import Row, read_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bisearch.model import Document
    from bisearch.sources.accounting import Notice, PassedOver

_HEAD_BYTES = 4096
# Spreadsheets write a semicolon where the comma is the decimal separator, as in Russia.
_SEPARATORS = (",", ";", "\t")
# The first line of some CSV files, for Excel: sep=;
_SEPARATOR_LINE = re.compile(r"sep=([,;\t|])\n", re.IGNORECASE)
_QUOTED = r'"(?P<quoted>[^"]*(?:""[^"]*)*)"'


def read_spreadsheet(path: Path, encoding: str | None = None) -> Iterator[Document | SourceError | PassedOver | Notice]:
    """Yield the documents of a table; see `read_rows`.

    Args:
        path: the file. Columns with other names are custom fields. In TSV a quotation mark is a letter like any other.
            NAME.json, if present, holds metadata for the rows that lack it.
        encoding: its encoding; None detects it.

    Raises:
        SourceError: the file cannot be read, has no column with a text, or is malformed from some line on.
    """
    text = read_text(path, encoding)
    declared = _SEPARATOR_LINE.match(text)
    start = declared.end() if declared is not None else 0
    first = text[start:].partition("\n")[0]
    is_tsv = path.suffix.lower() in {".tsv", ".txt"}
    separator = declared[1] if declared is not None else "\t" if is_tsv else max(_SEPARATORS, key=first.count)
    yield from read_rows(_numbered(text, start, separator, path), path, read_metadata_beside(path), path.stem)


def is_table(path: Path, encoding: str | None = None) -> bool:
    """Return whether a text file is a table with tabs, such as a download of ManyThings.

    All of its lines have the same number of tabs, and it has a column of Russian and one of English texts.

    Args:
        path: the file.
        encoding: its encoding; None detects it.
    """
    with path.open("rb") as file:
        if b"\t" not in file.read(_HEAD_BYTES):
            return False
    try:
        lines = [line for line in read_text(path, encoding).split("\n") if line.strip()]
    except SourceError:
        return False  # the reader of pages reports it
    if len(lines) < 2 or len({line.count("\t") for line in lines}) > 1:
        return False
    columns = find_columns([line.split("\t") for line in lines[:SAMPLE_ROWS]])
    return columns is not None and {"ru", "en"} <= {*columns.kinds, *map(text_role, columns.names)}


def _numbered(text: str, start: int, separator: str, path: Path) -> Iterator[Row]:
    line, counted = 1, 0
    for first, end, cells in _rows(text, separator, path, start):
        line, counted = line + text.count("\n", counted, first), first
        yield Row(line, first, end, cells, text[first:end])


@cache
def _cell(separator: str) -> re.Pattern[str]:
    """Return a pattern of one well-formed cell with the separator or line end after it.

    In a table with tabs a quotation mark is a letter, except around a cell that has a line end or doubled quotation
    marks, which spreadsheets write so. Such a cell has no tab.
    """
    quoted, plain = _QUOTED, rf'(?!")(?P<plain>[^{separator}\n]*)'
    if separator == "\t":
        quoted, plain = (
            r'"(?P<quoted>(?=[^"\t]*(?:""|\n)|")[^"\t]*(?:""[^"\t]*)*)"(?=[\t\n]|\Z)',
            r"(?P<plain>[^\t\n]*)",
        )
    return re.compile(rf"(?:{quoted}|{plain})(?P<end>{re.escape(separator)}|\n|\Z)")


def _rows(text: str, separator: str, path: Path, position: int = 0) -> Iterator[tuple[int, int, list[str]]]:
    """Yield the cells of each row from an offset on, after its start and its end in the text."""
    while position < len(text):
        row: list[str] = []
        start, end = position, separator
        while end == separator:
            cell = _cell(separator).match(text, position)
            if cell is None:
                raise _malformed(text, position, path, text.count("\n", 0, position) + 1)
            row.append(cell["plain"] if cell["quoted"] is None else cell["quoted"].replace('""', '"'))
            position, end = cell.end(), cell["end"]
        yield start, position, row


def _malformed(text: str, position: int, path: Path, line: int) -> SourceError:
    closed = re.match(_QUOTED, text[position:])
    if closed is None:
        return SourceError(str(path), "malformed table: a quotation mark is never closed", line)
    line += closed.group().count("\n")
    return SourceError(str(path), "malformed table: text after a closing quotation mark", line)
