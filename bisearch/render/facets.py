"""Counts by facet, as text: a table for each facet, with bars on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.render.wording import counted
from bisearch.sanitizing import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bisearch.searching.facets import Facets
    from bisearch.searching.results import Facet

UNKNOWN = {"year": "undated"}
SIDES = {"both": "both languages", "ru": "Russian only", "en": "English only"}
_BAR = "█"
_MIN_BAR = 5
_MAX_VALUE = 40


def facet_lines(facets: Facets, width: int, *, bars: bool) -> Iterator[str]:
    """Yield the lines of a text.

    Args:
        facets: the counts.
        width: columns of the text.
        bars: whether to draw the number of passages as bars.
    """
    for facet in facets.facets:
        yield from _table(facet, width, bars=bars)
        yield ""
    yield f"{counted(facets.passages, 'passage')} in {counted(facets.documents, 'document')}"


def _table(facet: Facet, width: int, *, bars: bool) -> Iterator[str]:
    names = [_name(facet.by, value.value) for value in facet.values]
    longest = max(map(len, [facet.by, *names]))
    yield f"{facet.by:{longest}}  passages  documents"
    greatest = max((value.passages for value in facet.values), default=0)
    room = width - longest - 23
    for name, value in zip(names, facet.values, strict=True):
        bar = ""
        if bars and room >= _MIN_BAR and greatest:
            bar = "  " + _BAR * max(1, round(min(room, 40) * value.passages / greatest))
        yield f"{name:{longest}}  {value.passages:8,}  {value.documents:9,}{bar}"


def _name(by: str, value: str | None) -> str:
    if value is None:
        return UNKNOWN.get(by, "unknown")
    shown = clean(SIDES.get(value, value) if by == "sides" else " ".join(value.split()))
    return shown if len(shown) <= _MAX_VALUE else f"{shown[: _MAX_VALUE - 1]}…"
