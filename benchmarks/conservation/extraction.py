"""The words of a source file, taken without bisearch's readers: by json, csv, ElementTree or line by line.

Pandoc and pdftotext, where they are installed, take the words of word processors, books and PDF.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
from collections import Counter
from io import StringIO
from typing import TYPE_CHECKING, Any

from benchmarks.conservation.markup import hocr_texts, memory_texts, subtitle_texts, xml_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_WORD = re.compile(r"[^\W_]+")
# Alignment given by a record, not text.
_NUMBERS = {"sentences_ru", "sentences_en", "beads"}
# The object of a record whose keys are languages.
_BY_LANGUAGE = "translation"


def words(text: str) -> Counter[str]:
    """Return how often each word occurs in a text; an underscore separates words, and raised digits are digits."""
    return Counter(_WORD.findall(text.translate(_RAISED)))


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
            yield from _record(json.loads(line))


def _list_of_records(path: Path) -> Iterator[str]:
    found = json.loads(path.read_text(encoding="utf-8-sig"))
    for record in found if isinstance(found, list) else [found]:
        yield from _record(record)


def _record(record: dict[str, Any]) -> Iterator[str]:
    for name, value in record.items():
        if name == _BY_LANGUAGE and isinstance(value, dict):
            yield from _values(list(value.values()))
        elif name not in _NUMBERS:
            yield from _values(value)


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


def _by_pandoc(path: Path) -> Iterator[str]:
    yield _output("pandoc", "--to=plain", "--wrap=none", str(path))


def _by_pdftotext(path: Path) -> Iterator[str]:
    yield _output("pdftotext", "-raw", str(path), "-")


def _output(*command: str) -> str:
    return subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout


EXTRACTORS: dict[str, Callable[[Path], Iterator[str]]] = {
    ".md": _plain, ".txt": _plain, ".ru": _plain, ".en": _plain, ".tsv": _plain,
    ".jsonl": _records, ".json": _list_of_records, ".csv": _comma_separated, ".tmx": memory_texts,
    ".srt": subtitle_texts, ".hocr": hocr_texts, **dict.fromkeys((".xml", ".tei", ".alto", ".page", ".fb2"), xml_texts),
}  # fmt: skip
if shutil.which("pandoc") is not None:
    EXTRACTORS |= dict.fromkeys((".docx", ".odt", ".html", ".htm", ".epub"), _by_pandoc)
if shutil.which("pdftotext") is not None:
    EXTRACTORS[".pdf"] = _by_pdftotext
