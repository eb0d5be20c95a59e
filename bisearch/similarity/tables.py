"""Tables of the spelling part, read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data"


@cache
def read_rows(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a table: a line each, columns parted by blanks, ``-`` for nothing, ``#`` comments left out.

    Args:
        name: file name in this part's data folder, e.g. ``latin.txt``.
    """
    lines = (line.partition("#")[0].split() for line in (_DATA / name).read_text(encoding="utf-8").splitlines())
    return tuple(tuple("" if cell == "-" else cell for cell in cells) for cells in lines if cells)
