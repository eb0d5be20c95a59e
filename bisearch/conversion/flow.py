"""Walking through marked-up running text: paragraphs, headings, tables and notes become Markdown.

A note becomes a paragraph after the paragraph, or the table, that refers to it: ``[1] Text of the note``. So it never
divides a sentence. The reference in the text becomes ``[1]``. A text box follows the paragraph that it is anchored in.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING, ClassVar

from bisearch.conversion.converted import LeftOut
from bisearch.conversion.markdown import MarkdownWriter
from bisearch.conversion.xml_trees import local_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    from bisearch.conversion.converted import Reason

_SPACE = re.compile(r"[ \t\n\r\f]+")
_BRACKETED = re.compile(r"[\[(].*[\])]", re.DOTALL)


class Role(Enum):
    """What an element does to the running text."""

    INLINE = auto()
    BLOCK = auto()
    HEADING = auto()
    BOLD = auto()
    BREAK = auto()
    TAB = auto()
    RAISED = auto()
    TABLE = auto()
    ROW = auto()
    CELL = auto()
    NOTE = auto()
    ASIDE = auto()
    PREFORMATTED = auto()
    IGNORED = auto()


_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SIGNS = {Role.BREAK: "\n", Role.TAB: "\t"}
_IN_PIECES = {"deletion", "hidden text"}
_BLOCKS = {Role.BLOCK, Role.HEADING, Role.PREFORMATTED, Role.ROW, Role.CELL}


@dataclass(slots=True)
class _Stretch:
    """Running text that is being collected.

    Attributes:
        writer: its finished paragraphs.
        parts: the pieces of its current paragraph.
        bold: number of bold elements around the current place.
        preformatted: number of elements around the current place that keep their whitespace.
        raised: number of elements around the current place that raise their text.
        prefix: the number of a list item, which precedes its first word.
        has_regular_words: whether the current paragraph has a word that is not bold.
    """

    writer: MarkdownWriter
    parts: list[str] = field(default_factory=list)
    bold: int = 0
    preformatted: int = 0
    raised: int = 0
    prefix: str = ""
    has_regular_words: bool = False


class Flow(ABC):
    """Converts the elements of one document. A form's subclass gives each element its role.

    Attributes:
        text_names: local names of the elements that hold text, all of it significant; None if every element may hold
            text, in which whitespace separates words only.
        keeps_lines: whether line feeds end lines, although other whitespace only separates words.
        left_out: text that is not part of the running text, so far.
    """

    text_names: ClassVar[frozenset[str] | None] = None
    keeps_lines: ClassVar[bool] = False

    def __init__(self) -> None:
        self.left_out: list[LeftOut] = []
        self._stretch = _Stretch(MarkdownWriter())
        self._asides: list[str] = []
        self._holds_asides = False
        self._is_leaving_out = False
        self._unshown: tuple[Reason, list[Element]] | None = None
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

    def is_bold(self, element: Element) -> bool:
        """Return whether all text of a block is bold by its style."""
        del element
        return False

    def sign(self, element: Element) -> str | None:
        """Return the character that an element without text is; None if it is none."""
        return _SIGNS.get(self.role(element))

    def note(self, element: Element) -> tuple[str, list[Element]]:
        """Return the mark of a note and the elements with its text; by default the note's number and itself."""
        self._note_count += 1
        return str(self._note_count), [element]

    def text(self) -> str:
        """End the current paragraph and return the whole text as Markdown."""
        self.end_paragraph()
        return self._stretch.writer.text()

    def add(self, text: str) -> None:
        """Add text to the current paragraph."""
        if not self._stretch.preformatted and self.text_names is None:
            text = _SPACE.sub(_line_end_or_space if self.keeps_lines else " ", text)
            if text.startswith(" ") and self._stretch.parts and self._stretch.parts[-1].endswith((" ", "\n")):
                text = text[1:]
        if text.strip():
            self._end_unshown()
        stretch = self._stretch
        if stretch.prefix and text.strip():
            stretch.parts.append(stretch.prefix)
            stretch.prefix, text = "", text.lstrip()
        if text:
            stretch.parts.append(raised(text) if stretch.raised else text)
        if not self._stretch.bold and any(map(str.isalnum, text)):
            self._stretch.has_regular_words = True

    def walk(self, element: Element) -> None:
        """Convert an element without its tail."""
        reason = None if self._is_leaving_out else self.reason(element)
        role = self.role(element)
        if reason is not None:
            self.leave_out(reason, [element])
        elif (sign := self.sign(element)) is not None:
            self._stretch.parts.append(sign)
        elif role is Role.NOTE:
            self._add_note(element)
        elif role is Role.ASIDE:
            self._asides += filter(None, self.converted_apart([element]).split("\n"))
        elif role is Role.TABLE:
            self.end_paragraph()
            holds_asides, self._holds_asides = self._holds_asides, True
            rows = list(self._rows(element))
            self._holds_asides = holds_asides
            self._stretch.writer.table(rows)
            self._end_asides()
        elif role in _BLOCKS:
            self._block(element, role)
        elif role is not Role.IGNORED:
            self._stretch.bold += role is Role.BOLD
            self._stretch.raised += role is Role.RAISED
            self.children(element)
            self._stretch.bold -= role is Role.BOLD
            self._stretch.raised -= role is Role.RAISED

    def children(self, element: Element) -> None:
        """Convert what is in an element."""
        self.add(self._text(element))
        for child in element:
            if isinstance(child.tag, str):
                self.walk(child)
            self.add(self._tail(child))

    def end_paragraph(self, *, is_heading: bool = False) -> None:
        """End the current paragraph. A paragraph of one line that is all bold is a heading."""
        self._end_unshown()
        stretch = self._stretch
        text = "".join(stretch.parts)
        is_bold = not stretch.has_regular_words and any(map(str.isalnum, text))
        stretch.parts.clear()
        stretch.has_regular_words = False
        stretch.writer.paragraph(text, is_heading=is_heading or is_bold)
        self._end_asides()

    def leave_out(self, reason: Reason, elements: list[Element]) -> None:
        """Note that the text of some elements is left out. Pieces of one deletion that follow each other become one."""
        is_piece = reason in _IN_PIECES and self.role(elements[0]) not in _BLOCKS
        before = self._unshown
        if before is not None and before[0] == reason and is_piece:
            before[1].extend(elements)
            return
        self._end_unshown()
        self._unshown = (reason, list(elements))
        if not is_piece:
            self._end_unshown()

    def _end_unshown(self) -> None:
        """End a stretch of text that is left out."""
        if self._unshown is None or self._is_leaving_out:
            return
        (reason, elements), self._unshown = self._unshown, None
        self._is_leaving_out = True
        text = self.converted_apart(elements, are_inline=True)
        self._is_leaving_out = False
        if text:
            self.left_out.append(LeftOut(reason, text))

    def converted_apart(self, elements: list[Element], *, are_inline: bool = False) -> str:
        """Return the plain text of elements that are not part of the current paragraph, one line a paragraph.

        Args:
            elements: the elements.
            are_inline: whether they are pieces of one paragraph, unless they hold paragraphs themselves.
        """
        stretch, self._stretch = self._stretch, _Stretch(MarkdownWriter(is_plain=True))
        asides = self._asides
        if not self._holds_asides:
            self._asides = []
        for element in elements:
            self.children(element)
            if not are_inline:
                self.end_paragraph()
        self.end_paragraph()
        text = self._stretch.writer.text().replace("\n\n", "\n")
        self._stretch, self._asides = stretch, asides
        return text

    def _text(self, element: Element) -> str:
        return (element.text or "") if self.text_names is None or local_name(element) in self.text_names else ""

    def _tail(self, element: Element) -> str:
        return (element.tail or "") if self.text_names is None else ""

    def _block(self, element: Element, role: Role) -> None:
        self.end_paragraph()
        is_bold = self.is_bold(element)
        self._stretch.bold += is_bold
        self._stretch.prefix = self.prefix(element) or self._stretch.prefix
        self._stretch.preformatted += role is Role.PREFORMATTED
        self.children(element)
        self._stretch.bold -= is_bold
        self.end_paragraph(is_heading=role is Role.HEADING)
        self._stretch.preformatted -= role is Role.PREFORMATTED

    def _add_note(self, element: Element) -> None:
        mark, elements = self.note(element)
        held, self._holds_asides = self._holds_asides, False
        text = self.converted_apart(elements)
        self._holds_asides = held
        shown = mark if _BRACKETED.fullmatch(mark) or not mark else f"[{mark}]"
        self._stretch.parts.append(shown)
        if text:
            self._asides.append(f"{shown} {_without_own_mark(text, mark)}".strip())

    def _end_asides(self) -> None:
        if not self._holds_asides:
            asides, self._asides = self._asides, []
            for aside in asides:
                self._stretch.writer.paragraph(aside)

    def _rows(self, table: Element) -> Iterator[list[str]]:
        """Yield the rows of a table as the plain texts of their cells; text outside cells is a row of its own."""
        yield [self._text(table)]
        for child in table:
            role = self.role(child) if isinstance(child.tag, str) else Role.IGNORED
            if role is not Role.IGNORED and (reason := self.reason(child)) is not None and not self._is_leaving_out:
                self.leave_out(reason, [child])
            elif role is Role.ROW:
                yield list(self._cells(child))
            elif role in _BLOCKS:
                yield [self.converted_apart([child])]
            elif role is not Role.IGNORED:
                yield from self._rows(child)
            yield [self._tail(child)]

    def _cells(self, row: Element) -> Iterator[str]:
        """Yield the plain texts of the cells of a row."""
        if stray := self._text(row).strip():
            yield stray
        for child in row:
            role = self.role(child) if isinstance(child.tag, str) else Role.IGNORED
            if role is Role.INLINE and any(self.role(each) is Role.CELL for each in child.iterdescendants("{*}*")):
                yield from self._cells(child)
            elif role is not Role.IGNORED:
                yield self.converted_apart([child])
            if stray := self._tail(child).strip():
                yield stray


def raised(text: str) -> str:
    """Return raised text: digits as superscript digits, anything else unchanged."""
    return text.translate(_SUPERSCRIPTS) if text.strip().isdecimal() else text


def _without_own_mark(note: str, mark: str) -> str:
    """Return the text of a note without the mark that it may begin with."""
    core = mark.strip("[]() ")
    own = re.match(rf"[\[(]?{re.escape(core)}[\])]?(?!\w)[.:]?\s*", note) if core else None
    return note[own.end() :] if own and own.end() < len(note) else note


def _line_end_or_space(match: re.Match[str]) -> str:
    return "\n" if "\n" in match.group() else " "
