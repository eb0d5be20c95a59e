"""Styled text laid out in terminal columns; wcwidth measures them and ignores escape sequences."""

from __future__ import annotations

import os
import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from wcwidth import ljust, propagate_sgr, wcswidth, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from bisearch.searching.results import Mark


# Values of ``TERM`` for terminals that support no escape sequences.
DUMB_TERMINALS = frozenset({"dumb", "unknown"})
# Parameters of the terminal's escape sequence that sets a style.
BOLD, FAINT, HIGHLIGHT = "1", "2", "1;33"
# wcwidth cuts a word in time quadratic in its length, so a run longer than any word first gets a line break.
_OVERLONG = re.compile(r"((?:\x1b\[[\d;]*m|[^\s\x1b]){500})(?=\S)")


def styled(text: str, style: str) -> str:
    """Return a text with the escape sequences of a style; the empty style leaves it unchanged."""
    return f"\x1b[{style}m{text}\x1b[0m" if style and text else text


def coloured(text: str, marks: Iterable[Mark], style: str = "") -> str:
    """Return a text in a style, its marks highlighted."""
    pieces, last = [], 0
    for mark in marks:
        pieces += [styled(text[last : mark.start], style), styled(text[mark.start : mark.end], HIGHLIGHT)]
        last = mark.end
    return "".join([*pieces, styled(text[last:], style)])


def has_styles() -> bool:
    """Return whether terminals of this environment support escape sequences."""
    return os.environ.get("TERM") not in DUMB_TERMINALS


def has_colours(stream: TextIO) -> bool:
    """Return whether a stream may get colours: a terminal, unless ``NO_COLOR`` (no-color.org) or ``TERM`` forbid it."""
    return stream.isatty() and has_styles() and not os.environ.get("NO_COLOR")


def wrapped(text: str, width: int) -> list[str]:
    """Return a text as lines of at most `width` columns.

    Lines break between words; a word longer than a line is cut. A style continues in the next line.

    Args:
        text: may be styled; a line feed ends a line.
        width: columns of a line.
    """
    lines: list[str] = []
    for paragraph in _OVERLONG.sub(r"\1\n", text).split("\n"):
        lines += wrap(paragraph, width, break_on_hyphens=False, propagate_sgr=False) or [""]
    return list(propagate_sgr(lines))


def side_by_side(left: Iterable[str], right: Iterable[str], width: int) -> list[str]:
    """Return lines that join two texts, the right one starting at column `width`; left lines must be narrower."""
    return [ljust(one, width) + two for one, two in zip_longest(left, right, fillvalue="")]


def columns_of(text: str) -> int:
    """Return how many columns a text without escape sequences takes."""
    return max(0, wcswidth(text))


def padded(text: str, width: int) -> str:
    """Return a text with spaces at the end up to a width in columns."""
    return str(ljust(text, width))


# Columns assumed for a narrower terminal, for a terminal that does not report its width, and for a pipe.
MIN_WIDTH, DEFAULT_WIDTH, PIPE_WIDTH = 20, 80, 120


def width_of(stream: TextIO) -> int:
    """Return the width of a stream's lines in columns; ``COLUMNS`` overrides it."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal():
        return max(MIN_WIDTH, int(columns))
    if not stream.isatty():
        return PIPE_WIDTH
    try:
        return max(MIN_WIDTH, os.get_terminal_size(stream.fileno()).columns or DEFAULT_WIDTH)
    except OSError:
        return DEFAULT_WIDTH
