"""The blocks of a page: its paragraphs, headings and tables, as plain text with their places in the file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from bisearch.notation.scripts import count_letters
from bisearch.sources.excerpts import Excerpt, excerpt_of_lines, without_markup

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bisearch.sources.accounting import Account

URL = re.compile(r"https?://[^\s<>()\]]+")
_HEADING = re.compile(r"#{1,6}\s|\*\*[^*]+\*\*\s*$")
_RULE = re.compile(r"[ \t]*(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")


@dataclass(frozen=True)
class Block:
    """The lines between two blank lines.

    Attributes:
        excerpt: its plain text.
        lines: the span of each line in the file.
        is_heading: whether it is one line that Markdown marks as a heading, or that is all bold.
    """

    excerpt: Excerpt
    lines: tuple[tuple[int, int], ...]
    is_heading: bool = False

    @cached_property
    def _letters(self) -> tuple[int, int]:
        return count_letters(URL.sub("", self.text))

    @property
    def cyrillic(self) -> int:
        """The number of Cyrillic letters, without those of addresses."""
        return self._letters[0]

    @property
    def latin(self) -> int:
        """The number of other letters, without those of addresses."""
        return self._letters[1]

    @property
    def text(self) -> str:
        """The plain text."""
        return self.excerpt.text

    def cut(self, start: int, end: int | None = None) -> Block:
        """Return a part of the block, by offsets in its plain text."""
        return Block(self.excerpt.cut(start, end).strip(), self.lines)


def read_blocks(text: str, account: Account, start: int = 0) -> Iterator[Block]:
    """Yield the blocks of a page from an offset on; removed markup is noted in the account."""
    lines: list[tuple[int, int]] = []
    for line in _lines(text, start):
        is_rule = _RULE.match(text, *line) is not None
        if is_rule:
            account.pass_over(*line, "markup")
        if text[slice(*line)].strip() and not is_rule:
            lines.append(line)
        elif lines:
            yield _block(text, lines, account)
            lines = []
    if lines:
        yield _block(text, lines, account)


def _lines(text: str, start: int) -> Iterator[tuple[int, int]]:
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield start, end
        start = end + 1


def _block(text: str, lines: Sequence[tuple[int, int]], account: Account) -> Block:
    is_heading = len(lines) == 1 and _HEADING.match(text[slice(*lines[0])].strip()) is not None
    excerpt, removed = without_markup(excerpt_of_lines(text, lines))
    for span in removed:
        account.pass_over(*span, "markup")
    return Block(excerpt, tuple(lines), is_heading)
