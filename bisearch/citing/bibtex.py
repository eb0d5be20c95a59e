r"""BibTeX and BibLaTeX entries of archival documents, in UTF-8.

BibTeX's styles print ``howpublished`` and ``note``; BibLaTeX's also print ``date``, ``translator`` and ``library``.
Zotero takes the place in the archive from ``location`` and the call number from ``lccn``.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from bisearch.citing.parts import location_in_archive, note_on_original, title_of

if TYPE_CHECKING:
    from bisearch.citing.parts import Cited
    from bisearch.model import Metadata

_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "#": r"\#", "$": r"\$", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def bibtex(cited: Cited) -> str:
    """Return the entry."""
    document = cited.document
    shelfmark = document.reference.text if document.reference is not None else ""
    fields = {
        "author": document.author,
        "title": title_of(document),
        "year": document.date[:4],
        "translator": document.translator,
        "howpublished": shelfmark,
        "library": shelfmark,
        "lccn": shelfmark,
        "location": location_in_archive(document.reference) if document.reference is not None else "",
        "organization": document.publisher,
        "origlanguage": document.language.lower(),
        "note": note_on_original(cited),
    }
    lines = [f"  {name} = {{{_escaped(value)}}}," for name, value in fields.items() if value]
    if date := _date(document):
        lines.append(f"  date = {{{date}}},")
    if document.date[5:7]:
        lines.append(f"  month = {_MONTHS[int(document.date[5:7]) - 1]},")
    if document.url:
        lines.append(f"  url = {{{_address(document.url)}}},")
    return "\n".join([f"@unpublished{{{_key(cited)},", *lines, "}"])


def _date(document: Metadata) -> str:
    """Return the date in the part of EDTF that BibLaTeX reads; empty if it is unknown."""
    if document.date or not document.date_edtf:
        return document.date
    if document.date_edtf[0] not in "[{":
        return document.date_edtf
    return f"{document.date_earliest}/{document.date_latest}"


def _key(cited: Cited) -> str:
    """Return a key of letters that every BibTeX takes; a hash keeps keys of changed ids apart."""
    name = cited.reference or cited.document.id
    key = re.sub(r"[^A-Za-z0-9.:/_+-]+", "-", name).strip("-")
    return key if key == name else f"{key or 'document'}-{hashlib.sha256(name.encode()).hexdigest()[:6]}"


def _escaped(text: str) -> str:
    """Return a text for a field, in one line."""
    return "".join(_SPECIAL.get(letter, letter) for letter in " ".join(text.split()))


def _address(url: str) -> str:
    """Return an address without the characters that end a field."""
    return url.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C").replace("%", r"\%")
