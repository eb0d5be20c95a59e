"""Tables in HTML for notebooks; all text from the archive and the query is escaped."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


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
