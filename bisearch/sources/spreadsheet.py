"""Spreadsheets saved as CSV or TSV: one document a row."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from bisearch.errors import SourceError
from bisearch.sources.decoding import read_text
from bisearch.sources.limits import MAX_TEXT
from bisearch.sources.records import from_record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bisearch.model import Document

# Of a CSV file; spreadsheets write a semicolon where a comma parts the decimals, as in Russia.
_SEPARATORS = (",", ";", "\t")


def read_rows(path: Path, encoding: str | None = None) -> Iterator[Document | SourceError]:
    """Yield a document, or the fault, for each row below the first, which names the columns as JSONL names values.

    Args:
        path: the file; columns of other names are passed over, and so are rows without any value.
        encoding: of the file; None detects it.

    Raises:
        SourceError: the file cannot be read, has no column of text, or is no such table from some line on.
    """
    text = read_text(path, encoding)
    first = text.partition("\n")[0]
    separator = "\t" if path.suffix.lower() == ".tsv" else max(_SEPARATORS, key=first.count)
    csv.field_size_limit(MAX_TEXT + 1)  # for the whole process; Python's own limit is less than a long document
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        names = [name.strip().lower() for name in next(rows)]
        if not {"text_ru", "text_en"} & set(names):
            raise SourceError(str(path), "no column is named text_ru or text_en", 1)
        line = rows.line_num + 1
        for row in rows:
            if any(cell.strip() for cell in row):
                yield _document(names, row, path, line)
            line = rows.line_num + 1
    except csv.Error as error:
        raise SourceError(str(path), f"malformed table: {error}", rows.line_num) from error


def _document(names: list[str], row: list[str], path: Path, line: int) -> Document | SourceError:
    if len(row) > len(names):
        return SourceError(str(path), f"{len(row)} cells, and the first row names {len(names)} columns", line)
    record = {name: cell for name, cell in zip(names, row, strict=False) if cell.strip()}
    try:
        return from_record(record, path, line)
    except SourceError as error:
        return error
