"""The questions of an audit for a reader who has not seen the checks, one JSON record a line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from benchmarks.audit.measure import audited, to_read
from bisearch.index import open as open_index
from bisearch.model import SIDES

if TYPE_CHECKING:
    from pathlib import Path

    from bisearch.audit.findings import Finding
    from bisearch.index import Index

# Passages before and after that the reader sees.
AROUND = 2


def write_questions(index: Path, path: Path) -> None:
    """Write the questions to read about an index: key, question, both texts and the passages around."""
    with open_index(index) as opened:
        records = [_record(finding, opened) for finding in to_read(audited(opened))]
    path.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in records), encoding="utf-8")


def _record(finding: Finding, index: Index) -> dict[str, Any]:
    passages = index.find_document(finding.document.id).passages
    place = finding.passage.number - 1
    near = [*passages[max(0, place - AROUND) : place], *passages[place + 1 : place + 1 + AROUND]]
    record: dict[str, Any] = {"id": finding.key, "kind": finding.kind, "question": finding.question}
    for side in SIDES:
        half = finding.passage.side(side)
        record[side] = half.text if half is not None else None
        record[f"near_{side}"] = [each.text for passage in near if (each := passage.side(side)) is not None]
    return {**record, "document": finding.document.id}
