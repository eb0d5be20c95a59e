"""Records of JSON: one document per line of JSONL, or per object of a list."""

from __future__ import annotations

import json
import re
from itertools import chain
from typing import TYPE_CHECKING, Any

from bisearch.decoding import read_lines, read_text
from bisearch.errors import SourceError
from bisearch.model import SIDES, Alignment, Bead, Sentence
from bisearch.sources.accounting import Notice
from bisearch.sources.beside import read_metadata_beside
from bisearch.sources.document_values import from_record
from bisearch.sources.json_records import malformed, parse_record
from bisearch.sources.record_keys import has_texts, read_keys

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bisearch.model import Document
    from bisearch.sources.accounting import PassedOver

# Characters of a record: more than two texts of the greatest length. An escape has five characters more than one.
MAX_RECORD = 16_000_000
_ESCAPED = 5
_BETWEEN = re.compile(r"\s*(,|\])\s*")
_BEADS_FORMAT = (
    "beads need sentences_ru and sentences_en as [[start, end], ...] and beads as [[[ru], [en]], ...], whole numbers"
)


def read_jsonl(path: Path, encoding: str | None = None) -> Iterator[Document | SourceError | PassedOver]:
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
                _require_short(line, path, number)
                record = parse_record(line, path, number)
            except SourceError as error:
                yield error
            else:
                yield from _documents(record, defaults, path, number)


def read_json(path: Path, encoding: str | None = None) -> Iterator[Document | SourceError | PassedOver | Notice]:
    """Yield a document, or an error, for each object of a list, or for the object that is the whole file.

    A list may be the only list of objects within an object, such as ``{"data": [...]}``.

    Args:
        path: the file.
        encoding: its encoding; None detects it.

    Raises:
        SourceError: the file cannot be read, or is malformed from some line on.
    """
    try:
        text = read_text(path, encoding)
    except SourceError as error:
        raise _with_remedy(error, path) from error
    start = _after_space(text, 0)
    if text[start] != "[":
        record = parse_record(text, path)
        keys = [key for key, value in record.items() if _is_list_of_records(value)]
        if has_texts(record) or len(keys) != 1:
            yield from _one_object(record, path)
            return
        yield Notice(str(path), f"read the records of {keys[0]!r}; not indexed: {', '.join(record.keys() - keys)}")
        for number, each in enumerate(record[keys[0]], 1):
            yield from _documents(each, {}, path, number)
        return
    for line, value in _elements(text, start + 1, path):
        if isinstance(value, dict):
            yield from _documents(value, {}, path, line)
        else:
            yield SourceError(str(path), "not a JSON object", line)


def _require_short(line: str, path: Path, number: int) -> None:
    """Raise `SourceError` if a line is longer than any record, in which escaped characters may take six times more."""
    if len(line) > MAX_RECORD and len(line) - _ESCAPED * line.count("\\u") > MAX_RECORD:
        raise SourceError(str(path), f"the record has more than {MAX_RECORD:,} characters, the limit", number)


def _with_remedy(error: SourceError, path: Path) -> SourceError:
    """Return an error; one about the size of a file also says how large files are read."""
    is_large = "the limit" in error.reason
    return SourceError(str(path), f"{error.reason}; save it as JSONL, a record in each line") if is_large else error


def _one_object(record: dict[str, Any], path: Path) -> Iterator[Document | SourceError | PassedOver | Notice]:
    if has_texts(record):
        yield from _documents(record, {}, path, None)
    else:
        yield Notice(str(path), "no text in it; metadata must have the name of its source: NAME.json for NAME.txt")


def _is_list_of_records(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, dict) and has_texts(each) for each in value)


def _after_space(text: str, position: int) -> int:
    return len(text) - len(text[position:].lstrip()) if text[position : position + 1].isspace() else position


def _elements(text: str, position: int, path: Path) -> Iterator[tuple[int, Any]]:
    """Yield each element of a list with its line; `position` is after the opening bracket."""
    decoder = json.JSONDecoder()
    line, counted = 1, 0
    position = _after_space(text, position)
    if text[position : position + 1] == "]":
        raise SourceError(str(path), "an empty list")
    while True:
        line, counted = line + text.count("\n", counted, position), position
        try:
            value, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError) as error:
            raise malformed(error, path) from error
        yield line, value
        between = _BETWEEN.match(text, position)
        if between is None:
            line += text.count("\n", counted, position)
            raise SourceError(str(path), "malformed JSON: expected a comma or the end of the list", line)
        position = between.end()
        if between[1] == "]":
            if position < len(text):
                line += text.count("\n", counted, position)
                raise SourceError(str(path), "malformed JSON: text after the end of the list", line)
            return


def _documents(
    record: dict[str, Any], defaults: dict[str, Any], path: Path, line: int | None
) -> Iterator[Document | SourceError | PassedOver]:
    """Yield the document of a record, or an error, and its texts in other languages."""
    try:
        values, other_languages = read_keys(record, path, line)
        alignment = _alignment(values, path, line) if "beads" in values else None
        yield from_record({**defaults, **values}, path, line, alignment)
        yield from other_languages
    except SourceError as error:
        yield error


def _alignment(record: dict[str, Any], path: Path, line: int | None) -> Alignment:
    try:
        ru, en = (tuple(Sentence(start, end) for start, end in record[f"sentences_{side}"]) for side in SIDES)
        beads = tuple(Bead(tuple(left), tuple(right)) for left, right in record["beads"])
    except (KeyError, TypeError, ValueError) as error:
        raise SourceError(str(path), _BEADS_FORMAT, line) from error
    numbers = chain(*ru, *en, *(bead.ru for bead in beads), *(bead.en for bead in beads))
    if any(type(number) is not int for number in numbers):  # True is an int to Python as well
        raise SourceError(str(path), _BEADS_FORMAT, line)
    return Alignment(ru, en, beads)
