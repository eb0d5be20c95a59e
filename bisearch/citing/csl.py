"""CSL-JSON items of archival documents, as reference managers exchange them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bisearch.citing.dates import date_parts
from bisearch.citing.parts import location_in_archive, note_on_original, title_of

if TYPE_CHECKING:
    from bisearch.citing.parts import Cited
    from bisearch.model import Metadata


def csl_item(cited: Cited) -> dict[str, Any]:
    """Return the item: JSON values by the names of CSL's variables."""
    document = cited.document
    reference = document.reference
    fields: dict[str, Any] = {
        "id": cited.reference or document.id,
        "type": "manuscript",
        "title": title_of(document),
        "author": _names(document.author),
        "recipient": _names(document.recipient),
        "translator": _names(document.translator),
        "contributor": _names(document.contributor),
        "issued": _issued(document),
        "event-place": document.place,
        "archive": reference.archive if reference is not None else "",
        "archive_location": location_in_archive(reference) if reference is not None else "",
        "call-number": reference.text if reference is not None else "",
        "source": document.publisher,
        "original-title": document.title_ru if document.title_ru != title_of(document) else "",
        "abstract": document.summary,
        "note": note_on_original(cited),
        "URL": document.url,
    }
    return {name: value for name, value in fields.items() if value}


def _names(name: str) -> list[dict[str, str]]:
    return [{"literal": name}] if name else []


def _issued(document: Metadata) -> dict[str, Any]:
    """Return the date: in parts if it is known, with both ends of an interval, and else as written."""
    if document.date:
        return {"date-parts": [date_parts(document.date)]}
    if document.date_earliest and document.date_latest:
        ends = [date_parts(document.date_earliest), date_parts(document.date_latest)]
        return {"date-parts": ends, "literal": document.date_text}
    return {"literal": document.date_text} if document.date_text else {}
