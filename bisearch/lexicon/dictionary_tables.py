"""Reading glossaries that are tables: of translators' programs, of spreadsheets, and typed by hand.

The cells are separated by tabs, semicolons or commas. The first row may name the columns. Columns beside the two
languages and a weight are comments.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from bisearch.analysis.tokenizer import tokenize
from bisearch.decoding import decode
from bisearch.errors import SourceError
from bisearch.lexicon.dictionary_files import read_bounded
from bisearch.notation.scripts import script_of
from bisearch.word_lists import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import TypeAlias

    # The cells of each row, with the number of its last line.
    _Rows: TypeAlias = Sequence[tuple[int, list[str]]]

SEPARATORS = ("\t", ";", ",")
# This many rows decide on the separator and the columns.
SAMPLE_ROWS = 200
# The first translation of a cell is the likeliest; the one at rank r has weight 1 / (1 + RANK_DISCOUNT * r).
RANK_DISCOUNT = 0.25
_REMARK = re.compile(r"\[[^\[\]]{0,200}\]|\([^()]{0,200}\)|\{[^{}]{0,200}\}")
_BETWEEN_TRANSLATIONS = re.compile(r"[;,]\s|[;,]$|;")
_NEEDED = "a row needs a Russian and an English word, and if it has a weight, one above 0; name other columns in row 1"


class TablePair(NamedTuple):
    """A Russian and an English term of a table, in the order of the row, with a weight above 0."""

    first: str
    second: str
    weight: float


class _Columns(NamedTuple):
    """The numbers of the columns of a table.

    Attributes:
        terms: those of the two languages.
        weight: that of the weight; None if there is none.
    """

    terms: tuple[int, int]
    weight: int | None


def read_table(path: Path) -> Iterator[TablePair]:
    """Yield the pairs of terms of a table; each translation of a cell with several is a pair of its own.

    Args:
        path: the file, in any encoding that can be detected. Lines that begin with ``#`` are comments.

    Raises:
        SourceError: the file cannot be read, or a row has no Russian and no English word.
    """
    lines = decode(read_bounded(path), str(path)).split("\n")
    rows = max((_rows(lines, separator) for separator in SEPARATORS), key=_pairs_in)
    if not rows:
        return
    header = [_column_of(cell) for cell in rows[0][1]]
    has_header = len({"ru", "en"} & set(header)) == len({"ru", "en"}) or not _pairs_in(rows[:1])
    body = rows[1:] if has_header and len(rows) > 1 else rows
    columns = _columns(header if has_header else [], body)
    for number, cells in body:
        first, second = (cells[column].strip() if column < len(cells) else "" for column in columns.terms)
        if bool(first) != bool(second) and len(cells) > max(columns.terms):
            continue  # a term that is not yet translated
        weight = _weight(cells, columns.weight, path, number)
        if not _is_pair(first, second):
            raise SourceError(str(path), _NEEDED, number)
        for rank, (one, other) in enumerate(_combinations(first, second)):
            yield TablePair(one, other, weight / (1 + RANK_DISCOUNT * rank))


def _rows(lines: Sequence[str], separator: str) -> _Rows:
    """Return the rows that are neither empty nor comments, each with the number of its last line.

    There are none if the table cannot be read with this separator.
    """
    kept = (f"{line}\n" if not line.lstrip().startswith("#") else "\n" for line in lines)
    if separator == "\t":
        reader = csv.reader(kept, delimiter=separator, quoting=csv.QUOTE_NONE)
    else:
        reader = csv.reader(kept, delimiter=separator)
    try:
        rows = [(reader.line_num, [cell.strip().strip('"') for cell in cells]) for cells in reader]
    except csv.Error:
        return []
    return [(number, cells) for number, cells in rows if any(cells)]


def _pairs_in(rows: _Rows) -> int:
    """Return how many of the first rows have a Russian and an English cell."""
    return sum({"cyrillic", "latin"} <= {_script(cell) for cell in cells} for _, cells in rows[:SAMPLE_ROWS])


def _columns(header: Sequence[str], rows: _Rows) -> _Columns:
    if "ru" in header and "en" in header:
        terms = (header.index("ru"), header.index("en"))
        return _Columns(terms, header.index("weight") if "weight" in header else None)
    sample = [cells for _, cells in rows[:SAMPLE_ROWS]]
    width = min(max((len(cells) for cells in sample), default=2), 8)
    places = [(first, second) for first in range(width) for second in range(first + 1, width)] or [(0, 1)]
    terms = max(places, key=lambda place: sum(_is_pair(*_cells(cells, place)) for cells in sample))
    after = terms[1] + 1
    numbers = [_is_number(cells[after]) for cells in sample if len(cells) > after and cells[after]]
    return _Columns(terms, after if numbers and 2 * sum(numbers) > len(numbers) else None)


def _cells(cells: Sequence[str], places: Sequence[int]) -> tuple[str, str]:
    first, second = (cells[place] if place < len(cells) else "" for place in places)
    return first, second


def _weight(cells: Sequence[str], column: int | None, path: Path, number: int) -> float:
    text = cells[column] if column is not None and column < len(cells) else ""
    if not text:
        return 1.0
    if not _is_number(text):
        raise SourceError(str(path), f"the weight {text!r:.40} is not a number", number)
    weight = float(text.replace(",", "."))
    if not 0 < weight < float("inf"):
        raise SourceError(str(path), _NEEDED, number)
    return weight


def _is_number(text: str) -> bool:
    try:
        float(text.replace(",", "."))
    except ValueError:
        return False
    return True


def _is_pair(first: str, second: str) -> bool:
    return {_script(first), _script(second)} == {"cyrillic", "latin"}


def _script(cell: str) -> str:
    """Return the script of a cell's words; ``mixed`` if they are of several, empty if there is no word."""
    scripts = {script_of(token.form) for token in tokenize(_REMARK.sub(" ", cell))} - {"neutral"}
    return next(iter(scripts), "") if len(scripts) < 2 else "mixed"


def _combinations(first: str, second: str) -> Iterator[tuple[str, str]]:
    """Yield each of the translations in one cell with each in the other."""
    for one in _translations(first):
        for other in _translations(second):
            yield one, other


def _translations(cell: str) -> list[str]:
    return [part for part in map(str.strip, _BETWEEN_TRANSLATIONS.split(_REMARK.sub(" ", cell))) if part]


def _column_of(cell: str) -> str:
    return _column_names().get(" ".join(cell.lower().replace("_", " ").split()), "")


@cache
def _column_names() -> dict[str, str]:
    rows = read_rows("lexicon", "column_names.txt", "|")
    return {name.strip(): column for column, names in rows for name in names.split(";")}
