"""Tables in HTML for notebooks; all text from the archive and the query is escaped."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bisearch.model import PassageText


def as_table(caption: str, names: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table in HTML.

    Args:
        caption: the caption, as text.
        names: the names of the columns, as text.
        rows: for each row its cells, as HTML.
    """
    head = "".join(f"<th>{escape(name)}</th>" for name in names)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><caption>{escape(caption)}</caption><tr>{head}</tr>{body}</table>"


def as_text(*values: str) -> list[str]:
    """Return cells in HTML that show some texts."""
    return [escape(value) for value in values]


def as_marked_text(side: PassageText | None, stretches: Iterable[tuple[int, int]]) -> str:
    """Return a cell in HTML that shows one side of a passage, empty if it lacks that side.

    Args:
        side: the side of the passage.
        stretches: the start and the end of each highlighted stretch, in order and without overlaps.
    """
    if side is None:
        return ""
    pieces, last = [], 0
    for start, end in stretches:
        pieces += [escape(side.text[last:start]), f"<mark>{escape(side.text[start:end])}</mark>"]
        last = end
    return "".join((*pieces, escape(side.text[last:])))
