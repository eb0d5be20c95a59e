"""Sets texts as typed pages have them: wrapped with a ragged margin, hyphenated, with stamps between the lines.

The gold holds paragraphs on a line each; archives hold pages. What is typed keeps, for each of its characters, where it
comes from, so that sentences found on the page can be compared with the gold's.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bisearch.model import Side

# Typed pages have one measure each, in characters; lines stay short of it by at most RAGGED.
NARROWEST, WIDEST, RAGGED = 52, 78, 6
# Of the words that do not fit, this share is hyphenated, if so long.
HYPHENATED, SHORTEST = 0.3, 6
# This share of line breaks within paragraphs has a stamp or a page number between.
STAMPED = 0.04
STAMPS: dict[Side, tuple[str, ...]] = {
    "ru": ("- 2 -", "3.", "Сов. секретно", "Экз. № 2", "Верно: Смирнова", "1-сн"),
    "en": ("- 2 -", "3.", "Page 2", "Top Secret", "[illegible]", "[stamp: Secretariat]"),
}

_WORD = re.compile(r"\S+")


@dataclass(slots=True)
class Page:
    """A text as typed: its pieces, and where each character comes from in the original, None where from nowhere."""

    pieces: list[str] = field(default_factory=list)
    origins: list[int | None] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The whole page."""
        return "".join(self.pieces)

    def add(self, piece: str, origin: int | None = None) -> None:
        """Type a piece that begins at `origin` in the original."""
        self.pieces.append(piece)
        self.origins += [None] * len(piece) if origin is None else range(origin, origin + len(piece))

    def places(self, spans: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
        """Return spans of the page as spans of the original; what is from nowhere is left out."""
        found = set()
        for start, end in spans:
            origins = [origin for origin in self.origins[start:end] if origin is not None]
            if origins:
                found.add((origins[0], origins[-1] + 1))
        return found


def typed(text: str, side: Side, seed: int) -> Page:
    """Set a text as a typed page.

    Args:
        text: paragraphs on a line each.
        side: its language, which decides the stamps.
        seed: of the page's accidents; the same gives the same page.
    """
    accidents = random.Random(seed)
    measure = accidents.randint(NARROWEST, WIDEST)
    page = Page()
    at = 0
    for line in text.split("\n"):
        if at:
            page.add("\n")
        _type_line(page, line, at, side, measure, accidents)
        at += len(line) + 1
    return page


def _type_line(page: Page, line: str, at: int, side: Side, measure: int, accidents: random.Random) -> None:  # noqa: PLR0913, PLR0917
    column, room = 0, measure - accidents.randint(0, RAGGED)
    for match in _WORD.finditer(line):
        word, origin = match.group(), at + match.start()
        if column and column + 1 + len(word) > room:
            half = len(word) // 2
            is_long = word.isalpha() and len(word) >= SHORTEST and column + 2 + half <= room
            if is_long and accidents.random() < HYPHENATED:
                page.add(" ")
                page.add(word[:half], origin)
                page.add("-")
                word, origin = word[half:], origin + half
            page.add("\n")
            if accidents.random() < STAMPED:
                page.add(accidents.choice(STAMPS[side]) + "\n")
            column, room = 0, measure - accidents.randint(0, RAGGED)
        elif column:
            page.add(" ")
            column += 1
        page.add(word, origin)
        column += len(word)
