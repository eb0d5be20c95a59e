"""Spreadsheets saved as CSV or TSV: one document per row.

Python's csv module limits a cell to 131,072 characters, and that limit can only be raised for the whole process, so
tables are split here.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from bisearch.decoding import read_text
from bisearch.errors import SourceError
from bisearch.sources.accounting import PassedOver
from bisearch.sources.beside import read_metadata_beside
from bisearch.sources.document_values import from_record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bisearch.model import Document

# Spreadsheets write a semicolon where the comma is the decimal separator, as in Russia.
_SEPARATORS = (",", ";", "\t")
_QUOTED = r'"(?P<quoted>[^"]*(?:""[^"]*)*)"'


def read_spreadsheet(path: Path, encoding: str | None = None) -> Iterator[Document | SourceError | PassedOver]:
    """Yield a document, or an error, for each row below the first, which names the columns as JSONL names values.

    Args:
        path: the file. Columns with other names are custom fields; rows without any value are ignored. In TSV a
            quotation mark is a letter like any other. NAME.json, if present, holds metadata for the rows that lack it.
        encoding: its encoding; None detects it.

    Raises:
        SourceError: the file cannot be read, has no text column, or is malformed from some line on.
    """
    text = read_text(path, encoding)
    first = text.partition("\n")[0]
    separator = "\t" if path.suffix.lower() == ".tsv" else max(_SEPARATORS, key=first.count)
    defaults = read_metadata_beside(path)
    names: list[str] | None = None
    line, counted = 1, 0
    for start, end, row in _rows(text, separator, path):
        line, counted = line + text.count("\n", counted, start), start
        if names is None:
            names = _column_names(row)
            if not {"text_ru", "text_en"} & set(names):
                raise SourceError(str(path), "no column is named text_ru or text_en", 1)
            yield PassedOver(str(path), 1, start, end, "label", text[start:end])
        elif any(cell.strip() for cell in row):
            yield _document(names, row, path, line, defaults)


def _column_names(row: list[str]) -> list[str]:
    """Return a name for each column; the names of texts and ids in lower case, and none twice."""
    names: list[str] = []
    for number, cell in enumerate(row, 1):
        name = cell.strip()
        lowered = name.lower()
        name = lowered if lowered in {"id", "text_ru", "text_en", "reference"} else name or f"column {number}"
        names.append(f"{name} {number}" if name in names else name)
    return names


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
    return re.compile(rf"(?:{quoted}|{plain})(?P<end>{separator}|\n|\Z)")


def _rows(text: str, separator: str, path: Path) -> Iterator[tuple[int, int, list[str]]]:
    """Yield the cells of each row, after its start and its end in the text."""
    position = 0
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


def _document(
    names: list[str], row: list[str], path: Path, line: int, defaults: dict[str, Any]
) -> Document | SourceError:
    if len(row) > len(names):
        return SourceError(str(path), f"{len(row)} cells, but the first row names {len(names)} columns", line)
    record = {name: cell for name, cell in zip(names, row, strict=False) if cell.strip()}
    try:
        return from_record({**defaults, **record}, path, line)
    except SourceError as error:
        return error
