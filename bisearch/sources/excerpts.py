"""Text cut from a file, with the place of every character in the file, and Markdown removed from it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bisearch.places import Piece

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# For each kind of markup, signs of which lines with that markup have one, and its pattern, of which the group `kept` is
# kept. Each pattern takes linear time: its repeated part cannot contain the start of another match.
_MARKUP = (
    (("#", "\\", " \n", "\t\n"), re.compile(r"^[ \t]*#{1,6}[ \t]+|(?<![ \t])[ \t]+$|\\$", re.MULTILINE)),
    (("](",), re.compile(r"!?\[(?P<kept>[^\[\]]*)\]\((?:(?:[^()]|\([^()]*\))*)\)")),
    (("<http",), re.compile(r"<(?P<kept>https?://[^<>\s]+)>")),
    (("*",), re.compile(r"(?<![\\*])(\*{1,3})(?=\S)(?P<kept>[^*\n]+?)(?<=\S)\1(?!\*)")),
    (("_",), re.compile(r"(?<![\\\w])(_{1,3})(?=\S)(?P<kept>[^_\n]+?)(?<=\S)\1(?!\w)")),
    (("\\",), re.compile(r"\\(?P<kept>[\\`*_{}\[\]()#+\-.!|<>~])")),
)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Text made of pieces of a file, in the file's order.

    Attributes:
        text: the pieces, joined.
        starts: offset of each piece in `text`, ascending from 0; empty for an empty text.
        places: offset of each piece in the file.
    """

    text: str
    starts: tuple[int, ...]
    places: tuple[int, ...]

    def spans(self) -> Iterator[tuple[int, int]]:
        """Yield the half-open span of each piece in the file."""
        for start, end, place in zip(self.starts, (*self.starts[1:], len(self.text)), self.places, strict=True):
            yield place, place + end - start

    def pieces(self, offset: int = 0) -> Iterator[Piece]:
        """Yield each piece, with its offset in a text that has the excerpt's text at `offset`."""
        for start, (place, end) in zip(self.starts, self.spans(), strict=True):
            yield Piece(offset + start, place, end - place)

    def cut(self, start: int, end: int | None = None) -> Excerpt:
        """Return a part of the excerpt, by offsets in its text."""
        end = len(self.text) if end is None else end
        if start >= end:
            return Excerpt("", (), ())
        first, last = bisect_right(self.starts, start) - 1, bisect_left(self.starts, end)
        starts = self.starts[first:last]
        places = tuple(place + max(0, start - at) for at, place in zip(starts, self.places[first:last], strict=True))
        return Excerpt(self.text[start:end], tuple(max(0, at - start) for at in starts), places)

    def strip(self) -> Excerpt:
        """Return the excerpt without whitespace around it."""
        start = len(self.text) - len(self.text.lstrip())
        return self if len(self.text.strip()) == len(self.text) else self.cut(start, len(self.text.rstrip()))

    def lines(self) -> Iterator[tuple[int, Excerpt]]:
        """Yield each line with its offset in the excerpt's text."""
        start = 0
        for line in self.text.split("\n"):
            yield start, self.cut(start, start + len(line))
            start += len(line) + 1

    def without(self, removed: Iterable[tuple[int, int]]) -> Excerpt:
        """Return the excerpt without some ranges of its text, which ascend and do not overlap."""
        kept, position = [], 0
        for start, end in removed:
            kept.append(self.cut(position, start))
            position = end
        return concatenate([*kept, self.cut(position)])


def concatenate(parts: Sequence[Excerpt]) -> Excerpt:
    """Return some excerpts as one, without anything between them."""
    starts: list[int] = []
    length = 0
    for part in parts:
        starts += (length + start for start in part.starts)
        length += len(part.text)
    places = tuple(place for part in parts for place in part.places)
    return Excerpt("".join(part.text for part in parts), tuple(starts), places)


def excerpt_of_lines(text: str, lines: Sequence[tuple[int, int]]) -> Excerpt:
    """Return lines of a file without the whitespace around each.

    Args:
        text: the file.
        lines: the span of each line; it ends before its line feed.
    """
    parts: list[str] = []
    starts: list[int] = []
    places: list[int] = []
    length = before = 0
    for number, (start, end) in enumerate(lines):
        line = text[start:end]
        stripped = line.strip()
        if number:
            starts.append(length)
            places.append(before)
            parts.append("\n")
            length += 1
        if stripped:
            starts.append(length)
            places.append(start + len(line) - len(line.lstrip()))
            parts.append(stripped)
            length += len(stripped)
        before = end
    return Excerpt("".join(parts), tuple(starts), tuple(places))


def without_markup(excerpt: Excerpt) -> tuple[Excerpt, list[tuple[int, int]]]:
    """Remove Markdown.

    Returns:
        The plain text, and the spans of the file that were removed.
    """
    removed: list[tuple[int, int]] = []
    for signs, pattern in _MARKUP:
        lines = f"{excerpt.text}\n"
        if not any(sign in lines for sign in signs):
            continue
        ranges: list[tuple[int, int]] = []
        for match in pattern.finditer(excerpt.text):
            kept = match.span("kept") if "kept" in pattern.groupindex else (match.end(), match.end())
            ranges += (each for each in ((match.start(), kept[0]), (kept[1], match.end())) if each[0] < each[1])
        for start, end in ranges:
            removed += excerpt.cut(start, end).spans()
        if ranges:
            excerpt = excerpt.without(ranges)
    stripped = excerpt.strip()
    return stripped, removed
