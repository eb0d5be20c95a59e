"""Text of several styles laid out in lines of a terminal: wrapped at words, beside each other, painted."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# Parameters of the terminal's escape sequence that sets a style.
BOLD, FAINT, MARKED = "1", "2", "1;33"
_WORD = re.compile(r"\s*\S+\s*")
_WIDE = frozenset("WF")
_NO_WIDTH = frozenset({"Mn", "Me", "Cf"})


class Piece(NamedTuple):
    """Text of one style; the empty style is the terminal's own."""

    text: str
    style: str = ""


def width_of(text: str) -> int:
    """Return how many columns of a terminal a text takes: none for combining marks, two for East Asian characters."""
    return sum(map(_columns, text))


def wrapped(pieces: Sequence[Piece], width: int) -> list[list[Piece]]:
    """Return the lines that pieces make, a line feed ending one.

    Args:
        pieces: one after the other.
        width: of a line in columns, at least 2; a longer word is cut.

    Returns:
        The lines without blanks at their ends.
    """
    text = "".join(piece.text for piece in pieces)
    lines, start = [], 0
    for paragraph in text.split("\n"):
        breaks = [0, *_breaks(paragraph, width), len(paragraph)]
        for first, last in pairwise(breaks):
            end = first + len(paragraph[first:last].rstrip())
            lines.append(list(_part(pieces, start + first, start + end)))
        start += len(paragraph) + 1
    return lines


def indented(lines: Iterable[list[Piece]], columns: int) -> list[list[Piece]]:
    """Return lines with so many blanks before each."""
    return [[Piece(" " * columns), *line] for line in lines]


def side_by_side(left: Sequence[list[Piece]], right: Sequence[list[Piece]], width: int) -> list[list[Piece]]:
    """Return lines beside others that begin at a column, the left ones being shorter."""
    empty: list[Piece] = []
    rows = zip_longest(left, right, fillvalue=empty)
    return [[*one, Piece(" " * (width - sum(width_of(piece.text) for piece in one))), *two] for one, two in rows]


def painted(line: Sequence[Piece], *, styles: bool) -> str:
    """Return a line as a terminal gets it, its styles as escape sequences, or none."""
    shown = "".join(_painted(piece) if styles else piece.text for piece in line)
    return shown.rstrip()


def _painted(piece: Piece) -> str:
    return f"\x1b[{piece.style}m{piece.text}\x1b[0m" if piece.style and piece.text else piece.text


@cache
def _columns(character: str) -> int:
    if unicodedata.category(character) in _NO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(character) in _WIDE else 1


def _breaks(text: str, width: int) -> Iterator[int]:
    """Yield where lines after the first begin."""
    used = 0
    for word in _WORD.finditer(text):
        needed = width_of(word.group().rstrip())
        if used + needed > width and used:
            yield word.start()
            used = 0
        if needed <= width:
            used += width_of(word.group())
            continue
        for place in range(word.start(), word.end()):
            columns = _columns(text[place])
            if used + columns > width and not text[place].isspace():
                yield place
                used = 0
            used += columns


def _part(pieces: Iterable[Piece], start: int, stop: int) -> Iterator[Piece]:
    """Yield what lies between two places of the text of some pieces."""
    place = 0
    for text, style in pieces:
        shown = text[max(0, start - place) : max(0, stop - place)]
        if shown:
            yield Piece(shown, style)
        place += len(text)
