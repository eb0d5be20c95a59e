"""JSONL: one document a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bisearch.errors import SourceError
from bisearch.model import Alignment, Bead, Sentence
from bisearch.sources.decoding import read_lines
from bisearch.sources.pairs import parse_record
from bisearch.sources.records import make_document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bisearch.model import Document


def read_jsonl(path: Path, encoding: str | None = None) -> Iterator[Document | SourceError]:
    """Yield a document, or the fault, for each line that is not blank.

    Args:
        path: the file.
        encoding: of the file; None detects it.

    Raises:
        SourceError: the file cannot be read at all.
    """
    for number, line in enumerate(read_lines(path, encoding), 1):
        if line.strip():
            try:
                yield _document(parse_record(line, path, number), path, number)
            except SourceError as error:
                yield error


def _document(record: dict[str, Any], path: Path, line: int) -> Document:
    texts = [record.get("text_ru"), record.get("text_en")]
    for name, text in zip(("text_ru", "text_en"), texts, strict=True):
        if text is not None and not isinstance(text, str):
            raise SourceError(str(path), f"{name} should be text, not {text!r:.40}", line)
    values = {name: value for name, value in record.items() if value is not None}
    alignment = _alignment(record, texts, path, line) if "beads" in record else None
    return make_document(values, texts[0], texts[1], path, line, alignment)


def _alignment(record: dict[str, Any], texts: list[str | None], path: Path, line: int) -> Alignment:
    try:
        ru, en = (
            tuple(Sentence(int(start), int(end)) for start, end in record[f"sentences_{side}"]) for side in ("ru", "en")
        )
        beads = tuple(Bead(tuple(map(int, left)), tuple(map(int, right))) for left, right in record["beads"])
    except (KeyError, TypeError, ValueError) as error:
        reason = "beads need sentences_ru and sentences_en as [[start, end], ...] and beads as [[[ru], [en]], ...]"
        raise SourceError(str(path), reason, line) from error
    for sentences, text in ((ru, texts[0] or ""), (en, texts[1] or "")):
        edges = [edge for sentence in sentences for edge in (sentence.start, sentence.end)]
        if edges != sorted(edges) or any(edge < 0 or edge > len(text) for edge in edges):
            raise SourceError(str(path), "sentences must ascend, apart, within their text", line)
    for side, sentences in (("ru", ru), ("en", en)):
        if sorted(index for bead in beads for index in getattr(bead, side)) != list(range(len(sentences))):
            raise SourceError(str(path), f"each sentence of {side} must be in exactly one bead", line)
    return Alignment(ru, en, beads)
