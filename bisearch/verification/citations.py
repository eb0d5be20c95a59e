"""Whether the shelfmark and the date that a manuscript cites are those of the document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from bisearch.notation.date_mentions import find_dates
from bisearch.notation.shelfmarks import find_shelfmarks, is_same_part, reference_key, text_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bisearch.model import Metadata
    from bisearch.notation.date_mentions import WrittenDate

# "agrees"; "differs"; "not cited": the citation has none; "unknown": the document has none to compare with.
Agreement: TypeAlias = Literal["agrees", "differs", "not cited", "unknown"]

_IBID = re.compile(r"(?:там\s+же|ibid(?:em)?|op\.\s?cit|указ\.\s?соч)", re.IGNORECASE)
# After these words a date is that of a visit to a web page.
_ACCESS = re.compile(r"(?:accessed|retrieved|дата\s+обращения|просмотрено)[^.;)]{0,40}", re.IGNORECASE)
_LEAF = re.compile(r"(?<![^\W\d_])(?:лл?|ll?|лист\w*|leaf|leaves|fols?)\.?\s?(\d[\d\s,;–—-]*(?:об\.?)?)", re.IGNORECASE)
_SHORT = {"fond": "f.", "opis": "op.", "delo": "d.", "list": "l."}
_YEAR = re.compile(r"(?<![\d./-])(1[5-9]\d\d|20\d\d)(?=\s?(?:г(?:\.|ода?)|[,;.)]|$))")


class CheckedCitation(NamedTuple):
    """What a manuscript cites for a quotation, compared with the document.

    Attributes:
        text: the citation as written, from the note or the parentheses; empty if there is none.
        note: the mark of the note; empty without.
        shelfmark: whether the shelfmark cited is the document's.
        date: whether the date cited is the document's.
        differences: for each part that differs, one line.
    """

    text: str
    note: str
    shelfmark: Agreement
    date: Agreement
    differences: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the citation as in JSON."""
        return {**self._asdict(), "differences": list(self.differences)}


def check_citation(text: str, note: str, previous: str, document: Metadata) -> CheckedCitation:
    """Compare a citation with the document that the quotation is from.

    Args:
        text: the citation.
        note: the mark of its note.
        previous: the text of the citation before it, which *ibid.* and *там же* refer to.
        document: the document.
    """
    shelfmark, differences = _shelfmark(text, previous, document)
    date, of_date = _date(text, document)
    return CheckedCitation(text, note, shelfmark, date, (*differences, *of_date))


def _shelfmark(text: str, previous: str, document: Metadata) -> tuple[Agreement, list[str]]:
    cited = [text[found.archive_start : found.end] for found in find_shelfmarks(text)]
    if not cited and _IBID.search(text):
        before = [previous[found.archive_start : found.end] for found in find_shelfmarks(previous)]
        leaf = _LEAF.search(text)
        if before and leaf is not None:
            cited = [f"{_LEAF.sub('', before[-1]).rstrip(' ,.')}, л. {leaf[1].strip(' ,;')}"]
        else:
            cited = before[-1:]
    if not cited:
        return "not cited", []
    if document.reference is None or not reference_key(document.reference).shelfmarks:
        return "unknown", []
    all_differences = [list(_part_differences(each, document)) for each in cited]
    if not all(all_differences):
        return "agrees", []
    return "differs", min(all_differences, key=len)


def _part_differences(cited: str, document: Metadata) -> Iterator[str]:
    """Yield a line for each part of a cited shelfmark that the document's own does not have."""
    if document.reference is None:
        return
    asked, own = text_key(cited), reference_key(document.reference)
    if asked.archives and own.archives and not set(asked.archives) & set(own.archives):
        yield f"the citation names another archive than the document's {document.reference.archive}"
    for name, number in dict.fromkeys(part for shelfmark in asked.shelfmarks for part in shelfmark):
        parts = [part for shelfmark in own.shelfmarks for part in shelfmark if part[0] == name]
        if parts and not any(is_same_part((name, number), part) for part in parts):
            short = _SHORT.get(name, name)
            yield f"{short} {number} is cited, the document has {short} {parts[0][1]}"


def _date(text: str, document: Metadata) -> tuple[Agreement, list[str]]:
    text = _ACCESS.sub(" ", text)
    shelfmarks = list(find_shelfmarks(text))
    cited = [
        each
        for each in find_dates(text)
        if each.year is not None and not any(mark.start <= each.start < mark.end for mark in shelfmarks)
    ]
    spans = [(_iso(each, "first"), _iso(each, "last"), text[each.start : each.end]) for each in cited]
    if not spans:
        outside = "".join(" " if any(m.start <= at < m.end for m in shelfmarks) else c for at, c in enumerate(text))
        spans = [(f"{year}-01-01", f"{year}-12-31", year) for year in _YEAR.findall(outside)]
    if not spans:
        return "not cited", []
    earliest, latest = document.date_earliest, document.date_latest
    if not (earliest or latest):
        return "unknown", []
    if any(first <= (latest or "9999") and (earliest or "0000") <= last for first, last, _ in spans):
        return "agrees", []
    return "differs", [f"{spans[0][2].strip()} is cited, the document is dated {document.date_text or document.date}"]


def _iso(date: WrittenDate, end: Literal["first", "last"]) -> str:
    day = date.day if date.day is not None else (1 if end == "first" else 31)
    return f"{date.year:04}-{date.month:02}-{day:02}"
