"""The quotations of a manuscript: text in quotation marks of either language, and block quotations."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from bisearch.analysis.tokenizer import words
from bisearch.verification.manuscripts import MARK, mark_of

if TYPE_CHECKING:
    from bisearch.verification.manuscripts import Manuscript, Span

# Fewer words in quotation marks are a title, a term or an ironic word, not a quotation.
LEAST_WORDS = 4
LEAST_LENGTH = 2 * LEAST_WORDS - 1
# Longer quotations, and quotations after this many, are reported as not checked.
MOST_WORDS, MOST_QUOTATIONS = 1_500, 5_000
# Quotation marks open within each other; more were never closed.
MOST_NESTED = 12
_CLOSERS = {"»": "«", "”": "“„", "“": "„", "‟": "“"}
_OPENERS = "«„“"
_MARKS = re.compile('[«»„“”‟"]')
_AFTER = re.compile(r"[\s.,;:!?…—–)]{0,3}")
_PARENTHESES = re.compile(r"\s{0,2}[.,;:!?…]?\s{0,2}\((?P<text>[^()]{4,400})\)")
# A line that is not of a block quotation, whose lines all begin with ">", or all with a tab or several spaces.
_NOT_QUOTED = re.compile(r"^(?![ \t]{0,3}>)(?=[^\n])", re.MULTILINE)
_NOT_INDENTED = re.compile(r"^(?!\t| {4})(?=[^\n])", re.MULTILINE)
_BLOCK_LEAD = re.compile(r"^[ \t]*>?[ \t]*", re.MULTILINE)
_INTRODUCED = re.compile(r":\s*(?:\[\^?\w{1,6}\])?\s*$")
_LIST_ITEM = re.compile(r"\s*(?:[-*•]|\d{1,3}[.)]|#{1,6})\s")


class Quotation(NamedTuple):
    """A quotation of a manuscript.

    Attributes:
        start: offset of its first code point, within the quotation marks.
        end: offset after its last code point.
        text: its text, without marks of notes and the marks of a block.
        is_block: whether it is a paragraph of its own, without quotation marks.
        citation: the text of its note, or what follows in parentheses; empty if there is neither.
        note: the mark of that note; empty without.
        is_checked: whether it is short enough, and early enough in the manuscript, to be checked.
    """

    start: int
    end: int
    text: str
    is_block: bool
    citation: str
    note: str
    is_checked: bool = True


class Found(NamedTuple):
    """What a manuscript has in quotation marks.

    Attributes:
        quotations: the quotations, in order.
        short: how many stretches in quotation marks were too short to be quotations.
        unclosed: how many quotation marks are not closed in their paragraph.
    """

    quotations: tuple[Quotation, ...]
    short: int
    unclosed: int


def find_quotations(manuscript: Manuscript) -> Found:
    """Return the quotations of a manuscript."""
    quotations: list[Quotation] = []
    short = unclosed = 0
    before = ""
    for paragraph in manuscript.paragraphs:
        text = manuscript.text[paragraph.start : paragraph.end]
        is_block = _is_block(text, before)
        if is_block:
            spans = [(0, len(text.rstrip()))]
        else:
            spans, shorter, open_marks = _in_marks(text)
            unclosed += open_marks
            short += shorter
        before = text
        marks = [match for match in MARK.finditer(text) if manuscript.note(mark_of(match), 0) is not None]
        for start, end in spans:
            count = len(words(text[start:end]).forms)
            if count < LEAST_WORDS:
                short += count > 0
                continue
            quotation = _quotation(_Stretch(manuscript, paragraph, text, marks), start, end, is_block=is_block)
            is_checked = count <= MOST_WORDS and len(quotations) < MOST_QUOTATIONS
            quotations.append(quotation._replace(is_checked=is_checked))
    return Found(tuple(quotations), short, unclosed)


def _is_block(text: str, before: str) -> bool:
    """Return whether a paragraph is a quotation: by its lines' beginnings, or because a colon introduces it."""
    if _NOT_QUOTED.search(text) is None or _NOT_INDENTED.search(text) is None:
        return True
    is_whole = _MARKS.search(text.strip()[:1]) is None and _LIST_ITEM.match(text) is None
    return is_whole and _INTRODUCED.search(before) is not None and _is_cited(text)


def _is_cited(text: str) -> bool:
    """Return whether a paragraph ends with the mark of a note or with parentheses."""
    end = text.rstrip()
    if end.endswith(")"):
        return True
    return any(match.end() == len(end) for match in MARK.finditer(end, max(0, len(end) - 10)))


def _in_marks(text: str) -> tuple[list[tuple[int, int]], int, int]:
    """Return the outermost stretches in quotation marks, how many others are too short, and how many are not closed."""
    stack: list[tuple[str, int]] = []
    closed: list[tuple[int, int]] = []
    lost = short = 0
    for match in _MARKS.finditer(text):
        mark, place = match.group(), match.start()
        if mark == '"':
            is_closing = any(opener == mark for opener, _ in stack)
        else:
            is_closing = any(opener in _CLOSERS.get(mark, "") for opener, _ in stack)
        if is_closing:
            wanted = mark if mark == '"' else _CLOSERS[mark]
            while stack:
                opener, start = stack.pop()
                if opener in wanted:
                    if place - start > LEAST_LENGTH:
                        closed.append((start + 1, place))
                    else:
                        short += any(map(str.isalnum, text[start:place]))
                    break
        elif mark in _OPENERS or (mark == '"' and _opens(text, place)):
            stack.append((mark, place))
            if len(stack) > MOST_NESTED:
                stack.pop(0)
                lost += 1
    return _outermost(closed), short, len(stack) + lost


def _opens(text: str, place: int) -> bool:
    """Return whether a straight quotation mark may open a quotation."""
    return not text[place + 1 : place + 2].isspace() and not text[max(0, place - 1) : place].isalnum()


def _outermost(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    end = -1
    for span in sorted(spans, key=lambda each: (each[0], -each[1])):
        if span[0] >= end:
            found.append(span)
            end = span[1]
    return found


class _Stretch(NamedTuple):
    """A paragraph of a manuscript, with the marks of notes in it."""

    manuscript: Manuscript
    paragraph: Span
    text: str
    marks: list[re.Match[str]]

    def next_mark(self, start: int) -> re.Match[str] | None:
        """Return the first mark from an offset on."""
        place = bisect_left(self.marks, start, key=lambda match: match.start())
        return self.marks[place] if place < len(self.marks) else None


def _quotation(stretch: _Stretch, start: int, end: int, *, is_block: bool) -> Quotation:
    quoted = stretch.text[start:end]
    citation, note = _citation(stretch, start, end)
    if is_block:
        quoted = _BLOCK_LEAD.sub("", quoted)
        if citation and not note:
            quoted = quoted.replace(f"({citation})", " ")
    manuscript, offset = stretch.manuscript, stretch.paragraph.start
    quoted = MARK.sub(lambda match: " " if manuscript.note(mark_of(match), 0) else match.group(), quoted).strip()
    return Quotation(offset + start, offset + end, quoted, is_block, citation, note)


def _citation(stretch: _Stretch, start: int, end: int) -> tuple[str, str]:
    """Return the citation of a quotation and the mark of its note: the nearest after it in the paragraph, or in it."""
    text = stretch.text
    after = _AFTER.match(text, end + 1)
    place = after.end() if after is not None else end
    parentheses = _PARENTHESES.match(text, min(len(text), end + 1)) or _PARENTHESES.search(text, start, end)
    direct = MARK.match(text, place)
    if direct is None and parentheses is not None and any(map(str.isdigit, parentheses["text"])):
        return parentheses["text"].strip(), ""
    match = stretch.next_mark(start)
    note = stretch.manuscript.note(mark_of(match), stretch.paragraph.start) if match is not None else None
    return (note.text, note.mark) if note is not None else ("", "")
