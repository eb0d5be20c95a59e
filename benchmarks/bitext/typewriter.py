"""Typesets texts as typewritten pages: ragged lines, hyphenated words, and stamps between the lines.

Gold texts have one paragraph per line; archives have pages. A page records where each of its characters comes from, so
that sentences found on the page can be compared with the gold's.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bisearch.model import Side

# Each page has one line width in characters; a line falls short of it by at most RAGGED, not counting the last word.
NARROWEST, WIDEST, RAGGED = 52, 78, 6
# Share of the words that do not fit the line that are hyphenated, and the least length in letters of such a word.
HYPHENATED, MIN_HYPHENATED = 0.3, 6
# Share of the line breaks within paragraphs that are followed by a stamp or a page number.
STAMPED = 0.04
STAMPS: dict[Side, tuple[str, ...]] = {
    "ru": ("- 2 -", "3.", "Сов. секретно", "Экз. № 2", "Верно: Смирнова", "1-сн"),
    "en": ("- 2 -", "3.", "Page 2", "Top Secret", "[illegible]", "[stamp: Secretariat]"),
}

_WORD = re.compile(r"\S+")


@dataclass(slots=True)
class Page:
    """A typewritten text.

    Attributes:
        pieces: the text in pieces.
        origins: offset in the original of each character; None for characters that the page added.
    """

    pieces: list[str] = field(default_factory=list)
    origins: list[int | None] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The page's full text."""
        return "".join(self.pieces)

    def add(self, piece: str, origin: int | None = None) -> None:
        """Append a piece that starts at `origin` in the original; None for text that is not in the original."""
        self.pieces.append(piece)
        self.origins += [None] * len(piece) if origin is None else range(origin, origin + len(piece))

    def original_spans(self, spans: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
        """Map spans of the page to spans of the original; spans with no original character are left out."""
        found = set()
        for start, end in spans:
            origins = [origin for origin in self.origins[start:end] if origin is not None]
            if origins:
                found.add((origins[0], origins[-1] + 1))
        return found


def typed(text: str, side: Side, seed: int) -> Page:
    """Typeset a text as a typewritten page.

    Args:
        text: the text, one paragraph per line.
        side: its language, which determines the stamps.
        seed: random seed; the same seed gives the same page.
    """
    draw = random.Random(seed)
    measure = draw.randint(NARROWEST, WIDEST)
    page = Page()
    at = 0
    for line in text.split("\n"):
        if at:
            page.add("\n")
        _type_line(page, line, at, side, measure, draw)
        at += len(line) + 1
    return page


def _type_line(page: Page, line: str, at: int, side: Side, measure: int, draw: random.Random) -> None:  # noqa: PLR0913, PLR0917
    column, room = 0, measure - draw.randint(0, RAGGED)
    for match in _WORD.finditer(line):
        word, origin = match.group(), at + match.start()
        if column and column + 1 + len(word) > room:
            half = len(word) // 2
            is_long = word.isalpha() and len(word) >= MIN_HYPHENATED and column + 2 + half <= room
            if is_long and draw.random() < HYPHENATED:
                page.add(" ")
                page.add(word[:half], origin)
                page.add("-")
                word, origin = word[half:], origin + half
            page.add("\n")
            if draw.random() < STAMPED:
                page.add(draw.choice(STAMPS[side]) + "\n")
            column, room = 0, measure - draw.randint(0, RAGGED)
        elif column:
            page.add(" ")
            column += 1
        page.add(word, origin)
        column += len(word)
