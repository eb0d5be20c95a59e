"""Spreadsheets saved as CSV or TSV.

Python's csv module limits a cell to 131,072 characters, and that limit can only be raised for the whole process, so
tables are split here.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from bisearch.decoding import read_lines
from bisearch.errors import SourceError
from bisearch.regular_files import open_regular
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
# Characters of a row: more than two texts of the greatest length.
MAX_ROW = 16_000_000
# Characters of a table that are read at a time.
_WINDOW = 1 << 20
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
    window = _Window(path, read_lines(path, encoding))
    declared = _SEPARATOR_LINE.match(window.text)
    start = declared.end() if declared is not None else 0
    first = window.text[start:].partition("\n")[0]
    is_tsv = path.suffix.lower() in {".tsv", ".txt"}
    separator = declared[1] if declared is not None else "\t" if is_tsv else max(_SEPARATORS, key=first.count)
    yield from read_rows(window.rows(start, separator), path, read_metadata_beside(path), path.stem)


def is_table(path: Path, encoding: str | None = None) -> bool:
    """Return whether a text file is a table with tabs, such as a download of ManyThings.

    All of its lines have the same number of tabs, and it has a column of Russian and one of English texts.

    Args:
        path: the file.
        encoding: its encoding; None detects it.
    """
    with open_regular(path) as file:
        if b"\t" not in file.read(_HEAD_BYTES):
            return False
    sample: list[str] = []
    counts: set[int] = set()
    try:
        for line in filter(str.strip, read_lines(path, encoding)):
            counts.add(line.count("\t"))
            if len(counts) > 1:
                return False
            if len(sample) < SAMPLE_ROWS:
                sample.append(line)
    except SourceError:
        return False  # the reader of pages reports it
    if len(sample) < 2:
        return False
    columns = find_columns([line.split("\t") for line in sample])
    return columns is not None and {"ru", "en"} <= {*columns.kinds, *map(text_role, columns.names)}


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


class _Window:
    """The part of a table that is in memory: it is read from the file as rows need it.

    Args:
        path: the file, for messages.
        lines: its lines without their line ends.

    Attributes:
        text: the part in memory.
    """

    def __init__(self, path: Path, lines: Iterator[str]) -> None:
        self._path = path
        self._lines = lines
        self._is_first = True
        self._is_complete = False
        self._malformed_at = 0
        self.text = ""
        self._extend()

    def rows(self, start: int, separator: str) -> Iterator[Row]:
        """Yield each row from an offset on."""
        offset, line, counted, position = 0, 1, 0, start
        while True:
            found = self._row(position, separator)
            while found is None and self._extend(len(self.text) - position):
                found = self._row(position, separator)
            if position == len(self.text):
                return
            if found is None:
                raise self._malformed(line - self.text.count("\n", 0, counted))
            end, cells = found
            line, counted = line + self.text.count("\n", counted, position), position
            yield Row(line, offset + position, offset + end, cells, self.text[position:end])
            position = end
            if position > _WINDOW:
                line += self.text.count("\n", counted, position)
                self.text = self.text[position:]
                offset, position, counted = offset + position, 0, 0

    def _row(self, position: int, separator: str) -> tuple[int, list[str]] | None:
        """Return the end of a row and its cells; None if it is malformed or its end has not been read yet."""
        cells: list[str] = []
        end = separator
        while end == separator:
            cell = _cell(separator).match(self.text, position)
            if cell is None:
                self._malformed_at = position
                return None
            cells.append(cell["plain"] if cell["quoted"] is None else cell["quoted"].replace('""', '"'))
            position, end = cell.end(), cell["end"]
        return None if not end and not self._is_complete else (position, cells)

    def _extend(self, needed: int = 0) -> bool:
        """Read on, at least as much as a row has needed so far; return whether there was more."""
        if self._is_complete:
            return False
        wanted = max(_WINDOW, needed)
        if wanted > MAX_ROW:
            return False
        parts = []
        while wanted > 0:
            line = next(self._lines, None)
            if line is None:
                self._is_complete = True
                break
            parts += [line] if self._is_first else ["\n", line]
            self._is_first = False
            wanted -= len(line) + 1
        self.text += "".join(parts)
        return True

    def _malformed(self, first_line: int) -> SourceError:
        """Return the error for the cell that could not be read; `first_line` is that of the text in memory."""
        closed = re.compile(_QUOTED).match(self.text, self._malformed_at)
        line = first_line + self.text.count("\n", 0, self._malformed_at)
        if closed is not None:
            line += closed.group().count("\n")
            return SourceError(str(self._path), "malformed table: text after a closing quotation mark", line)
        if self._is_complete:
            return SourceError(str(self._path), "malformed table: a quotation mark is never closed", line)
        return SourceError(str(self._path), f"a row has more than {MAX_ROW:,} characters, the limit", line)
