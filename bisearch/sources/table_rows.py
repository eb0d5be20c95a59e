"""Tables of any file format: their rows become documents.

A table of nothing but the two texts is one document, aligned row by row, like a Moses pair. If a cell in it has several
lines, or the table has any other column, each row is a document.
"""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING, Any, NamedTuple

from bisearch.errors import SourceError
from bisearch.sources.accounting import Notice, PassedOver
from bisearch.sources.document_values import from_record, make_document
from bisearch.sources.limits import MAX_TEXT
from bisearch.sources.record_keys import ID_KEYS, language_of, read_keys, sides_of
from bisearch.sources.table_columns import SAMPLE_ROWS, find_columns
from bisearch.sources.translation_units import join_units

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from bisearch.model import Document, Side
    from bisearch.sources.table_columns import Columns


# Characters of a table of nothing but two texts, all of whose rows are kept in memory.
MAX_BARE = 32_000_000


class Row(NamedTuple):
    """A row of a table.

    Attributes:
        line: the line that it begins on, from 1.
        start: offset of its first character in the decoded file; 0 if the file is no text.
        end: offset after its last character.
        cells: the text of each cell.
        written: the row as it is in the file.
    """

    line: int
    start: int
    end: int
    cells: list[str]
    written: str


def read_rows(
    rows: Iterable[Row], path: Path, defaults: Mapping[str, Any], name: str
) -> Iterator[Document | SourceError | PassedOver | Notice]:
    """Yield the documents of a table, and what is in none.

    Args:
        rows: all rows of the table; rows without any value are ignored.
        path: the file.
        defaults: metadata for the rows that lack it.
        name: begins the ids of documents that have none of their own.

    Raises:
        SourceError: the table has no row, or no column with a text.
    """
    filled = (row for row in rows if any(cell.strip() for cell in row.cells))
    sample, failure = _sample(filled)
    columns = find_columns([row.cells for row in sample]) if sample else None
    if columns is None:
        names = ", ".join(repr(cell) for cell in sample[0].cells) if sample else "none"
        raise SourceError(str(path), f"no column is named text_ru or text_en; the columns: {names:.200}", 1)
    rest = chain(sample, failure, filled)
    if columns.has_names:
        heading = next(rest)
        yield PassedOver(str(path), heading.line, heading.start, heading.end, "label", heading.written)
    else:
        yield Notice(str(path), columns.description(), 1)
    table = _Table(path, columns, defaults, name)
    if columns.is_bare:
        yield from table.aligned(list(_bounded(rest, path)))
    else:
        yield from table.documents(rest)


def _bounded(rows: Iterable[Row], path: Path) -> Iterator[Row]:
    """Yield rows; raise `SourceError` if they are too long to be kept in memory."""
    total = 0
    for row in rows:
        total += len(row.written)
        if total > MAX_BARE:
            reason = f"a table of nothing but two texts may have {MAX_BARE:,} characters; split it"
            raise SourceError(str(path), reason, row.line)
        yield row._replace(written="")


def _sample(rows: Iterator[Row]) -> tuple[list[Row], Iterator[Row]]:
    """Return the first rows, and an iterator that raises the error that ended them, if one did."""
    sample: list[Row] = []

    def failing(error: SourceError) -> Iterator[Row]:
        raise error
        yield  # which makes this a generator

    try:
        for row in islice(rows, SAMPLE_ROWS):
            sample.append(row)  # noqa: PERF402 -- rows before an error are kept
    except SourceError as error:
        if not sample:
            raise
        return sample, failing(error)
    return sample, iter(())


class _Table:
    def __init__(self, path: Path, columns: Columns, defaults: Mapping[str, Any], name: str) -> None:
        self._path = path
        self._columns = columns
        self._defaults = defaults
        self._name = name
        self._ids = tuple(number for number, kind in enumerate(columns.kinds) if kind == "id")

    def aligned(self, rows: Sequence[Row]) -> Iterator[Document | SourceError | PassedOver]:
        """Yield one document of all rows, or several if they exceed the limit of a text."""
        names = self._columns.names
        cells = [[row.cells[number] for row in rows if number < len(row.cells)] for number in range(len(names))]
        texts = dict(zip(names, map("\n".join, cells), strict=True))
        sides = {side: names.index(name) for name, side in sides_of(texts).items()}
        if len(sides) < 2 or any("\n" in cell.strip() for column in cells for cell in column):
            yield from self.documents(rows)
            return
        units: list[tuple[str, str]] = []
        for row in rows:
            if len(row.cells) > len(sides):
                yield self._too_long(row)
            else:
                both = [*row.cells, ""]
                units.append((both[sides["ru"]], both[sides["en"]]))
        parts = list(_parts(units))
        for number, part in enumerate(parts, 1):
            text_ru, text_en, alignment = join_units(part)
            id_ = self._name if len(parts) == 1 else f"{self._name}-{number}"
            try:
                yield make_document({"id": id_, **self._defaults}, text_ru, text_en, self._path, alignment=alignment)
            except SourceError as error:
                yield error

    def documents(self, rows: Iterable[Row]) -> Iterator[Document | SourceError | PassedOver]:
        """Yield a document, or an error, for each row; then the codes of languages."""
        codes: list[str] = []
        for row in rows:
            if len(row.cells) > len(self._columns.names):
                yield self._too_long(row)
                continue
            codes += (row.cells[number] for number in self._columns.languages if number < len(row.cells))
            try:
                yield from self._document(row)
            except SourceError as error:
                yield error
        if codes:
            yield PassedOver(str(self._path), 1, 0, 0, "label", " ".join(codes))

    def _document(self, row: Row) -> Iterator[Document | PassedOver]:
        cells = dict(enumerate(row.cells))
        used = {*self._ids, *self._columns.languages}
        record = {
            self._columns.names[number]: cell for number, cell in cells.items() if cell.strip() and number not in used
        }
        ids = [cells[number].strip() for number in self._ids if number in cells]
        if ids:
            record["id"] = "-".join(ids)
        elif not _has_id(self._columns.names):
            record["id"] = f"{self._name}-{row.line}"
        elif not _has_id(record):
            raise SourceError(str(self._path), "no id", row.line)
        if "text" in record and self._columns.languages:
            code = cells.get(self._columns.languages[0], "")
            side: Side | None = language_of(code)
            if side is None:
                text = record["text"]
                yield PassedOver(str(self._path), row.line, row.start, row.end, "variant", text)
                return
            record[f"text_{side}"] = record.pop("text")
        values, other_languages = read_keys(record, self._path, row.line)
        yield from other_languages
        yield from_record({**self._defaults, **values}, self._path, row.line)

    def _too_long(self, row: Row) -> SourceError:
        names = len(self._columns.names)
        source = f"the first row names {names}" if self._columns.has_names else f"the rows above have {names}"
        return SourceError(str(self._path), f"{len(row.cells)} cells, but {source} columns", row.line)


def _has_id(names: Iterable[str]) -> bool:
    return any(name.lower() in ID_KEYS for name in names)


def _parts(units: Sequence[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """Yield units in parts that do not exceed the limit of a text on either side."""
    part: list[tuple[str, str]] = []
    sizes = [0, 0]
    for unit in units:
        added = [size + len(text) + 1 for size, text in zip(sizes, unit, strict=True)]
        if part and max(added) > MAX_TEXT:
            yield part
            part, added = [], [len(text) + 1 for text in unit]
        part.append(unit)
        sizes = added
    if part:
        yield part
