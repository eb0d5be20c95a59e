"""Styled text in the lines of a terminal: wcwidth wraps and fills it by columns, passing over escape sequences."""

from __future__ import annotations

import os
import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from wcwidth import ljust, propagate_sgr, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO


# Parameters of the terminal's escape sequence that sets a style.
BOLD, FAINT, MARKED = "1", "2", "1;33"
# No word is so long; what is takes wcwidth the square of its length to cut, and a line ends there.
_LONGEST = re.compile(r"((?:\x1b\[[\d;]*m|[^\s\x1b]){500})(?=\S)")


def painted(text: str, style: str) -> str:
    """Return a text that a terminal shows in a style; the empty style is the terminal's own."""
    return f"\x1b[{style}m{text}\x1b[0m" if style and text else text


def wrapped(text: str, width: int) -> list[str]:
    """Return the lines of a text, broken at words; a longer word is cut, and a style goes on in the next line.

    Args:
        text: may be painted; a line feed ends a line.
        width: of a line, in columns.
    """
    lines: list[str] = []
    for paragraph in _LONGEST.sub(r"\1\n", text).split("\n"):
        lines += wrap(paragraph, width, break_on_hyphens=False, propagate_sgr=False) or [""]
    return list(propagate_sgr(lines))


def side_by_side(left: Iterable[str], right: Iterable[str], width: int) -> list[str]:
    """Return lines beside others that begin at a column, the left ones being shorter."""
    return [ljust(one, width) + two for one, two in zip_longest(left, right, fillvalue="")]


# Narrower terminals are written to as if they had so many columns; wider ones where they do not tell; a pipe's lines.
MIN_WIDTH, USUAL_WIDTH, PIPE_WIDTH = 20, 80, 120


def width_of(stream: TextIO) -> int:
    """Return how many columns a line of a stream has; ``COLUMNS`` is heeded."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal():
        return max(MIN_WIDTH, int(columns))
    if not stream.isatty():
        return PIPE_WIDTH
    try:
        return max(MIN_WIDTH, os.get_terminal_size(stream.fileno()).columns or USUAL_WIDTH)
    except OSError:
        return USUAL_WIDTH
