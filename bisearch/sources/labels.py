"""Labels of metadata fields in either language, and lines that web sites put around documents."""

from __future__ import annotations

from functools import cache

from bisearch.lazy_pattern import lazy_pattern
from bisearch.word_lists import read_rows, read_words

_BULLET = lazy_pattern(r"[-*•+–]\s+")


def known_field(label: str) -> str | None:
    """Return the name of the field that a label names, e.g. ``date`` for ``Дата:``; None for a custom field."""
    return _labels().get(" ".join(without_bullet(label).replace("_", " ").lower().rstrip(" :").split()))


def without_bullet(label: str) -> str:
    """Return a label without the sign of a list before it."""
    return _BULLET.sub("", label, count=1)


@cache
def furniture() -> frozenset[str]:
    """Return the lines, in lower case, that web sites put before or after a document."""
    return frozenset(read_words("sources", "furniture.txt"))


@cache
def information_labels() -> frozenset[str]:
    """Return labels that a web page's section of metadata has without a colon, in lower case."""
    return frozenset(read_words("sources", "information_labels.txt"))


@cache
def _labels() -> dict[str, str]:
    rows = read_rows("sources", "labels.txt", "|")
    return {label.strip(): name for name, labels in rows for label in labels.split(";")}
