"""Text to paragraphs and sentences, as spans: every character that is not blank is in exactly one sentence.

Archival pages mix running text, often wrapped by hand, with lines that stand alone: stamps, headings, addresses,
signatures. A block of short lines is such items; in running text only punctuation ends a sentence, and only where no
abbreviation, initial or number claims the dot.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from bisearch.model import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bisearch.model import Side

# A block none of whose lines is longer is a list of items; typed pages run to 60-80 characters a line.
ITEM_LENGTH = 48
# An item this long may go on in lower case on the next line.
WRAPPED_LENGTH = 32

_PARAGRAPH = re.compile(r"\S(?:.*?\S)??(?=[ \t]*\n[^\S\n]*(?:\n|\Z)|\s*\Z)", re.DOTALL)
_LINE = re.compile(r"[^\n]+")
# In telegrams full stops and question marks are words.
_END = re.compile(r"""(?:[.!?…]+["'»”’)\]]*|(?<=\s)(?:тчк|ТЧК|впрс|ВПРС))(?=\s+["'«„“‘(\[—–-]*\s*(?P<next>\S))""")
_BEFORE_DOT = re.compile(r"[^\s(«\"“„\[]*$")
_POINT = re.compile(r"\s*(?:\d{1,3}|[a-zа-яё]|[IVX]{1,4})\s*$", re.IGNORECASE)


def paragraphs(text: str) -> tuple[Sentence, ...]:
    """Return the spans of the paragraphs of a text: what blank lines part, blanks trimmed."""
    return tuple(Sentence(*match.span()) for match in _PARAGRAPH.finditer(text))


def sentences(text: str, side: Side) -> tuple[Sentence, ...]:
    """Split a text into sentences.

    Args:
        text: paragraphs parted by blank lines.
        side: its language, which decides the abbreviations.

    Returns:
        Spans that ascend, do not overlap and together hold every character that is not blank.
    """
    found: list[Sentence] = []
    for paragraph in paragraphs(text):
        for start, end in _items(text, paragraph):
            found += _split(text, start, end, side)
    return tuple(found)


def _items(text: str, paragraph: Sentence) -> Iterator[tuple[int, int]]:
    """Yield the parts of a paragraph that no sentence crosses: its lines where they are items, else all of it."""
    lines = [match.span() for match in _LINE.finditer(text, paragraph.start, paragraph.end)]
    if len(lines) == 1 or max(end - start for start, end in lines) > ITEM_LENGTH:
        yield paragraph.start, paragraph.end
        return
    begin = lines[0][0]
    for (start, end), (after, _) in pairwise(lines):
        if not _goes_on(text[start:end].rstrip(), text[after:].lstrip()[:1]):
            yield begin, end
            begin = after
    yield begin, lines[-1][1]


def _goes_on(line: str, after: str) -> bool:
    return line.endswith(("-", ",", "\u00ad")) or (len(line) >= WRAPPED_LENGTH and after.islower())


def _split(text: str, start: int, end: int, side: Side) -> Iterator[Sentence]:
    begin = start
    for match in _END.finditer(text, start, end):
        if match.start("next") < end and _ends(text[begin : match.start()], match.group(), match.group("next"), side):
            yield from _trimmed(text, begin, match.end())
            begin = match.end()
    yield from _trimmed(text, begin, end)


def _ends(before: str, mark: str, after: str, side: Side) -> bool:
    """Tell whether a mark ends the sentence `before`, given the first character of what follows the blank."""
    if after.islower():
        return False
    if not mark.startswith(".") or mark.startswith(".."):
        return True
    match = _BEFORE_DOT.search(before)
    word = match.group() if match else ""
    if _POINT.fullmatch(before) or (len(word) == 1 and word.isupper()):
        return False  # a numbered point, an initial
    if re.fullmatch(r"(?:\w\.)*\w", word) and len(word) > 1 and "." in word:
        return False
    return word.lower().rstrip(".") not in _abbreviations(side)


@cache
def _abbreviations(side: Side) -> frozenset[str]:
    text = Path(__file__).with_name(f"abbreviations.{side}.txt").read_text(encoding="utf-8")
    return frozenset(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


def _trimmed(text: str, start: int, end: int) -> Iterator[Sentence]:
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        begin = start + piece.index(stripped)
        yield Sentence(begin, begin + len(stripped))
