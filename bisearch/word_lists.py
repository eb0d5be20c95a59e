"""Word lists and tables of the analysis, read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent / "analysis" / "data"


@cache
def read_words(name: str) -> tuple[str, ...]:
    """Return the entries of a list: one a line, ``#`` comments and empty lines left out.

    Args:
        name: file name in this folder, e.g. ``stopwords.ru.txt``.
    """
    lines = (line.partition("#")[0].strip() for line in _HERE.joinpath(name).read_text(encoding="utf-8").splitlines())
    return tuple(line for line in lines if line)
