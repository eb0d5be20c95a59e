"""Typesets texts in the forms that archives have: wrapped, justified, double-spaced, hyphenated, cut by page ends.

Each form is a way to break paragraphs into lines and lines into pages. As in `typewriter`, a page records where each of
its characters comes from, so that sentences found on it can be compared with the gold's.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from benchmarks.bitext.typewriter import Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bisearch.model import Side

    # The pieces of a line, each with its offset in the original; None for text that the page added.
    Line: TypeAlias = list[tuple[str, int | None]]

_WORD = re.compile(r"\S+")
_PARAGRAPH = re.compile(r"\S[^\n]*")
MIN_HYPHENATED = 6


@dataclass(frozen=True, slots=True)
class Form:
    """A way to typeset a text.

    Attributes:
        width: characters in a line; 0 leaves each paragraph on one line.
        ragged: lines are up to this many characters shorter.
        rewrapped: each line longer than this is broken a second time, which leaves short remainders.
        left: spaces before every line.
        first: further spaces before the first line of a paragraph.
        hanging: further spaces before its other lines.
        between: the text between the lines of a paragraph.
        after: the text between paragraphs.
        justified: spaces are added between words until all lines have the same width.
        hyphen: the character after a word that is cut at a line end; none are cut without.
        page_lines: lines on a page; 0 for one endless page.
        page_ends: texts between two pages, by language; one is drawn for the whole text. `{}` is the page number.
    """

    width: int = 72
    ragged: int = 0
    rewrapped: int = 0
    left: int = 0
    first: int = 0
    hanging: int = 0
    between: str = "\n"
    after: str = "\n\n"
    justified: bool = False
    hyphen: str = ""
    page_lines: int = 0
    page_ends: dict[Side, tuple[str, ...]] | None = None


def _paged(ru: Sequence[str], en: Sequence[str] = (), lines: int = 9, *, hyphen: str = "") -> Form:
    return Form(page_lines=lines, page_ends={"ru": tuple(ru), "en": tuple(en or ru)}, hyphen=hyphen)


# Texts between two pages; `{}` is the page number.
NUMBERS = ("\n- {} -\n", "\n\n{}\n\n", "\n\n                                  {}\n", "\n— {} —\n\n")
LABELS_RU = ("\n[Стр. {}]\n", "\n\nстр. {}\n\n", "\n[с. {}]\n\n")
LABELS_EN = ("\n[Page {}]\n", "\n\nPage {}\n\n", "\n[p. {}]\n\n")
HEADS_RU = (
    "\n\f{}     Протоколы совещаний\n\n",
    "\n\nПРОТОКОЛЫ СОВЕЩАНИЙ   {}\n\n",
    "\n\n{}\n\nПротоколы совещаний 1947 г.\n\n",
)
HEADS_EN = (
    "\n\f{}     Minutes of Meetings\n\n",
    "\n\nMINUTES OF MEETINGS   {}\n\n",
    "\n\n{}\n\nMinutes of Meetings, 1947\n\n",
)
STAMPS_RU = (
    "\n\nСОВ. СЕКРЕТНО\n\n- {} -\n\nСОВ. СЕКРЕТНО\n\n",
    "\nСекретно\n- {} -\n",
    "\n\nРассекречено\n\n{}\n\nЭкз. № 2\n\n",
)
STAMPS_EN = (
    "\n\nTOP SECRET\n\n- {} -\n\nTOP SECRET\n\n",
    "\nSecret\n- {} -\n",
    "\n\nDECLASSIFIED\nAuthority NND 760050\n\n{}\n\n",
)
FOOTNOTES_RU = (
    "\n\n1 См. записку от 3 мая, № 16.\n\n{}\n\n",
    "\n______________\n* Подлинник в деле. См. также л. 5.\n\n- {} -\n\n",
)
FOOTNOTES_EN = (
    "\n\n1 See the note of 3 May, No. 16.\n\n{}\n\n",
    "\n______________\n* Original on file. See also p. 5.\n\n- {} -\n\n",
)
FORMS: dict[str, Form] = {
    "one line a paragraph": Form(width=0),
    "wrapped at 72": Form(),
    "wrapped at 48": Form(width=48),
    "in columns of 32": Form(width=32),
    "ragged by 20": Form(ragged=20),
    "wrapped twice": Form(width=80, rewrapped=74),
    "indented by 8": Form(left=8),
    "first lines indented": Form(first=5, after="\n"),
    "hanging indents": Form(hanging=8),
    "justified": Form(width=64, justified=True),
    "double-spaced": Form(between="\n\n", after="\n\n\n"),
    "double-spaced, indented": Form(between="\n\n", after="\n\n", first=5),
    "hyphens": Form(hyphen="-"),
    "soft hyphens": Form(hyphen="\u00ad"),
    "not signs": Form(hyphen="¬"),
    "U+2010, U+2011": Form(hyphen="\u2010\u2011"),
    "page numbers": _paged(NUMBERS),
    "page numbers, words cut": _paged(NUMBERS, hyphen="-"),
    "page labels": _paged(LABELS_RU, LABELS_EN),
    "form feeds": _paged(("\n\f", "\n\n\f", "\n\n{}\n\f")),
    "running heads": _paged(HEADS_RU, HEADS_EN),
    "stamps": _paged(STAMPS_RU, STAMPS_EN),
    "footnotes": _paged(FOOTNOTES_RU, FOOTNOTES_EN),
}


def typeset(text: str, side: Side, form: Form, seed: int) -> Page:
    """Typeset a text.

    Args:
        text: the text, one paragraph per line; empty lines are ignored.
        side: its language.
        form: how to typeset it.
        seed: random seed; the same seed gives the same page.
    """
    draw = random.Random(seed)
    ends = draw.choice(form.page_ends[side]) if form.page_ends else ""
    page = Page()
    count, number = 0, draw.randint(2, 300)
    for paragraph in _PARAGRAPH.finditer(text):
        for k, line in enumerate(_lines(paragraph, form, draw)):
            if form.page_lines and count and count % form.page_lines == 0:
                page.add(ends.format(number))
                number += 1
            elif count:
                page.add(form.between if k else form.after)
            page.add(" " * (form.left + (form.hanging if k else form.first)))
            for piece, origin in line:
                page.add(piece, origin)
            count += 1
    return page


def _lines(paragraph: re.Match[str], form: Form, draw: random.Random) -> Iterator[Line]:
    words = [(match.group(), paragraph.start() + match.start()) for match in _WORD.finditer(paragraph.group())]
    if not form.width:
        yield [(paragraph.group(), paragraph.start())]
        return
    lines = list(_wrapped(words, form, draw))
    for place, line in enumerate(lines):
        for part in _wrapped_again(line, form.rewrapped):
            width = form.width if form.justified and place < len(lines) - 1 else 0
            yield _spaced(part, width)


def _wrapped(words: Iterable[tuple[str, int]], form: Form, draw: random.Random) -> Iterator[list[tuple[str, int]]]:
    line: list[tuple[str, int]] = []
    used = form.first
    room = form.width - draw.randint(0, form.ragged)
    for whole, start in words:
        word, origin = whole, start
        if line and used + 1 + len(word) > room:
            cut = _cut(word, room - used - 2) if form.hyphen else 0
            if cut:
                line.append((word[:cut] + draw.choice(form.hyphen), origin))
            yield line
            word, origin = word[cut:], origin + cut
            line, used, room = [], form.hanging, form.width - draw.randint(0, form.ragged)
        line.append((word, origin))
        used += len(word) + (len(line) > 1)
    yield line


def _cut(word: str, room: int) -> int:
    """Return after how many letters a word is cut so that its part and the hyphen fit; 0 if it is not."""
    if not word.isalpha() or len(word) < MIN_HYPHENATED or word.isupper():
        return 0
    return max((cut for cut in range(3, len(word) - 2) if cut <= room), default=0)


def _wrapped_again(line: list[tuple[str, int]], width: int) -> Iterator[list[tuple[str, int]]]:
    part: list[tuple[str, int]] = []
    used = 0
    for word, origin in line:
        if width and part and used + 1 + len(word) > width:
            yield part
            part, used = [], 0
        used += len(word) + bool(part)
        part.append((word, origin))
    yield part


def _spaced(words: Sequence[tuple[str, int]], width: int) -> Line:
    """Put spaces between words, more of them where they make the line as wide as asked."""
    gaps = len(words) - 1
    missing = max(0, width - sum(len(word) for word, _ in words) - gaps)
    line: Line = []
    for place, (word, origin) in enumerate(words):
        if place:
            extra = missing * place // gaps - missing * (place - 1) // gaps
            line.append((" " * (1 + extra), None))
        line.append((word, origin))
    return line
