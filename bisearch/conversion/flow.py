"""Walking through marked-up running text: paragraphs, headings, tables and notes become Markdown.

A note becomes a paragraph after the paragraph, or the table, that refers to it: ``[1] Text of the note``. So it never
divides a sentence. The reference in the text becomes ``[1]``.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from enum import Enum, auto
from typing import TYPE_CHECKING

from bisearch.conversion.converted import LeftOut
from bisearch.conversion.markdown import MarkdownWriter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    from bisearch.conversion.converted import Reason

_SPACE = re.compile(r"[ \t\n\r\f]+")
_DOUBLE_SPACE = re.compile(r" {2,}")
_BRACKETED = re.compile(r"[\[(].*[\])]", re.DOTALL)


class Role(Enum):
    """What an element does to the running text."""

    INLINE = auto()
    BLOCK = auto()
    HEADING = auto()
    BOLD = auto()
    BREAK = auto()
    TAB = auto()
    TABLE = auto()
    ROW = auto()
    CELL = auto()
    NOTE = auto()
    PREFORMATTED = auto()
    IGNORED = auto()


_SIGNS = {Role.BREAK: "\n", Role.TAB: "\t"}
_BLOCKS = {Role.BLOCK, Role.HEADING, Role.PREFORMATTED, Role.ROW, Role.CELL}


class Flow(ABC):
    """Converts the elements of one document. A form's subclass gives each element its role."""

    def __init__(self) -> None:
        self.writer = MarkdownWriter()
        self.left_out: list[LeftOut] = []
        self._parts: list[str] = []
        self._notes: list[str] = []
        self._bold = 0
        self._preformatted = 0
        self._regular_letters = 0
        self._note_count = 0

    @abstractmethod
    def role(self, element: Element) -> Role:
        """Return the role of an element."""

    def reason(self, element: Element) -> Reason | None:
        """Return the reason for which an element is left out; None if it is not."""
        del element
        return None

    def prefix(self, element: Element) -> str:
        """Return what the form shows before an element, such as the number of a list item."""
        del element
        return ""

    def note(self, element: Element) -> tuple[str, list[Element]]:
        """Return the mark of a note and the elements with its text; by default the note's number and itself."""
        self._note_count += 1
        return str(self._note_count), [element]

    def add(self, text: str) -> None:
        """Add text to the current paragraph."""
        if not self._preformatted:
            text = _SPACE.sub(" ", text)
        self._parts.append(text)
        if not self._bold and any(map(str.isalnum, text)):
            self._regular_letters += 1

    def walk(self, element: Element) -> None:
        """Convert an element without its tail."""
        reason = self.reason(element)
        if reason is not None:
            self.leave_out(reason, element)
            return
        role = self.role(element)
        if role in _SIGNS:
            self._parts.append(_SIGNS[role])
        elif role is Role.NOTE:
            self._add_note(element)
        elif role is Role.TABLE:
            self.end_paragraph()
            self.writer.table([[self.converted_apart([cell]) for cell in row] for row in self._rows(element)])
            self._end_notes()
        elif role in _BLOCKS:
            self.end_paragraph()
            self.add(self.prefix(element))
            self._preformatted += role is Role.PREFORMATTED
            self.children(element)
            self.end_paragraph(is_heading=role is Role.HEADING)
            self._preformatted -= role is Role.PREFORMATTED
        elif role is not Role.IGNORED:
            self._bold += role is Role.BOLD
            self.children(element)
            self._bold -= role is Role.BOLD

    def children(self, element: Element) -> None:
        """Convert what is in an element."""
        self.add(element.text or "")
        for child in element:
            if isinstance(child.tag, str):
                self.walk(child)
            self.add(child.tail or "")

    def end_paragraph(self, *, is_heading: bool = False) -> None:
        """End the current paragraph. A paragraph of one line that is all bold is a heading."""
        text = "".join(self._parts)
        if not self._preformatted:
            text = _DOUBLE_SPACE.sub(" ", text)
        is_bold = not self._regular_letters and any(map(str.isalnum, text))
        self._parts.clear()
        self._regular_letters = 0
        self.writer.paragraph(text, is_heading=is_heading or is_bold)
        self._end_notes()

    def leave_out(self, reason: Reason, element: Element) -> None:
        """Note that the text of an element is left out."""
        text = _SPACE.sub(" ", " ".join(map(str, element.itertext()))).strip()
        if text:
            self.left_out.append(LeftOut(reason, text))

    def converted_apart(self, elements: list[Element]) -> str:
        """Return the plain text of elements that are not part of the current paragraph, one line a paragraph."""
        saved = self.writer, self._parts, self._bold, self._regular_letters, self._preformatted
        self.writer, self._parts, self._bold, self._regular_letters, self._preformatted = (
            MarkdownWriter(is_plain=True), [], 0, 0, 0,
        )  # fmt: skip
        notes, self._notes = self._notes, []
        for element in elements:
            self.children(element)
            self.end_paragraph()
        text = self.writer.text().replace("\n\n", "\n")
        self._notes = notes
        self.writer, self._parts, self._bold, self._regular_letters, self._preformatted = saved
        return text

    def _add_note(self, element: Element) -> None:
        mark, elements = self.note(element)
        text = self.converted_apart(elements)
        shown = mark if _BRACKETED.fullmatch(mark) else f"[{mark}]"
        self._parts.append(shown)
        if text:
            own = next((each for each in (shown, f"{mark}.", mark) if mark and text.startswith(each)), "")
            self._notes.append(f"{shown} {text[len(own) :].lstrip()}")

    def _end_notes(self) -> None:
        notes, self._notes = self._notes, []
        for note in notes:
            self.writer.paragraph(note)

    def _rows(self, table: Element) -> Iterator[list[Element]]:
        """Yield the cells of each row of a table, without those of tables in it."""
        waiting = list(reversed(table))
        while waiting:
            element = waiting.pop()
            if not isinstance(element.tag, str):
                continue
            role = self.role(element)
            if role is Role.ROW:
                yield [cell for cell in element if isinstance(cell.tag, str) and self.role(cell) is Role.CELL]
            elif role is Role.CELL or role in {Role.BLOCK, Role.HEADING}:
                yield [element]
            elif role is not Role.TABLE:
                waiting.extend(reversed(element))
