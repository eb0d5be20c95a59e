"""Text to paragraphs and sentences, as spans: every character that is not blank is in exactly one sentence.

Blank lines part paragraphs, but not where a page ends within a sentence; deliberate line breaks part those (`lines`),
and marks part what is left, running text (`stops`), by what is known of a language's words (`vocabulary`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bisearch.model import Sentence
from bisearch.segmentation.abbreviations import vocabulary
from bisearch.segmentation.line_breaks import lines_of, measure_of, over_pages, parts
from bisearch.segmentation.sentence_ends import ends

if TYPE_CHECKING:
    from bisearch.model import Side
    from bisearch.segmentation.abbreviations import Vocabulary

_BLANK_LINES = re.compile(r"\n\s*\n")


def paragraphs(text: str) -> tuple[Sentence, ...]:
    """Return the spans of the paragraphs of a text: what blank lines part, blanks trimmed."""
    found: list[Sentence] = []
    begin = 0
    for blank in _BLANK_LINES.finditer(text):
        _append(found, text, begin, blank.start())
        begin = blank.end()
    _append(found, text, begin, len(text))
    return tuple(found)


def sentences(text: str, side: Side) -> tuple[Sentence, ...]:
    """Split a text into sentences.

    Args:
        text: paragraphs parted by blank lines; page numbers and stamps may stand anywhere on lines of their own.
        side: its language, which decides the abbreviations.

    Returns:
        Spans that ascend, do not overlap and together hold every character that is not blank.
    """
    words = vocabulary(side)
    blocks = [lines_of(text, each.start, each.end) for each in paragraphs(text)]
    measure = measure_of(text, blocks)
    found: list[Sentence] = []
    for lines in over_pages(text, blocks, words):
        for start, end in parts(text, lines, measure, words):
            found += _split(text, start, end, words)
    return tuple(found)


def _split(text: str, start: int, end: int, words: Vocabulary) -> list[Sentence]:
    """Split what no line break parts; marks that stand alone go to the sentence before them."""
    found: list[Sentence] = []
    begin = start
    for stop in (*ends(text, start, end, words), end):
        if found and not any(map(str.isalnum, text[begin:stop])):
            found[-1] = Sentence(found[-1].start, stop)
        else:
            _append(found, text, begin, stop)
        begin = stop
    return found


def _append(found: list[Sentence], text: str, start: int, end: int) -> None:
    """Add a span without the blanks around it, unless nothing is left."""
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        begin = start + piece.index(stripped[0])
        found.append(Sentence(begin, begin + len(stripped)))
