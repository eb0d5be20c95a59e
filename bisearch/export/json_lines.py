"""JSON Lines: one record per passage, exact."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from bisearch.sanitizing import to_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bisearch.export.rows import ExportHeader, ExportRow, Layout


def write_jsonl(stream: TextIO, header: ExportHeader, rows: Iterable[ExportRow], layout: Layout) -> None:  # noqa: ARG001
    """Write the records that ``bisearch search --jsonl`` prints."""
    stream.writelines(f"{to_json(row.record())}\n" for row in rows)
