"""A manuscript as text: its paragraphs and its notes.

Footnotes are read as conversion writes them, ``[1]`` in the text and a paragraph ``[1] Text of the note``; as Markdown
writes them, ``[^1]`` and ``[^1]: Text``; and as superscript digits with a paragraph that begins with the same.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from bisearch.sources.file_texts import read_file_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_BETWEEN_PARAGRAPHS = re.compile(r"\n[ \t\r]*(?=\n)|\Z")
# A character that Markdown masks.
_MASKED = re.compile(r"\\(?=[\\`*_{}\[\]()#+.!<>~|-])")
_NOTE = re.compile(r"[ \t]*(?:\[\^?(?P<mark>\w{1,6})\]:?|(?P<raised>[¹²³⁰⁴⁵⁶⁷⁸⁹]{1,4}))[ \t]*")
_NOTE_LINE = re.compile(r"^[ \t]*(?:\[\^?\w{1,6}\]|[¹²³⁰⁴⁵⁶⁷⁸⁹]{1,4})", re.MULTILINE)
_FROM_RAISED = str.maketrans("¹²³⁰⁴⁵⁶⁷⁸⁹", "1230456789")
MARK = re.compile(r"\[\^?(?P<mark>\w{1,6})\](?!:)|(?P<raised>[¹²³⁰⁴⁵⁶⁷⁸⁹]{1,4})")


class Span(NamedTuple):
    """A half-open range of code points of the manuscript."""

    start: int
    end: int


class Note(NamedTuple):
    """A footnote or an endnote.

    Attributes:
        mark: its number or letters.
        start: offset of its text.
        text: its text.
    """

    mark: str
    start: int
    text: str


class Manuscript(NamedTuple):
    """A manuscript.

    Attributes:
        text: the whole text, to which all offsets point.
        paragraphs: its paragraphs that are not notes, in order.
        notes: its notes, in order.
        by_mark: the notes with each mark, in order.
    """

    text: str
    paragraphs: tuple[Span, ...]
    notes: tuple[Note, ...]
    by_mark: Mapping[str, Sequence[Note]]

    def note(self, mark: str, after: int) -> Note | None:
        """Return the note with a mark: the first after an offset, or else the first of all; None if there is none."""
        found = self.by_mark.get(mark, ())
        place = bisect_left(found, after, key=lambda note: note.start)
        return found[place] if place < len(found) else found[0] if found else None


def read_manuscript(path: Path, encoding: str | None = None) -> Manuscript:
    """Read a manuscript from a file of any form that is read as a document.

    Raises:
        SourceError: the file cannot be read, or is of another form than its name says.
        OSError: the file cannot be opened.
    """
    found = read_file_text(path, encoding)
    return manuscript_of(_MASKED.sub("", found.text) if found.is_markdown else found.text)


def manuscript_of(text: str) -> Manuscript:
    """Return a text as a manuscript."""
    paragraphs: list[Span] = []
    notes: list[Note] = []
    begin = 0
    for match in _BETWEEN_PARAGRAPHS.finditer(text):
        paragraph = text[begin : match.start()].lstrip("\n")
        begin, start = match.end(), match.start() - len(paragraph)
        # Notes may follow each other without empty lines.
        for line in _note_lines(paragraph):
            note = _NOTE.match(line)
            if note is not None and note.end() < len(line):
                mark = note["mark"] or note["raised"].translate(_FROM_RAISED)
                notes.append(Note(mark, start + note.end(), line[note.end() :].strip()))
            elif line.strip():
                paragraphs.append(Span(start, start + len(line)))
            start += len(line)
    by_mark: dict[str, list[Note]] = {}
    for each in notes:
        by_mark.setdefault(each.mark, []).append(each)
    return Manuscript(text, tuple(paragraphs), tuple(notes), by_mark)


def mark_of(match: re.Match[str]) -> str:
    """Return the mark of a note that a match of `MARK` refers to."""
    mark: str = match["mark"] or match["raised"].translate(_FROM_RAISED)
    return mark


def _note_lines(paragraph: str) -> list[str]:
    """Return a paragraph divided before each line that begins a note."""
    starts = [0, *(match.start() for match in _NOTE_LINE.finditer(paragraph) if match.start()), len(paragraph)]
    return [paragraph[start:end] for start, end in pairwise(starts)]
