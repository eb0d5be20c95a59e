"""Checking the values that a file gives for a document: metadata, texts and their alignment."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bisearch.errors import SourceError
from bisearch.model import SIDES, Alignment, Document, Metadata, Reference
from bisearch.notation.dates import ArchivalDate, find_date, parse_date
from bisearch.notation.scripts import cyrillic_share
from bisearch.notation.shelfmarks import find_reference, parse_shelfmark
from bisearch.sources.labels import known_field
from bisearch.sources.limits import check_document, replace_undecodable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bisearch.places import DocumentPlaces

# Metadata given as text, beside the id, the date and the reference.
_TEXTS = (
    "title", "title_ru", "place", "author", "recipient", "translator", "contributor", "publisher", "url", "citation",
    "summary", "credits", "language",
)  # fmt: skip
# Parts of a reference that may be given one by one, with their words in a shelfmark.
_PARTS = {
    "archive": ("", ""), "fond": ("ф. ", "f. "), "opis": ("оп. ", "op. "), "folder": ("п. ", "p. "),
    "delo": ("д. ", "d. "), "list": ("л. ", "l. "), "document": ("док. ", "doc. "),
}  # fmt: skip
# Values of a record that are not metadata.
_NOT_METADATA = {"text_ru", "text_en", "sentences_ru", "sentences_en", "beads", "fields"}
# A longer text between the date and the shelfmark of a citation is not the name of a collection.
_MAX_COLLECTION = 100
_URL = re.compile(r"https?://[^\s<>()\]]+")
_QUOTED_TITLE = re.compile(r"[\"“«](.{1,500}?)[\"”»]")
# A name may have initials, whose full stops do not end it.
_NAME = r"(?P<name>(?:\b[^\W\d_]\.|(?! and (?:translated|contributed|obtained) by)[^.;\n])+)"
_CREDITS = {
    "contributor": re.compile(rf"\b(?:contributed|obtained) by {_NAME}", re.IGNORECASE),
    "translator": re.compile(rf"\b(?:translated|translation) by {_NAME}", re.IGNORECASE),
}


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
    places: DocumentPlaces | None = None,
) -> Document:
    """Make a document from unchecked values.

    Args:
        values: ``id`` and any metadata; see `describe`.
        text_ru: the Russian text; None or whitespace if there is none.
        text_en: the English text; None or whitespace if there is none.
        path: the file, for messages and metadata.
        line: the line in the file, for messages.
        alignment: the alignment of the two texts, if the file gives one.
        places: the pages of the texts and the places of their words, if the file gives any.

    Raises:
        SourceError: a value is of the wrong type or malformed, or there is no text in either language.
    """
    ru, en = _check_texts(text_ru, text_en, path, line)
    metadata = describe(values, path, line)
    if places is not None and places.ru is None and places.en is None:
        places = None
    document = Document(metadata, ru, en, alignment, line, places=places)
    if alignment is not None and (reason := _alignment_error(alignment, document)):
        raise SourceError(str(path), reason, line)
    return check_document(document, line)


def describe(
    values: Mapping[str, Any], path: Path, line: int | None = None, *, is_citation_read: bool = False
) -> Metadata:
    """Make a document's metadata from unchecked values.

    Args:
        values: ``id``; any field of `Metadata` by its name or by a label that people write, e.g. ``Дата``; a reference
            as text, as an object, or by its parts; a date as text, or as an
            object with the ``text`` as written and its meaning in ``edtf``, which counts if the text cannot be read;
            anything else, also in an object ``fields``, is a custom field.
        path: the file.
        line: the line in the file, for messages.
        is_citation_read: take from the citation and the credits what is missing.

    Raises:
        SourceError: a value is of the wrong type or malformed.
    """
    edtf, values = _split_date(values, path, line)
    known, parts, fields = _sort_values(values, path, line)
    id_ = known.pop("id", "")
    if not id_.strip():
        raise SourceError(str(path), "no id", line)
    date = known.pop("date", "")
    reference = _reference(values.get("reference") or known.pop("reference", None) or _shelfmark(parts), path, line)
    known.pop("reference", None)
    metadata = Metadata(
        replace_undecodable(id_.strip()), reference=reference, fields=fields, path=str(path), **known
    )  # fmt: skip
    metadata = with_date(metadata, date, parse_date(date) or parse_date(edtf))
    return _completed(metadata) if is_citation_read else metadata


def written(value: object) -> object:
    """Return a value as its source writes it: the text of a date or a reference that is given as an object."""
    return value.get("text", value) if isinstance(value, dict) else value


def _split_date(values: Mapping[str, Any], path: Path, line: int | None) -> tuple[str, Mapping[str, Any]]:
    """Return the meaning of a date that is given as an object, and the values with the date as text."""
    date = values.get("date")
    if not isinstance(date, dict):
        return "", values
    if not date.keys() <= {"text", "edtf"} or not all(isinstance(part, str) for part in date.values()):
        raise SourceError(str(path), "date should be text, or an object with edtf, text", line)
    edtf = date.get("edtf", "")
    return edtf, {**values, "date": date.get("text") or edtf}


def _sort_values(
    values: Mapping[str, Any], path: Path, line: int | None
) -> tuple[dict[str, str], dict[str, tuple[str, str]], dict[str, str]]:
    """Return known fields; parts of a reference, each with its label; and custom fields."""
    known: dict[str, str] = {}
    parts: dict[str, tuple[str, str]] = {}
    fields: dict[str, str] = {}
    for label, value in values.items():
        name = label if label in {"id", "date", *_TEXTS, *_PARTS} else known_field(label)
        if label in _NOT_METADATA or label == "reference" or value is None:
            continue
        if name in _PARTS and isinstance(value, str):
            parts[name] = label, value.strip()
        elif name in {"id", "date", "reference", *_TEXTS}:
            if not isinstance(value, str):
                raise SourceError(str(path), f"{label} should be text, not {value!r:.40}", line)
            known[name] = f"{known[name]}\n{value}" if known.get(name) else value
        else:
            fields[label] = _as_text(value)
    more = values.get("fields") or {}
    if not isinstance(more, dict):
        raise SourceError(str(path), f"fields should be an object, not {more!r:.40}", line)
    return known, parts, {name: text for name, text in {**fields, **_as_texts(more)}.items() if text}


def _as_texts(values: Mapping[str, Any]) -> dict[str, str]:
    return {str(name): _as_text(value) for name, value in values.items()}


def _as_text(value: object) -> str:
    """Return the value of a custom field as text."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(each, str | int | float) for each in value):
        return ", ".join(map(str, value))
    return json.dumps(value, ensure_ascii=False)


def _shelfmark(parts: Mapping[str, tuple[str, str]]) -> str:
    """Return a shelfmark of parts that are given one by one."""
    is_cyrillic = any(cyrillic_share(label + value) > 0.5 for label, value in parts.values())
    written = []
    for name, words in _PARTS.items():
        _, value = parts.get(name, ("", ""))
        if value:
            written.append(value if value[0].isalpha() and value[1:2].isalpha() else words[not is_cyrillic] + value)
    return ", ".join(written)


def _collection(citation: str, date: str, reference: Reference | None) -> str:
    """Return the collection that a citation names between the date and the shelfmark; empty if it names none."""
    if not date or reference is None:
        return ""
    _, _, after = citation.partition(f"{date}, ")
    name, found, _ = after.partition(f", {reference.text}")
    return name.strip() if found and len(name) <= _MAX_COLLECTION and "\n" not in name else ""


def _without_line(text: str, line: str) -> str:
    """Return a text without the first line that is `line` and nothing else."""
    lines = text.split("\n")
    place = next((place for place, each in enumerate(lines) if each.strip() == line), None)
    return text if place is None else "\n".join(lines[:place] + lines[place + 1 :])


def _completed(metadata: Metadata) -> Metadata:
    """Take from the citation and the credits what the metadata lacks."""
    citation = metadata.citation
    url = _URL.search(metadata.url or citation)
    quoted = _QUOTED_TITLE.search(citation)
    credited: dict[str, Any] = {
        name: getattr(metadata, name) or _credited(metadata, pattern) for name, pattern in _CREDITS.items()
    }
    found = None if metadata.date_text else find_date(citation)
    if found is not None:
        metadata = with_date(metadata, found.text, found)
    reference = metadata.reference or find_reference(citation)
    return replace(
        metadata,
        title=metadata.title or (quoted.group(1).rstrip(",") if quoted else ""),
        reference=reference,
        publisher=metadata.publisher or _collection(citation, metadata.date_text, reference),
        url=url.group().rstrip(".,;") if url else metadata.url,
        citation=_without_line(citation, url.group()) if url and not metadata.url else citation,
        **credited,
    )


def _credited(metadata: Metadata, pattern: re.Pattern[str]) -> str:
    match = pattern.search(f"{metadata.citation}\n{metadata.credits}")
    return match["name"].strip(" ,") if match else ""


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
