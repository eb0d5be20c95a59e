"""NAME.json beside a source: metadata that the source itself does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bisearch.decoding import read_text
from bisearch.sources.json_records import parse_record
from bisearch.sources.page_folders import stem_of

if TYPE_CHECKING:
    from pathlib import Path


def read_metadata_beside(path: Path, stem: str | None = None) -> dict[str, Any]:
    """Return the values of NAME.json; none if there is no such file.

    Args:
        path: the source.
        stem: the NAME; None takes the source's name without its suffix.

    Raises:
        SourceError: the file is not a JSON object.
    """
    file = path.with_name(f"{stem_of(path) if stem is None else stem}.json")
    return parse_record(read_text(file, "utf-8-sig"), file) if file.exists() else {}
