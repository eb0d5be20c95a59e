"""The lines of a text, and what their first and last characters show."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from bisearch.notation.scripts import HYPHENS

if TYPE_CHECKING:
    from bisearch.segmentation.sentence_end_words import SentenceEndWords

# Only this many characters of a line's last word are examined.
LAST_WORD_LENGTH = 16

_FIRST_WORD = re.compile(r"\S+")
_CLOSING = "\"'»”’)]*"
_SENTENCE_ENDS = (".", "!", "?", "…", ":", ";")
_LAST = frozenset((*_CLOSING, *_SENTENCE_ENDS))
_NUMBERED_ITEM = re.compile(r"(?:\d{1,2}\.|\(?(?:\d{1,2}|[^\W\d_])\)|[•●*§])\s")
_LIST_ITEM = re.compile(rf"{_NUMBERED_ITEM.pattern}|[–—-]\s")
# Cells of a table are separated by one of these, or by a wide gap.
CELL_SEPARATORS = ("\t", " | ")
WIDE_GAP = " " * 4
_WIDE_GAP = re.compile(rf"(?<=\S){WIDE_GAP}+(?=\S)")


class Line(NamedTuple):
    """A line without surrounding whitespace, and its place on the page.

    Attributes:
        start: offset of the first character.
        end: offset after the last character.
        length: number of characters.
        right: the column after the last character; its indent is the difference to its length.
        empty: number of empty lines before it.
        is_page_start: whether a form feed precedes it.
        is_lower: whether it begins in lower case and is not a list item, "а) ...".
        is_cut: whether it ends within a word: "Вашинг-".
    """

    start: int
    end: int
    length: int
    right: int
    empty: int
    is_page_start: bool
    is_lower: bool
    is_cut: bool

    @property
    def indent(self) -> int:
        """The number of whitespace characters before it."""
        return self.right - self.length


def lines_of(text: str) -> list[Line]:
    """Return the lines of a text that are not empty."""
    found: list[Line] = []
    offset = newlines = 0
    is_page_start = False
    # A form feed ends a page, and so a line.
    has_pages = "\f" in text
    for piece in re.split(r"(?<=\f)|\n", text) if has_pages else text.split("\n"):
        stripped = piece.strip()
        if stripped:
            start = offset + len(piece) - len(piece.lstrip())
            length = len(stripped)
            is_lower = stripped[0].islower() and not _LIST_ITEM.match(stripped)
            is_cut = stripped[-1] in HYPHENS and length > 1 and stripped[-2].isalnum()
            empty = newlines - 1 if newlines > 1 else 0
            right = start - offset + length
            found.append(Line(start, start + length, length, right, empty, is_page_start, is_lower, is_cut))
            newlines, is_page_start = 0, False
        offset += len(piece)
        if has_pages and piece.endswith("\f"):
            is_page_start = bool(found)
        else:
            newlines += 1
            offset += 1
    return found


def first_word_length(text: str, line: Line) -> int:
    """Return the length of a line's first word, in characters."""
    word = _FIRST_WORD.match(text, line.start, line.end)
    return word.end() - line.start if word else 0


def is_list_item(text: str, line: Line) -> bool:
    """Return whether a line begins with a dash, a bullet, or the number of a list item."""
    return _LIST_ITEM.match(text, line.start) is not None


def is_numbered_item(text: str, line: Line) -> bool:
    """Return whether a line begins with a bullet or the number of a list item."""
    return _NUMBERED_ITEM.match(text, line.start) is not None


def may_have_tables(text: str) -> bool:
    """Return whether some line of a text has what separates the cells of a table."""
    return any(each in text for each in CELL_SEPARATORS) or (WIDE_GAP in text and _WIDE_GAP.search(text) is not None)


def are_table_rows(text: str, line: Line, after: Line) -> bool:
    """Return whether two lines are rows of a table: both have tabs or bars, or second cells in the same column."""
    for separator in CELL_SEPARATORS:
        if text.find(separator, line.start, line.end) >= 0 and text.find(separator, after.start, after.end) >= 0:
            return True
    column = _second_cell(text, line)
    return column is not None and column == _second_cell(text, after)


def _second_cell(text: str, line: Line) -> int | None:
    """Return the column of the first word after a wide gap; None without such a gap."""
    gap = text.find(WIDE_GAP, line.start, line.end)
    if gap < 0:
        return None
    word = _FIRST_WORD.search(text, gap, line.end)
    return None if word is None else word.start() - line.start + line.indent


def has_ended(text: str, line: Line, words: SentenceEndWords) -> bool:
    """Return whether a line ends with a sentence end, and not with an abbreviation such as "тов."."""
    if text[line.end - 1] not in _LAST:
        return False
    last = text[max(line.start, line.end - LAST_WORD_LENGTH) : line.end].rsplit(maxsplit=1)[-1].rstrip(_CLOSING)
    return last.endswith(_SENTENCE_ENDS) and words.before_names.isdisjoint({last[:-1], last[:-1].lower()})


def is_left_open(text: str, line: Line, words: SentenceEndWords) -> bool:
    """Return whether a line ends with a short function word, which cannot end a sentence: "встречи с", "head of"."""
    word = text[max(line.start, line.end - 4) : line.end].rsplit(maxsplit=1)[-1]
    return len(word) <= 3 and word in words.openers
