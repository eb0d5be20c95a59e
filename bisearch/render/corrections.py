"""Corrections as text: one line for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.corrections.notes import DONE
from bisearch.sanitizing import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bisearch.corrections.records import Correction
    from bisearch.indexing.correcting import ListedCorrection


def correction_line(correction: Correction) -> str:
    """Return what a correction does, without who made it and when."""
    where = f"{correction.document}/{correction.passage}"
    match correction.kind:
        case "word":
            what = f"{where} {correction.side}: {correction.old} read as {correction.new}"
        case "name":
            what = f"{correction.old} and {correction.new} are one name"
        case "dismiss":
            what = f"finding {correction.key} dismissed"
        case "undo":
            what = f"{correction.undoes} undone"
        case kind:
            what = f"{where} {DONE[kind]}"
    return f"{correction.id}  {what}"


def listed_lines(listed: Iterable[ListedCorrection]) -> Iterator[str]:
    """Yield a line for each record: id, status, what, who, when and the note."""
    for each in listed:
        correction = each.correction
        status = f"{each.status} by {each.reason}" if each.status == "undone" else each.status
        reason = f": {each.reason}" if each.status == "orphaned" else ""
        note = f"; {correction.note}" if correction.note else ""
        by = f"{correction.who}, {correction.when}"
        yield clean(f"{correction_line(correction)}  [{status}{reason}]  {by}{note}")
