"""XLSX workbooks: each sheet with texts is a table, read as CSV is."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from bisearch.conversion.content import content_of
from bisearch.conversion.forms import TO_INSTALL
from bisearch.conversion.zip_files import open_zip
from bisearch.errors import SourceError
from bisearch.regular_files import open_regular
from bisearch.sources.accounting import Notice, PassedOver
from bisearch.sources.beside import read_metadata_beside
from bisearch.sources.table_rows import Row, read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from bisearch.conversion.zip_files import BoundedZip
    from bisearch.model import Document


_PROPERTIES = re.compile(r"docProps/(?:core|app|custom)\.xml")
_COMMENTS = re.compile(r"xl/(?:comments|threadedComments|persons)[^.]*\.xml")
_OF_COMMENTS = "{*}author", "{*}comment", "{*}threadedComment", "{*}person"


def read_workbook(path: Path, encoding: str | None = None) -> Iterator[Document | SourceError | PassedOver | Notice]:  # noqa: ARG001 -- the form names its own
    """Yield the documents of a workbook; see `read_rows`.

    Args:
        path: the file. If several sheets have texts, the ids that bisearch makes up begin with the sheet's name too.
            Formulas have the values that the spreadsheet program saved. NAME.json, if present, holds metadata for the
            rows that lack it.
        encoding: ignored.

    Raises:
        SourceError: the file cannot be read, openpyxl is not installed, or no sheet has a text.
    """
    found = content_of(path)
    if found is not None and found.name != "XLSX":
        raise SourceError(str(path), f"{path.name} is {found.described}; {found.remedy(path)}")
    try:
        from openpyxl import load_workbook  # noqa: PLC0415 -- optional
    except ModuleNotFoundError as error:
        raise SourceError(str(path), f"XLSX files need openpyxl; install it: {TO_INSTALL}") from error
    try:
        with open_zip(path) as file, open_regular(path) as opened:
            left_out = list(_beside_cells(file, path))
            file.check_size_of_text(".xml")
            workbook = load_workbook(opened, read_only=True, data_only=True)
            sheets = {sheet.title: list(_rows(sheet.iter_rows(values_only=True))) for sheet in workbook.worksheets}
            workbook.close()
    except (BadZipFile, KeyError, ValueError, TypeError, AttributeError, OSError, SyntaxError) as error:
        raise SourceError(str(path), "broken XLSX file; save it again") from error
    if any(each.reason == "comment" for each in left_out):
        yield Notice(str(path), "comments on cells are not indexed")
    yield from left_out
    yield from _sheets(sheets, path)


def _beside_cells(file: BoundedZip, path: Path) -> Iterator[PassedOver]:
    """Yield what a workbook holds outside its cells: its properties, and comments with their authors."""
    from bisearch.conversion.headers import Header  # noqa: PLC0415 -- needs lxml, which is optional
    from bisearch.conversion.xml_trees import local_attribute, parse_xml, text_on_one_line  # noqa: PLC0415

    header = Header()
    for name in sorted(file.names):
        if _PROPERTIES.fullmatch(name):
            header.read(parse_xml(file.read(name), str(path)), "XLSX")
        elif _COMMENTS.match(name):
            root = parse_xml(file.read(name), str(path))
            for element in root.iter(*_OF_COMMENTS):
                if text := text_on_one_line(element) or local_attribute(element, "displayName"):
                    yield PassedOver(str(path), 0, 0, 0, "comment", text)
    for reason, text in header.left_out:
        yield PassedOver(str(path), 0, 0, 0, reason, text)


def _sheets(sheets: dict[str, list[Row]], path: Path) -> Iterator[Document | SourceError | PassedOver | Notice]:
    defaults = read_metadata_beside(path)
    filled = {name: rows for name, rows in sheets.items() if rows}
    if not filled:
        raise SourceError(str(path), "empty")
    refused: list[SourceError] = []
    for name, rows in filled.items():
        try:
            yield from read_rows(rows, path, defaults, path.stem if len(filled) == 1 else f"{path.stem}-{name}")
        except SourceError as error:
            refused.append(SourceError(str(path), f"sheet {name!r}: {error.reason}", error.line))
    if len(refused) == len(filled):
        raise refused[0]
    for refusal in refused:
        yield Notice(str(path), f"{refusal.reason}; the sheet is not indexed")


def _rows(rows: Iterable[tuple[Any, ...]]) -> Iterator[Row]:
    for line, values in enumerate(rows, 1):
        cells = [_as_text(value) for value in values]
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            yield Row(line, 0, 0, cells, "\t".join(cells))


def _as_text(value: object) -> str:
    """Return the value of a cell as text; a date in ISO 8601, without a time at midnight."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        is_day = value.time() == datetime.time()
        return value.date().isoformat() if is_day else value.isoformat(sep=" ")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\r\n", "\n").replace("_x000D_", "")
