"""A list of documents: columns on a terminal, below each other on a narrow one, and lines with tabs for pipes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.render.layout import columns_of, padded, width_of, wrapped
from bisearch.render.wording import counted
from bisearch.sanitizing import clean

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

    from bisearch.searching.listing import DocumentSummary

# Narrower terminals show the title below the other columns.
MIN_COLUMNS_WIDTH = 72
# Longer ids are not padded to.
MAX_ID_WIDTH = 30
INDENT = 3


def print_documents(documents: Sequence[DocumentSummary], stream: TextIO) -> None:
    """Print a line for each document: its id, date, sides and title; on a terminal, then their number.

    Args:
        documents: the documents in order.
        stream: the stream to print to.
    """
    rows = [_row(document) for document in documents]
    if not stream.isatty():
        stream.writelines("\t".join(row) + "\n" for row in rows)
        return
    width = width_of(stream)
    widths = [max((columns_of(row[place]) for row in rows), default=0) for place in range(3)]
    widths[0] = min(widths[0], MAX_ID_WIDTH)
    for *columns, title in rows:
        lead = "  ".join(padded(each, size) for each, size in zip(columns, widths, strict=True)).rstrip()
        if width >= MIN_COLUMNS_WIDTH:
            lines = _beside(lead, title, sum(widths) + 6, width)
        else:
            lines = [*wrapped("  ".join(filter(None, columns)), width)]
            lines += (" " * INDENT + line for line in wrapped(title, width - INDENT) if line)
        stream.writelines(f"{line}\n" for line in lines)
    stream.write(counted(len(rows), "document") + "\n")


def _beside(lead: str, title: str, start: int, width: int) -> list[str]:
    """Return lines with a title beside the other columns."""
    first, *others = wrapped(title, max(INDENT, width - start))
    if columns_of(lead) >= start:
        return [lead, *(" " * start + line for line in [first, *others] if line)]
    return [f"{padded(lead, start)}{first}".rstrip(), *(" " * start + line for line in others)]


def _row(document: DocumentSummary) -> tuple[str, str, str, str]:
    """Return a document's id, date as its source has it, sides and title."""
    metadata = document.metadata
    sides = "+".join(document.sides)
    return clean(metadata.id), clean(metadata.date or metadata.date_text), sides, clean(metadata.title)
