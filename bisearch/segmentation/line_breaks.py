"""Line breaks: which end a sentence whatever the punctuation, and which only wrap running text.

The layout of the text decides (`layout`). Stamps, page numbers and translators' notes are on lines of their own,
between and within unrelated paragraphs; at a page end, they interrupt sentences (`page_furniture`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bisearch.segmentation.layout import MIN_WRAPPED_LENGTH, SPREAD, layout_of, local_layout
from bisearch.segmentation.lines import (
    are_table_rows,
    has_ended,
    is_left_open,
    is_list_item,
    is_numbered_item,
    lines_of,
    may_have_tables,
)
from bisearch.segmentation.page_furniture import MAX_FURNITURE_LINES, MAX_STRAY_LINES, PAGE_END_KINDS, PageFurniture
from bisearch.segmentation.shelfmark_stops import is_within_shelfmark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bisearch.segmentation.layout import Layout
    from bisearch.segmentation.lines import Line
    from bisearch.segmentation.sentence_end_words import SentenceEndWords

# A shorter line, in characters, may be a stamp, an address or a signature; typed lines have 60 to 80.
MIN_RUNNING_LENGTH = 48
# If fewer lines of a paragraph are at its left margin, the others have a hanging indent.
HANGING_SHARE = 0.4
# Verse has at least this many lines, all shorter than running lines.
MIN_VERSE_LINES = 4
# A line indented by this many more characters than the one before opens a paragraph.
MIN_INDENT = 3


class UnbrokenSpan(NamedTuple):
    """A span of text between deliberate line breaks.

    Attributes:
        start: offset of its first character.
        end: offset after its last character.
        furniture: spans of page furniture within it, which interrupt a sentence.
    """

    start: int
    end: int
    furniture: tuple[tuple[int, int], ...]


def unbroken_spans(text: str, words: SentenceEndWords) -> Iterator[UnbrokenSpan]:
    """Yield the spans between the deliberate line breaks of a text, which no sentence crosses.

    Args:
        text: the whole text.
        words: the words of the text's language.
    """
    reader = _LineReader(text, words)
    lines = reader.lines
    begin, k = 0, 0
    furniture: list[tuple[int, int]] = []
    while k < len(lines):
        after = reader.next_line(k)
        if after is None:
            yield UnbrokenSpan(lines[begin].start, lines[k].end, tuple(furniture))
            furniture = []
            begin = k = k + 1
            continue
        furniture += reader.furniture_between(k, after)
        k = after


class _LineReader:
    """Reads the lines of a text and decides where a sentence continues.

    Args:
        text: the whole text.
        words: the words of its language.
    """

    def __init__(self, text: str, words: SentenceEndWords) -> None:
        self.lines = lines_of(text)
        self._text = text
        self._words = words
        self._layout = layout_of(text, self.lines)
        self._local = self._layout
        self._indent = 0  # where an unindented line of the same paragraph begins
        self._is_verse = False  # whether they are short and begin with capital letters
        self._local_end = 0  # the first line that `_local` does not describe
        self._furniture = PageFurniture(text, self.lines, self._layout.spacing)
        self._has_tables = may_have_tables(text)
        self._is_continuation = False  # whether the line before runs into the current one

    def next_line(self, k: int) -> int | None:
        """Return the line on which the text of line `k` continues; None if the break after it is deliberate.

        Lines must be read in order.
        """
        if k + 1 == len(self.lines):
            return None
        layout = self._layout_at(k)
        after = self.lines[k + 1]
        ended = has_ended(self._text, self.lines[k], self._words)
        is_together = after.empty <= layout.spacing and not after.is_page_start
        found = None
        if not ended and not (is_together and after.length >= MIN_RUNNING_LENGTH and self._text[after.start].isalpha()):
            found = self._after_furniture(k, layout)
        if found is None and is_together:
            does_continue = self._continues(k, layout, ended=ended)
            found = k + 1 if does_continue or is_within_shelfmark(self._text, self.lines[k].end) else None
        self._is_continuation = found is not None and (layout.has_remainders or not ended)
        return found

    def furniture_between(self, k: int, after: int) -> Iterator[tuple[int, int]]:
        """Yield the spans of the furniture between two lines, with the line ends before it."""
        j = k + 1
        while j < after:
            furniture, end = self._furniture.kind_at(j)
            if furniture is not None:
                yield self.lines[j - 1].end, self.lines[end].start
            j = end

    def _layout_at(self, k: int) -> Layout:
        """Return the layout of the paragraph of line `k`."""
        if k >= self._local_end:
            end = k + 1
            while end < len(self.lines) and self.lines[end].empty <= self._layout.spacing:
                end += 1
            self._local_end = end
            self._local, self._indent, self._is_verse = self._layout, self.lines[k].indent, False
            if end == k + 1:
                return self._local
            block = self.lines[k:end]
            self._local = local_layout(block, self._layout)
            if any(line.indent != self._indent for line in block):
                self._indent = sorted(line.indent for line in block)[int(HANGING_SHARE * len(block))]
            self._is_verse = len(block) >= MIN_VERSE_LINES and not any(
                line.length >= MIN_RUNNING_LENGTH or line.is_lower or line.is_cut for line in block
            )
        return self._local

    def _after_furniture(self, k: int, layout: Layout) -> int | None:
        """Return the line on which the unfinished sentence of line `k` continues after a page end or stray lines.

        None if the sentence does not, or if the next line is in the same paragraph.
        """
        line = self.lines[k]
        text, lines = self._text, self.lines
        measure = layout.measure
        shortest = MIN_RUNNING_LENGTH if measure is None else min(MIN_RUNNING_LENGTH, round(measure * (1 - 2 * SPREAD)))
        if line.length < shortest and not (layout.has_remainders and self._is_continuation):
            return None
        last = text[line.end - 1]
        is_open = last.islower() or last == "," or line.is_cut
        strays, is_page_end, is_apart = 0, False, False
        j = k + 1
        while j < min(k + 2 + MAX_FURNITURE_LINES, len(lines)):
            after = lines[j]
            is_apart |= after.empty > layout.spacing or after.is_page_start
            furniture, end = self._furniture.kind_at(j)
            is_page_end |= after.is_page_start or furniture in PAGE_END_KINDS
            if furniture is None:
                if after.is_lower:
                    return j if (is_apart and (is_open or is_page_end)) or (not is_apart and j > k + 1) else None
                is_resumed = (is_page_end and not strays) if is_apart else j > k + 1
                is_running = after.length >= shortest or has_ended(text, after, self._words)
                if is_resumed and is_running and layout.is_full(text, line, after):
                    return j
                strays += 1
                if strays > MAX_STRAY_LINES or not self._is_stray(after, shortest):
                    return None
            j = end
        return None

    def _is_stray(self, line: Line, shortest: int) -> bool:
        """Return whether a line is so short that it may be a stamp or a head, and does not end a sentence."""
        if line.length >= min(shortest, MIN_WRAPPED_LENGTH) or self._text[line.end - 1] == ",":
            return False
        return not (line.is_cut or has_ended(self._text, line, self._words))

    def _continues(self, k: int, layout: Layout, *, ended: bool) -> bool:
        """Return whether running text continues from line `k`, which may have ended with a stop, to the next."""
        text, words = self._text, self._words
        line, after = self.lines[k], self.lines[k + 1]
        lower = after.is_lower
        if self._is_verse or (self._has_tables and are_table_rows(text, line, after)):
            return False
        if line.is_cut and (lower or text[after.start].isdigit()):
            return True
        comma = text[line.end - 1] == ","
        if (ended and is_list_item(text, after)) or (comma and is_numbered_item(text, after)):
            return False
        if not ended and (comma or (lower and self._is_running(line, layout))):
            return True
        if after.indent - min(self._indent, line.indent) >= MIN_INDENT and not self._is_hanging(line, after):
            return False
        if layout.measure is None:
            return line.length >= MIN_WRAPPED_LENGTH and is_left_open(text, line, words)
        if layout.is_full(text, line, after, is_ragged=self._is_continuation):
            return True
        if layout.has_remainders and self._is_continuation:
            is_wide = after.right >= layout.measure / 2
            return after.is_lower if ended else is_wide or text[line.end - 1].islower()
        return not ended and (line.length >= MIN_WRAPPED_LENGTH and is_left_open(text, line, words))

    def _is_running(self, line: Line, layout: Layout) -> bool:
        """Return whether a line is long enough to continue in lower case on the next one."""
        if line.length >= MIN_WRAPPED_LENGTH:
            return True
        if layout.measure is None or not self._is_continuation:
            return False
        return layout.has_remainders or line.right >= layout.measure / 2

    def _is_hanging(self, line: Line, after: Line) -> bool:
        """Return whether an indented line does not open a paragraph: most lines are, or it continues a list item."""
        return after.indent - self._indent < MIN_INDENT or (
            after.indent > line.indent and is_list_item(self._text, line)
        )
