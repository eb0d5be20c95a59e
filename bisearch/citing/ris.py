"""RIS records of archival documents, with the fields from which Zotero takes the archive and the place in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.citing.parts import location_in_archive, note_on_original, surname_first, title_of

if TYPE_CHECKING:
    from bisearch.citing.parts import Cited


def ris(cited: Cited) -> str:
    """Return the record."""
    document = cited.document
    reference = document.reference
    fields = [
        ("TY", "MANSCPT"),
        ("TI", title_of(document)),
        ("AU", surname_first(document.author)),
        ("A4", surname_first(document.translator)),
        ("DA", _date(document.date) or document.date_text),
        ("PY", document.date[:4]),
        ("CY", document.place),
        ("DB", reference.archive if reference is not None else ""),
        ("AN", location_in_archive(reference) if reference is not None else ""),
        ("CN", reference.text if reference is not None else ""),
        ("DP", document.publisher),
        ("AB", document.summary),
        ("N1", note_on_original(cited)),
        ("UR", document.url),
    ]
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in fields if value.strip()]
    return "\n".join([*lines, "ER  - "])


def _date(iso: str) -> str:
    """Return a date as RIS has it: the year, the month and the day between slashes, the unknown ones empty."""
    if not iso:
        return ""
    parts = [*iso.split("-"), "", ""][:3]
    return f"{'/'.join(parts)}/"
