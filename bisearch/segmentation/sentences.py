"""Splitting text into paragraphs and sentences, as spans; every character except whitespace is in exactly one sentence.

Empty lines separate paragraphs, except at a page end within a sentence. Deliberate line breaks (`line_breaks`) split
paragraphs, and punctuation (`sentence_ends`) splits the running text between them. Shelfmarks are never split.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from bisearch.model import Sentence
from bisearch.segmentation.line_breaks import unbroken_spans
from bisearch.segmentation.sentence_end_words import sentence_end_words
from bisearch.segmentation.sentence_ends import sentence_ends

if TYPE_CHECKING:
    from bisearch.model import Side
    from bisearch.segmentation.line_breaks import UnbrokenSpan
    from bisearch.segmentation.sentence_end_words import SentenceEndWords


def sentences(text: str, side: Side) -> tuple[Sentence, ...]:
    """Split a text into sentences.

    Args:
        text: paragraphs separated by empty lines; page numbers and stamps may be on lines of their own anywhere.
        side: its language, which decides the abbreviations.

    Returns:
        Ascending spans without overlap that together contain every character except whitespace.
    """
    words = sentence_end_words(side)
    return tuple(chain.from_iterable(_split(text, span, words) for span in unbroken_spans(text, words)))


def _split(text: str, span: UnbrokenSpan, words: SentenceEndWords) -> list[Sentence]:
    """Split a span of running text; punctuation alone joins the sentence before it."""
    found: list[Sentence] = []
    begin = span.start
    for stop in (*sentence_ends(text, span.start, span.end, words), span.end):
        if span.furniture and any(start <= stop < end for start, end in span.furniture):
            continue
        if found and not any(map(str.isalnum, text[begin:stop])):
            found[-1] = Sentence(found[-1].start, stop)
        else:
            _append_stripped(found, text, begin, stop)
        begin = stop
    return found


def _append_stripped(found: list[Sentence], text: str, start: int, end: int) -> None:
    """Append a span without surrounding whitespace, unless it is empty."""
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        begin = start + piece.index(stripped[0])
        found.append(Sentence(begin, begin + len(stripped)))
