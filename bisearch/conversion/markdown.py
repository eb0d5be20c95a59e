"""Writing paragraphs, headings and tables as the Markdown that `bisearch.sources` reads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORD = re.compile(r"[^\W_]")
_SPECIAL = re.compile(r"[\\*_]|^[ \t]*(?=#{1,6}[ \t])|(?<=\])(?=\()", re.MULTILINE)
_SPACES = re.compile(r"[ \t\r\f\v]*\n[ \t\r\f\v]*")


def escape(text: str) -> str:
    """Return text in which no character has a meaning in Markdown."""
    return _SPECIAL.sub(_escaped, text) if _WORD.search(text) else text


def _escaped(match: re.Match[str]) -> str:
    return f"{match.group()}\\" if not match.group().strip() else f"\\{match.group()}"


class MarkdownWriter:
    """Collects the paragraphs of a text.

    Args:
        is_plain: whether to write plain text instead.
    """

    def __init__(self, *, is_plain: bool = False) -> None:
        self._blocks: list[str] = []
        self._is_plain = is_plain

    def paragraph(self, text: str, *, is_heading: bool = False) -> None:
        """Add a paragraph.

        Args:
            text: plain text; a line feed is a line break. Blank lines separate paragraphs.
            is_heading: whether the form marks it as a heading. Only one line can be a heading.
        """
        for part in re.split(r"\n\s*\n", text):
            if stripped := _SPACES.sub("\n", part).strip(" \t\n\r\f\v"):
                mark = "# " if is_heading and not self._is_plain and "\n" not in stripped else ""
                self._blocks.append(mark + self._escape(stripped))

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        """Add a table; each row becomes a line with tabs between the cells.

        Args:
            rows: the plain texts of the cells. If a cell of a row has several lines, the cells of that row become
                paragraphs, one after the other.
        """
        lines: list[str] = []
        for row in rows:
            cells = [cell.strip() for cell in row]
            if any("\n" in cell for cell in cells):
                self._add_lines(lines)
                lines = []
                for cell in cells:
                    self.paragraph(cell)
            elif any(cells):
                lines.append("\t".join(self._escape(cell.replace("\t", " ")) for cell in cells))
        self._add_lines(lines)

    def _escape(self, text: str) -> str:
        return text if self._is_plain else escape(text)

    def _add_lines(self, lines: Sequence[str]) -> None:
        if lines:
            self._blocks.append("\n".join(lines))

    def text(self) -> str:
        """Return the whole text."""
        return "\n\n".join(self._blocks)
