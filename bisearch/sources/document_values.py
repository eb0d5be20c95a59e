"""Checking the values that a file gives for a document: metadata, texts and their alignment."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bisearch.errors import SourceError
from bisearch.model import SIDES, Alignment, Document, Metadata, Reference
from bisearch.notation.dates import ArchivalDate, parse_date
from bisearch.notation.scripts import cyrillic_share
from bisearch.notation.shelfmarks import parse_shelfmark
from bisearch.sources.limits import check_document

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# Metadata given as text, beside the id, the date and the reference.
_TEXTS = ("title", "url", "citation", "summary", "credits", "language")


def from_record(
    record: Mapping[str, Any], path: Path, line: int | None = None, alignment: Alignment | None = None
) -> Document:
    """Make a document from a record with ``text_ru``, ``text_en`` and the values that `make_document` takes.

    Raises:
        SourceError: a value is of the wrong type or malformed, or there is no text.
    """
    texts = [record.get("text_ru"), record.get("text_en")]
    for name, text in zip(("text_ru", "text_en"), texts, strict=True):
        if text is not None and not isinstance(text, str):
            raise SourceError(str(path), f"{name} should be text, not {text!r:.40}", line)
    values = {name: value for name, value in record.items() if value is not None}
    return make_document(values, texts[0], texts[1], path, line, alignment)


def make_document(  # noqa: PLR0913, PLR0917 -- a document's parts and their origin
    values: Mapping[str, Any],
    text_ru: str | None,
    text_en: str | None,
    path: Path,
    line: int | None = None,
    alignment: Alignment | None = None,
) -> Document:
    """Make a document from unchecked values.

    Args:
        values: ``id`` and any of ``title``, ``date``, ``reference``, ``url``, ``citation``, ``summary``, ``credits``,
            ``language``; other keys are ignored.
        text_ru: the Russian text; None or whitespace if there is none.
        text_en: the English text; None or whitespace if there is none.
        path: the file, for messages and metadata.
        line: the line in the file, for messages.
        alignment: the alignment of the two texts, if the file gives one.

    Raises:
        SourceError: a value is of the wrong type or malformed, or there is no text in either language.
    """
    for name in ("id", "date", *_TEXTS):
        if not isinstance(values.get(name, ""), str):
            raise SourceError(str(path), f"{name} should be text, not {values[name]!r:.40}", line)
    if not values.get("id", "").strip():
        raise SourceError(str(path), "no id", line)
    ru, en = _check_texts(text_ru, text_en, path, line)
    metadata = Metadata(
        id=values["id"].strip(),
        reference=_reference(values.get("reference"), path, line),
        path=str(path),
        **{name: values.get(name, "") for name in _TEXTS},
    )
    document = Document(with_date(metadata, values.get("date", "")), ru, en, alignment)
    if alignment is not None and (reason := _alignment_error(alignment, document)):
        raise SourceError(str(path), reason, line)
    return check_document(document, line)


def _alignment_error(alignment: Alignment, document: Document) -> str | None:
    """Return why an alignment does not fit the document's texts; None if it fits."""
    for side, sentences in zip(SIDES, alignment[:2], strict=True):
        text = document.text(side) or ""
        edges = [edge for sentence in sentences for edge in sentence]
        if edges != sorted(edges) or (edges and not 0 <= edges[0] <= edges[-1] <= len(text)):
            return "sentences must ascend without overlap within their text"
        if not all(sentence.of(text).strip() for sentence in sentences):
            return f"a sentence of {side} is empty"
        linked = [index for bead in alignment.beads for index in getattr(bead, side)]
        if sorted(linked) != list(range(len(sentences))):
            return f"each sentence of {side} must be in exactly one bead"
        if any(list(indexes) != sorted(indexes) for indexes in (getattr(bead, side) for bead in alignment.beads)):
            return "sentences of a bead must ascend"
    return None if all(bead.ru or bead.en for bead in alignment.beads) else "a bead has no sentence"


def _check_texts(
    text_ru: str | None, text_en: str | None, path: Path, line: int | None
) -> tuple[str | None, str | None]:
    """Return both texts, None for an empty one; `SourceError` if neither is there or one is in the other language."""
    ru = text_ru if text_ru and text_ru.strip() else None
    en = text_en if text_en and text_en.strip() else None
    if ru is None and en is None:
        raise SourceError(str(path), "no text in either language", line)
    wrong_ru = ru is not None and cyrillic_share(ru) < 0.5
    wrong_en = en is not None and cyrillic_share(en) > 0.5
    if wrong_ru and wrong_en:
        raise SourceError(str(path), "the two languages seem swapped", line)
    if wrong_ru:
        raise SourceError(str(path), "the Russian text is mostly not in Cyrillic letters", line)
    if wrong_en:
        raise SourceError(str(path), "the English text is mostly in Cyrillic letters", line)
    return ru, en


def with_date(metadata: Metadata, text: str, found: ArchivalDate | None = None) -> Metadata:
    """Return metadata with a date.

    Args:
        metadata: the metadata without a date.
        text: the date as the source has it. A date that cannot be read is kept as text alone.
        found: what the date means, if it has been read already.
    """
    if not text.strip():
        return metadata
    found = found or parse_date(text) or ArchivalDate(text, "", "", "", "")
    return replace(
        metadata,
        date=found.iso,
        date_text=text,
        date_edtf=found.edtf,
        date_earliest=found.earliest,
        date_latest=found.latest,
    )


def unread_date(metadata: Metadata) -> str | None:
    """Return the notice that a document's date could not be read; None if it could, or if there is none."""
    if not metadata.date_text or metadata.date_edtf or parse_date(metadata.date_text) is not None:
        return None
    return f"{metadata.id}: cannot read the date {metadata.date_text!r:.60}; kept as written, not found by date:"


def _reference(value: object, path: Path, line: int | None) -> Reference | None:
    if not value:
        return None
    if isinstance(value, str):
        return parse_shelfmark(value) or Reference(value)
    parts = set(Reference.__slots__)
    if (
        not isinstance(value, dict)
        or not value.keys() <= parts
        or not all(isinstance(part, str) for part in value.values())
    ):
        raise SourceError(str(path), f"reference should be text, or an object with {', '.join(sorted(parts))}", line)
    written = ", ".join(f"{name} {part}" for name, part in value.items() if name != "text" and part)
    return Reference(**{"text": written, **value})


def parse_record(text: str, path: Path, line: int | None = None) -> dict[str, Any]:
    """Return a JSON object; `SourceError` if the text is not one."""
    try:
        record = json.loads(text)
    except json.JSONDecodeError as error:
        reason = f"malformed JSON, column {error.colno}: {error.msg[:1].lower()}{error.msg[1:]}"
        raise SourceError(str(path), reason, line if line is not None else error.lineno) from error
    except (ValueError, RecursionError) as error:
        raise SourceError(str(path), "malformed JSON: number too long or nesting too deep", line) from error
    if not isinstance(record, dict):
        raise SourceError(str(path), "not a JSON object", line)
    return record
