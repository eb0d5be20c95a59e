"""The words of a source file, taken without bisearch's readers: by a regular expression, json, csv or ElementTree."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from io import StringIO
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_WORD = re.compile(r"[^\W_]+")
# Alignment given by a record, not text.
_NUMBERS = {"sentences_ru", "sentences_en", "beads"}


def words(text: str) -> Counter[str]:
    """Return how often each word occurs in a text; an underscore separates words."""
    return Counter(_WORD.findall(text))


def source_words(path: Path) -> Counter[str]:
    """Return the words of a source file in UTF-8, with those of the metadata file beside it.

    Raises:
        KeyError: there is no extractor for this form of file.
    """
    found: Counter[str] = Counter()
    for text in EXTRACTORS[path.suffix.lower()](path):
        found += words(text)
    return found


def _plain(path: Path) -> Iterator[str]:
    yield path.read_text(encoding="utf-8-sig")


def _records(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        if line.strip():
            record = json.loads(line)
            yield from (text for name, value in record.items() if name not in _NUMBERS for text in _values(value))


def _values(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, each in value.items():
            yield name
            yield from _values(each)
    elif isinstance(value, list):
        for each in value:
            yield from _values(each)
    elif value is not None:
        yield str(value)


def _comma_separated(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8-sig")
    limit = csv.field_size_limit(len(text) + 1)  # of the whole process
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=max(",;", key=text.partition("\n")[0].count)))
    finally:
        csv.field_size_limit(limit)
    for row in rows:
        yield from row


def _segments(path: Path) -> Iterator[str]:
    for segment in ElementTree.parse(path).iter("seg"):  # noqa: S314 -- the user's own file
        # Elements separate words: a tag between two letters never joins them.
        yield from segment.itertext()


EXTRACTORS: dict[str, Callable[[Path], Iterator[str]]] = {
    ".md": _plain, ".txt": _plain, ".ru": _plain, ".en": _plain, ".tsv": _plain,
    ".jsonl": _records, ".csv": _comma_separated, ".tmx": _segments,
}  # fmt: skip
