"""Line breaks: which end a sentence whatever the punctuation, and which only wrap running text.

Archival text comes in two forms. Typed and scanned pages wrap running text at some width, the measure; a line that ends
although the next word would have fit was broken on purpose. Transcriptions put each paragraph on one line; every break
is on purpose. In both, stamps, page numbers and translators' notes are on lines of their own, between and within
unrelated paragraphs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bisearch.segmentation.sentence_end_words import SentenceEndWords

# A shorter line, in characters, may be a stamp, an address or a signature; typed lines have 60 to 80.
MIN_RUNNING_LENGTH = 48
# A shorter line does not continue in lower case on the next one: "ОТЧЕТ / о зимовке".
MIN_WRAPPED_LENGTH = 32
# No typed or printed line is longer.
MAX_MEASURE = 130
# Wrapped lines differ by at most this share of their median length.
SPREAD = 0.15
# Wrapped text has at least this share of lines of one length, and this share of those continue in lower case.
MIN_EVEN_SHARE, MIN_RUNNING_SHARE = 0.6, 0.2
# Characters that typists may leave free at the right margin.
MARGIN = 8
# A line indented by this many more characters than the one before opens a paragraph.
MIN_INDENT = 3
# Only this many characters of a line's last word are examined.
LAST_WORD_LENGTH = 16
# The number of stray lines that may interrupt a sentence.
MAX_STRAY_LINES = 2

_LINE = re.compile(r"[^\S\n]*(\S(?:[^\n]*\S)?)")
_CLOSING = "\"'»”’)]*"
_SENTENCE_ENDS = (".", "!", "?", "…", ":", ";")
_NUMBERED_ITEM = re.compile(r"(?:\d{1,2}\.|\(?(?:\d{1,2}|[^\W\d_])\)|[•●*§])\s")
_LIST_ITEM = re.compile(rf"{_NUMBERED_ITEM.pattern}|[–—-]\s")
_PAGE_NUMBER = re.compile(r"[\W_]*\d{1,3}[\W_]*")
_HYPHENS = ("-", "\u00ad", "¬")


@dataclass(frozen=True, slots=True)
class Line:
    """A line's span without surrounding whitespace, and its indent in characters."""

    start: int
    end: int
    indent: int

    @property
    def length(self) -> int:
        """The length in characters."""
        return self.end - self.start


def lines_of(text: str, start: int, end: int) -> list[Line]:
    """Return the lines of a paragraph that are not empty."""
    found = _LINE.finditer(text, start, end)
    return [Line(*match.span(1), match.start(1) - match.start()) for match in found]


def measure_of(text: str, blocks: Sequence[Sequence[Line]]) -> int | None:
    """Return the width at which a text's lines are wrapped, in characters; None for text that is not wrapped.

    Args:
        text: the whole text.
        blocks: the lines of each paragraph.
    """
    pairs = [
        (line.length, _is_cut(text, line) or _is_lower(text, after))
        for lines in blocks
        for line, after in pairwise(lines)
        if MIN_WRAPPED_LENGTH <= line.length <= MAX_MEASURE
    ]
    if not pairs:
        return None
    middle = sorted(length for length, _ in pairs)[len(pairs) // 2]
    even = [(length, runs) for length, runs in pairs if abs(length - middle) <= SPREAD * middle]
    running = sum(runs for _, runs in even)
    if len(even) < 2 or len(even) < MIN_EVEN_SHARE * len(pairs) or running < MIN_RUNNING_SHARE * len(even):
        return None
    return max(length for length, _ in even)


def join_over_pages(text: str, blocks: Sequence[list[Line]], words: SentenceEndWords) -> list[list[Line]]:
    """Join paragraphs that only a page end separates: the sentence continues, perhaps after a page number.

    Args:
        text: the whole text.
        blocks: the lines of each paragraph.
        words: the words of the text's language.
    """
    joined: list[list[Line]] = []
    k = 0
    while k < len(blocks):
        lines = list(blocks[k])
        k += 1
        while count := _next_page(text, lines[-1], blocks[k : k + MAX_STRAY_LINES + 1], words):
            for block in blocks[k : k + count]:
                lines += block
            k += count
        joined.append(lines)
    return joined


def _next_page(text: str, line: Line, blocks: Sequence[list[Line]], words: SentenceEndWords) -> int:
    """Return how many of the following paragraphs continue the sentence of a line; 0 if it does not continue."""
    last = text[line.end - 1]
    if line.length < MIN_RUNNING_LENGTH or not (last.islower() or last == "," or _is_cut(text, line)):
        return 0
    for count, block in enumerate(blocks, 1):
        if _is_lower(text, block[0]):
            return count
        is_number = _PAGE_NUMBER.fullmatch(text, block[0].start, block[0].end) is not None
        is_stray = len(block) == 1 and block[0].length < MIN_WRAPPED_LENGTH
        if not is_number and (not is_stray or _has_ended(text, block[0], words)):
            return 0
    return 0


def unbroken_spans(
    text: str, lines: Sequence[Line], measure: int | None, words: SentenceEndWords
) -> Iterator[tuple[int, int]]:
    """Yield the spans between the deliberate line breaks of a paragraph, which no sentence crosses.

    Args:
        text: the whole text.
        lines: the lines of the paragraph.
        measure: the width at which lines are wrapped, in characters; None if they are not.
        words: the words of the text's language.
    """
    begin, k = lines[0].start, 0
    while k < len(lines) - 1:
        resumed = _resumed_line(text, lines, k, measure, words)
        if resumed is not None:
            k = resumed
            continue
        if not _continues(text, lines[k], lines[k + 1], measure, words):
            yield begin, lines[k].end
            begin = lines[k + 1].start
        k += 1
    yield begin, lines[-1].end


def _resumed_line(text: str, lines: Sequence[Line], k: int, measure: int | None, words: SentenceEndWords) -> int | None:
    """Return the line on which the sentence of line `k` continues after stray lines; None if no line interrupts it."""
    line = lines[k]
    shortest = MIN_RUNNING_LENGTH if measure is None else min(MIN_RUNNING_LENGTH, round(measure * (1 - 2 * SPREAD)))
    if line.length < shortest or _has_ended(text, line, words):
        return None
    for j in range(k + 1, min(k + 2 + MAX_STRAY_LINES, len(lines))):
        after = lines[j]
        is_number = _PAGE_NUMBER.fullmatch(text, after.start, after.end) is not None
        is_running = not is_number and (after.length >= shortest or _has_ended(text, after, words))
        if _is_lower(text, after) or (j > k + 1 and is_running and _is_full(text, line, after, measure)):
            return j if j > k + 1 else None
        if is_running:
            return None
    return None


def _continues(text: str, line: Line, after: Line, measure: int | None, words: SentenceEndWords) -> bool:
    """Return whether running text continues over a line break."""
    is_lower = _is_lower(text, after)
    if _is_cut(text, line) and (is_lower or text[after.start].isdigit()):
        return True
    has_ended, has_comma = _has_ended(text, line, words), _is_comma(text, line)
    if (has_ended and _LIST_ITEM.match(text, after.start)) or (has_comma and _NUMBERED_ITEM.match(text, after.start)):
        return False
    if not has_ended and (has_comma or (is_lower and line.length >= MIN_WRAPPED_LENGTH)):
        return True
    if after.indent - line.indent >= MIN_INDENT:
        return False
    if measure is None:
        return line.length >= MIN_WRAPPED_LENGTH and _is_left_open(text, line, words)
    return _is_full(text, line, after, measure)


def _is_full(text: str, line: Line, after: Line, measure: int | None) -> bool:
    """Return whether a line had no room for the first word of the next line."""
    word = text[after.start : after.end].split(maxsplit=1)[0]
    return measure is not None and line.length + 1 + len(word) + MARGIN > measure


def _is_cut(text: str, line: Line) -> bool:
    """Return whether a line ends within a word: "Вашинг-"."""
    return line.length > 1 and text[line.end - 1] in _HYPHENS and text[line.end - 2].isalnum()


def _is_lower(text: str, line: Line) -> bool:
    """Return whether a line begins in lower case and is not a list item, "а) ..."."""
    return text[line.start].islower() and not _LIST_ITEM.match(text, line.start)


def _is_comma(text: str, line: Line) -> bool:
    return text[line.end - 1] == ","


def _has_ended(text: str, line: Line, words: SentenceEndWords) -> bool:
    """Return whether a line ends with a sentence end, and not with an abbreviation such as "тов."."""
    last = text[max(line.start, line.end - LAST_WORD_LENGTH) : line.end].rsplit(maxsplit=1)[-1].rstrip(_CLOSING)
    return last.endswith(_SENTENCE_ENDS) and words.before_names.isdisjoint({last[:-1], last[:-1].lower()})


def _is_left_open(text: str, line: Line, words: SentenceEndWords) -> bool:
    """Return whether a line ends with a short function word, which cannot end a sentence: "встречи с", "head of"."""
    word = text[max(line.start, line.end - 4) : line.end].rsplit(maxsplit=1)[-1]
    return len(word) <= 3 and word in words.openers
