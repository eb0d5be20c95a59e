"""Which line breaks end a sentence whatever the punctuation, and which only wrap running text.

Archival text comes in two forms. Typed and scanned pages wrap running text at some width, the measure; there a line
that breaks though the next word would have fit was broken on purpose. Transcriptions put a paragraph on a line; there
every break is on purpose. In both, stamps, page numbers and the translator's notes stand on lines of their own, between
and within the paragraphs they have nothing to do with.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bisearch.segmentation.abbreviations import Vocabulary

# A line shorter than this, in characters, may be a stamp, an address or a signature; typed lines run to 60-80.
ITEM_LENGTH = 48
# A shorter line does not go on in lower case on the next: "ОТЧЕТ / о зимовке".
WRAPPED_LENGTH = 32
# No typed or printed line is longer.
LONGEST_MEASURE = 130
# Wrapped lines differ by at most this share of their median length.
SPREAD = 0.15
# This share of a text's longer lines must be of one length, and that share of them run on in lower case.
EVEN_SHARE, RUNNING_SHARE = 0.6, 0.2
# So many characters typists leave free at the right margin.
RAGGED = 8
# A line that begins so much farther right than the one before opens a paragraph.
INDENT = 3
# Of a line's last word only so many characters are looked at.
LAST_WORD = 16
# So many stray lines may interrupt a sentence.
STRAY_LINES = 2

_LINE = re.compile(r"[^\S\n]*(\S(?:[^\n]*\S)?)")
_CLOSING = "\"'»”’)]*"
_ENDED = (".", "!", "?", "…", ":", ";")
_POINT = re.compile(r"(?:\d{1,2}\.|\(?(?:\d{1,2}|[^\W\d_])\)|[•●*§])\s")
_MARKER = re.compile(rf"{_POINT.pattern}|[–—-]\s")
_PAGE_NUMBER = re.compile(r"[\W_]*\d{1,3}[\W_]*")
_HYPHEN = ("-", "\u00ad", "¬")


@dataclass(frozen=True, slots=True)
class Line:
    """A line's span without the blanks around it, and how many blanks it begins with."""

    start: int
    end: int
    indent: int

    @property
    def length(self) -> int:
        """In characters."""
        return self.end - self.start


def lines_of(text: str, start: int, end: int) -> list[Line]:
    """Return the lines of a paragraph that are not blank."""
    found = _LINE.finditer(text, start, end)
    return [Line(*match.span(1), match.start(1) - match.start()) for match in found]


def measure_of(text: str, blocks: Sequence[Sequence[Line]]) -> int | None:
    """Return the length that a text's lines are wrapped at, in characters; None where they are not.

    Args:
        text: the whole text.
        blocks: its paragraphs' lines.
    """
    pairs = [
        (line.length, _is_cut(text, line) or _is_lower(text, after))
        for lines in blocks
        for line, after in pairwise(lines)
        if WRAPPED_LENGTH <= line.length <= LONGEST_MEASURE
    ]
    if not pairs:
        return None
    middle = sorted(length for length, _ in pairs)[len(pairs) // 2]
    even = [(length, runs) for length, runs in pairs if abs(length - middle) <= SPREAD * middle]
    running = sum(runs for _, runs in even)
    if len(even) < 2 or len(even) < EVEN_SHARE * len(pairs) or running < RUNNING_SHARE * len(even):
        return None
    return max(length for length, _ in even)


def over_pages(text: str, blocks: Sequence[list[Line]], words: Vocabulary) -> list[list[Line]]:
    """Join the paragraphs that nothing but a page's end parts: the sentence goes on, after a page number or so.

    Args:
        text: the whole text.
        blocks: its paragraphs' lines.
        words: of the text's language.
    """
    joined: list[list[Line]] = []
    k = 0
    while k < len(blocks):
        lines = list(blocks[k])
        k += 1
        while count := _next_page(text, lines[-1], blocks[k : k + STRAY_LINES + 1], words):
            for block in blocks[k : k + count]:
                lines += block
            k += count
        joined.append(lines)
    return joined


def _next_page(text: str, line: Line, blocks: Sequence[list[Line]], words: Vocabulary) -> int:
    """Return how many of the paragraphs that follow a line go with it, 0 where its sentence does not go on."""
    last = text[line.end - 1]
    if line.length < ITEM_LENGTH or not (last.islower() or last == "," or _is_cut(text, line)):
        return 0
    for count, block in enumerate(blocks, 1):
        if _is_lower(text, block[0]):
            return count
        is_number = _PAGE_NUMBER.fullmatch(text, block[0].start, block[0].end) is not None
        is_stray = len(block) == 1 and block[0].length < WRAPPED_LENGTH
        if not is_number and (not is_stray or _has_ended(text, block[0], words)):
            return 0
    return 0


def parts(text: str, lines: Sequence[Line], measure: int | None, words: Vocabulary) -> Iterator[tuple[int, int]]:
    """Yield the spans of a paragraph that no sentence crosses: what its deliberate line breaks part.

    Args:
        text: the whole text.
        lines: the paragraph's.
        measure: see `measure_of`.
        words: of the text's language.
    """
    begin, k = lines[0].start, 0
    while k < len(lines) - 1:
        resumed = _resumption(text, lines, k, measure, words)
        if resumed is not None:
            k = resumed
            continue
        if not _goes_on(text, lines[k], lines[k + 1], measure, words):
            yield begin, lines[k].end
            begin = lines[k + 1].start
        k += 1
    yield begin, lines[-1].end


def _resumption(text: str, lines: Sequence[Line], k: int, measure: int | None, words: Vocabulary) -> int | None:
    """Return the line on which the sentence of line `k` goes on after stray lines; None where none interrupts it."""
    line = lines[k]
    shortest = ITEM_LENGTH if measure is None else min(ITEM_LENGTH, round(measure * (1 - 2 * SPREAD)))
    if line.length < shortest or _has_ended(text, line, words):
        return None
    for j in range(k + 1, min(k + 2 + STRAY_LINES, len(lines))):
        after = lines[j]
        is_number = _PAGE_NUMBER.fullmatch(text, after.start, after.end) is not None
        is_running = not is_number and (after.length >= shortest or _has_ended(text, after, words))
        if _is_lower(text, after) or (j > k + 1 and is_running and _is_full(text, line, after, measure)):
            return j if j > k + 1 else None
        if is_running:
            return None
    return None


def _goes_on(text: str, line: Line, after: Line, measure: int | None, words: Vocabulary) -> bool:
    """Tell whether running text goes on over a line break."""
    is_lower = _is_lower(text, after)
    if _is_cut(text, line) and (is_lower or text[after.start].isdigit()):
        return True
    has_ended, has_comma = _has_ended(text, line, words), _is_comma(text, line)
    if (has_ended and _MARKER.match(text, after.start)) or (has_comma and _POINT.match(text, after.start)):
        return False
    if not has_ended and (has_comma or (is_lower and line.length >= WRAPPED_LENGTH)):
        return True
    if after.indent - line.indent >= INDENT:
        return False
    if measure is None:
        return line.length >= WRAPPED_LENGTH and _is_left_open(text, line, words)
    return _is_full(text, line, after, measure)


def _is_full(text: str, line: Line, after: Line, measure: int | None) -> bool:
    """Tell whether the first word of the next line would not have fit on a line."""
    word = text[after.start : after.end].split(maxsplit=1)[0]
    return measure is not None and line.length + 1 + len(word) + RAGGED > measure


def _is_cut(text: str, line: Line) -> bool:
    """Tell whether a line breaks within a word: "Вашинг-"."""
    return line.length > 1 and text[line.end - 1] in _HYPHEN and text[line.end - 2].isalnum()


def _is_lower(text: str, line: Line) -> bool:
    """Tell whether a line begins in lower case, but not as an item of a list, "а) ..."."""
    return text[line.start].islower() and not _MARKER.match(text, line.start)


def _is_comma(text: str, line: Line) -> bool:
    return text[line.end - 1] == ","


def _has_ended(text: str, line: Line, words: Vocabulary) -> bool:
    """Tell whether a line ends as sentences do, and not with "тов." before a name."""
    last = text[max(line.start, line.end - LAST_WORD) : line.end].rsplit(maxsplit=1)[-1].rstrip(_CLOSING)
    return last.endswith(_ENDED) and words.before_names.isdisjoint({last[:-1], last[:-1].lower()})


def _is_left_open(text: str, line: Line, words: Vocabulary) -> bool:
    """Tell whether a line ends with a short function word, which no sentence does: "встречи с", "head of"."""
    word = text[max(line.start, line.end - 4) : line.end].rsplit(maxsplit=1)[-1]
    return len(word) <= 3 and word in words.openers
