"""Tables as text: aligned columns, or on a narrow terminal a paragraph for each row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.render.layout import columns_of, padded, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

GAP = "  "
BAR = "█"
# A bar of fewer columns shows nothing; a longer one than the second number is no clearer.
MIN_BAR, MAX_BAR = 5, 40


def table_lines(header: Sequence[str], rows: Sequence[Sequence[str]], width: int, texts: int = 1) -> Iterator[str]:
    """Yield the lines of a table.

    Args:
        header: the names of the columns.
        rows: the cells of each row.
        width: columns of a line.
        texts: the number of first columns that hold texts; the others hold numbers, which are aligned to the right.
    """
    widths = [max(map(columns_of, column)) for column in zip(header, *rows, strict=True)]
    if sum(widths) + len(GAP) * (len(widths) - 1) > width:
        for row in rows:
            labelled = [f"{name} {cell}" for name, cell in zip(header[texts:], row[texts:], strict=True) if cell]
            yield from wrapped(f"{' '.join(filter(None, row[:texts]))}: {', '.join(labelled)}", width)
        return
    for row in (header, *rows):
        cells = [
            padded(cell, size) if place < texts else f"{' ' * (size - columns_of(cell))}{cell}"
            for place, (cell, size) in enumerate(zip(row, widths, strict=True))
        ]
        yield GAP.join(cells).rstrip()


def with_bars(lines: Sequence[str], values: Sequence[float], width: int) -> Iterator[str]:
    """Yield the lines of a table with a bar after each row, or unchanged if there is no room.

    Args:
        lines: the header and a line for each value.
        values: the value of each row, at least 0.
        width: columns of a line.
    """
    longest, greatest = max(map(columns_of, lines), default=0), max(values, default=0)
    room = min(MAX_BAR, width - longest - len(GAP))
    if room < MIN_BAR or not greatest or len(lines) != len(values) + 1:
        yield from lines
        return
    yield lines[0]
    for line, value in zip(lines[1:], values, strict=True):
        bar = BAR * max(1, round(room * value / greatest)) if value else ""
        yield f"{padded(line, longest)}{GAP}{bar}".rstrip()
