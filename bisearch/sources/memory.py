"""Documents that a program gives: checked, and their dates and references read, as if they were read from a file."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bisearch.errors import SourceError
from bisearch.model import Alignment, Bead, Sentence
from bisearch.sources.document_values import make_document
from bisearch.sources.translation_units import join_units

if TYPE_CHECKING:
    from bisearch.model import Document, Metadata

# Metadata that is read from other metadata.
_DERIVED = {"date_text", "date_edtf", "date_earliest", "date_latest", "path"}


def read_document(document: Document) -> Document:
    """Check a document that a program gives, and read its date, its reference and its passages.

    Args:
        document: the document as given.

    Returns:
        The document as a reader of files returns it, without a path.

    Raises:
        SourceError: it has no text, a text is in the wrong language or too long, or a value is malformed. The path of
            the error is ``document`` and the id.
    """
    text_ru, text_en, alignment = document.text_ru, document.text_en, document.alignment
    name = Path(f"document {document.metadata.id!r}")
    if document.passages is not None:
        text_ru, text_en, alignment = join_units(list(document.passages))
    elif alignment is not None:
        alignment = _as_records(alignment, name)
    read = make_document(_values(document.metadata), text_ru, text_en, name, alignment=alignment)
    return replace(read, metadata=replace(read.metadata, path=""))


def _values(metadata: Metadata) -> dict[str, Any]:
    """Return metadata as the values of a record that a file holds."""
    values: dict[str, Any] = {
        each.name: getattr(metadata, each.name) for each in fields(metadata) if each.name not in _DERIVED
    }
    reference = metadata.reference
    if reference is not None:
        parts = asdict(reference)
        values["reference"] = parts if any(value for name, value in parts.items() if name != "text") else reference.text
    text = metadata.date_text or metadata.date
    return values | {"date": {"text": text, "edtf": metadata.date_edtf} if metadata.date_edtf else text}


def _as_records(alignment: Alignment, name: Path) -> Alignment:
    """Return an alignment of the right records; a program may have given plain tuples in their place."""
    error = SourceError(str(name), "alignment needs sentences and beads of whole numbers, and confidences in [0, 1]")
    try:
        ru, en = (tuple(Sentence(start, end) for start, end in sentences) for sentences in alignment[:2])
        beads = tuple(Bead(tuple(left), tuple(right), *rest) for left, right, *rest in alignment.beads)
        numbers = list(chain(*ru, *en, *(bead.ru for bead in beads), *(bead.en for bead in beads)))
        are_confidences = all(0 <= bead.confidence <= 1 for bead in beads)
    except (TypeError, ValueError):
        raise error from None
    if not are_confidences or any(type(number) is not int for number in numbers):
        raise error
    return Alignment(ru, en, beads)
