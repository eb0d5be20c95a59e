"""Spreadsheets saved as CSV or TSV: one document per row.

Python's csv module limits a cell to 131,072 characters, and that limit can only be raised for the whole process, so
tables are split here.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from bisearch.errors import SourceError
from bisearch.sources.decoding import read_text
from bisearch.sources.document_values import from_record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bisearch.model import Document

# Spreadsheets write a semicolon where the comma is the decimal separator, as in Russia.
_SEPARATORS = (",", ";", "\t")
_QUOTED = r'"(?P<quoted>[^"]*(?:""[^"]*)*)"'


def read_spreadsheet(path: Path, encoding: str | None = None) -> Iterator[Document | SourceError]:
    """Yield a document, or an error, for each row below the first, which names the columns as JSONL names values.

    Args:
        path: the file; columns with other names and rows without any value are ignored.
        encoding: its encoding; None detects it.

    Raises:
        SourceError: the file cannot be read, has no text column, or is malformed from some line on.
    """
    text = read_text(path, encoding)
    first = text.partition("\n")[0]
    separator = "\t" if path.suffix.lower() == ".tsv" else max(_SEPARATORS, key=first.count)
    names: list[str] | None = None
    for line, row in _rows(text, separator, path):
        if names is None:
            names = [name.strip().lower() for name in row]
            if not {"text_ru", "text_en"} & set(names):
                raise SourceError(str(path), "no column is named text_ru or text_en", 1)
        elif any(cell.strip() for cell in row):
            yield _document(names, row, path, line)


@cache
def _cell(separator: str) -> re.Pattern[str]:
    """Return a pattern of one well-formed cell with the separator or line end after it."""
    return re.compile(rf'(?:{_QUOTED}|(?!")(?P<plain>[^{separator}\n]*))(?P<end>{separator}|\n|\Z)')


def _rows(text: str, separator: str, path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield each row of a table with the number of its first line."""
    position, line = 0, 1
    while position < len(text):
        row: list[str] = []
        first_line, end = line, separator
        while end == separator:
            cell = _cell(separator).match(text, position)
            if cell is None:
                raise _malformed(text, position, path, line)
            row.append(cell["plain"] if cell["quoted"] is None else cell["quoted"].replace('""', '"'))
            line += text.count("\n", position, cell.end())
            position, end = cell.end(), cell["end"]
        yield first_line, row


def _malformed(text: str, position: int, path: Path, line: int) -> SourceError:
    closed = re.match(_QUOTED, text[position:])
    if closed is None:
        return SourceError(str(path), "malformed table: a quotation mark is never closed", line)
    line += closed.group().count("\n")
    return SourceError(str(path), "malformed table: text after a closing quotation mark", line)


def _document(names: list[str], row: list[str], path: Path, line: int) -> Document | SourceError:
    if len(row) > len(names):
        return SourceError(str(path), f"{len(row)} cells, but the first row names {len(names)} columns", line)
    record = {name: cell for name, cell in zip(names, row, strict=False) if cell.strip()}
    try:
        return from_record(record, path, line)
    except SourceError as error:
        return error
