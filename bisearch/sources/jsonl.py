"""JSONL: one document per line."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from bisearch.decoding import read_lines
from bisearch.errors import SourceError
from bisearch.model import SIDES, Alignment, Bead, Sentence
from bisearch.sources.beside import read_metadata_beside
from bisearch.sources.document_values import from_record
from bisearch.sources.json_records import parse_record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bisearch.model import Document

_BEADS_FORMAT = (
    "beads need sentences_ru and sentences_en as [[start, end], ...] and beads as [[[ru], [en]], ...], whole numbers"
)


def read_jsonl(path: Path, encoding: str | None = None) -> Iterator[Document | SourceError]:
    """Yield a document, or an error, for each line that is not blank.

    Args:
        path: the file. NAME.json, if present, holds metadata for the records that lack it.
        encoding: its encoding; None detects it.

    Raises:
        SourceError: the file cannot be read at all.
    """
    defaults = read_metadata_beside(path)
    for number, line in enumerate(read_lines(path, encoding), 1):
        if line.strip():
            try:
                yield _document({**defaults, **parse_record(line, path, number)}, path, number)
            except SourceError as error:
                yield error


def _document(record: dict[str, Any], path: Path, line: int) -> Document:
    alignment = _alignment(record, path, line) if "beads" in record else None
    return from_record(record, path, line, alignment)


def _alignment(record: dict[str, Any], path: Path, line: int) -> Alignment:
    try:
        ru, en = (tuple(Sentence(start, end) for start, end in record[f"sentences_{side}"]) for side in SIDES)
        beads = tuple(Bead(tuple(left), tuple(right)) for left, right in record["beads"])
    except (KeyError, TypeError, ValueError) as error:
        raise SourceError(str(path), _BEADS_FORMAT, line) from error
    numbers = chain(*ru, *en, *(bead.ru for bead in beads), *(bead.en for bead in beads))
    if any(type(number) is not int for number in numbers):  # True is an int to Python as well
        raise SourceError(str(path), _BEADS_FORMAT, line)
    return Alignment(ru, en, beads)
