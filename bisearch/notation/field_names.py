"""The names by which queries ask for metadata fields."""

from __future__ import annotations

from bisearch.lazy_pattern import lazy_pattern

_WORD = lazy_pattern(r"[^\W_]+")


def field_name(label: str) -> str:
    """Return the name of a field in queries: ``record-id`` for ``Record ID`` and for ``record_id``."""
    return "-".join(_WORD.findall(label.lower()))
