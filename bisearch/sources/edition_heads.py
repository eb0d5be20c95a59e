"""The head of a document in a printed edition, such as Foreign Relations of the United States.

A document of an edition begins with its number and title, or with the number of its file, and then has a line with the
place and the date:

    121. Memorandum of Conversation          861.00/11-2046: Telegram
    Moscow, November 20, 1946, 3 p.m.        The Ambassador in the Soviet Union (Smith) to the Secretary of State
                                             SECRET  Moscow, November 20, 1946-3 p.m.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import dropwhile
from typing import TYPE_CHECKING, NamedTuple

from bisearch.notation.date_mentions import find_dates
from bisearch.notation.dates import parse_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bisearch.sources.excerpts import Excerpt
    from bisearch.sources.page_blocks import Block

_MAX_LINE, _MAX_TITLE, _MAX_TITLE_LINES, _MAX_PLACE_WORDS = 100, 300, 4, 5

_NUMBERED_TITLE = re.compile(r"(?:№\s*|No\.\s*)?\d{1,4}\.?\s+\S.*")
_BARE_NUMBER = re.compile(r"(?:№|No\.|Document|Документ(?:\s+№)?)\s*\d{1,4}\.?|\[(?:№\s*|Document\s+)?\d{1,4}\]")
# A number of the State Department's decimal files, e.g. 861.00/11-2046 or 740.00119 Control (Germany)/11-2046.
_FILE_NUMBER = r"\d{3}[A-Z]?\.\d{1,6}[A-Z]?(?:\s[A-Z][\w.() ]{0,60})?\s?/\d{1,2}[-–—]\d{1,4}"
_FILE_LINE = re.compile(rf"(?P<number>{_FILE_NUMBER})(?P<colon>\s*:\s*)?(?P<form>[A-Z][A-Za-z ]{{0,30}})?")
_SHELFMARK = re.compile(rf"(?:[^.;]|\b[A-Z]\.)*?\b{_FILE_NUMBER}")
_CLASSIFICATION = re.compile(
    r"(?:(?:top secret|secret|confidential|restricted|unclassified|official use only|limited official use|personal|"
    r"us urgent|urgent|priority|niact|plain|eyes only|no distribution|совершенно секретно|сов\.? секретно|секретно)"
    r"(?:[\s,;—–-]+|$))+",
    re.IGNORECASE,
)
_LABEL = re.compile(r"[A-ZА-ЯЁ][\w ]{1,20}:")
_SALUTATION = re.compile(r"(?:dear|my dear|sirs?|madam|excellency|уважаем|дорог|глубокоуважаем|товарищ)", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…:;,][\"»”)]*$")


@dataclass(slots=True)
class EditionHead:
    """The head of a document in an edition.

    Attributes:
        values: metadata fields by their names, each with the parts of its value.
        markup: punctuation between values.
        rest: text among the lines of the head, such as a classification.
        end: number of the first block after the head.
    """

    values: defaultdict[str, list[Excerpt]] = field(default_factory=lambda: defaultdict(list))
    markup: list[Excerpt] = field(default_factory=list)
    rest: list[Block] = field(default_factory=list)
    end: int = 0


class _Line(NamedTuple):
    """A line of a page, with the number of its block and its place in it."""

    block: int
    start: int
    end: int
    excerpt: Excerpt

    @property
    def text(self) -> str:
        return self.excerpt.text


def find_file_number(source: str) -> str:
    """Return a source as far as the number of a decimal file in its first sentence; empty if it has none."""
    match = _SHELFMARK.match(source.strip())
    return match.group() if match is not None else ""


def read_edition_head(blocks: Sequence[Block]) -> EditionHead | None:
    """Return the head of a document in an edition; None if the blocks do not begin with one."""
    lines = [
        _Line(number, start, start + len(line.text), line)
        for number, block in enumerate(blocks[:8])
        for start, line in block.excerpt.lines()
    ]
    head = EditionHead()
    place = _numbers(lines, blocks, head)
    has_file, has_number = bool(head.values["reference"]), bool(head.values["title"])
    title = _title(lines, place, has_title_above=has_file or has_number)
    if title is None:
        return None
    head.values["title"] += (line.excerpt for line in lines[place:title])
    is_joined = lines[title - 1].block == lines[title].block if title < len(lines) else False
    place = title
    while place < len(lines) and _CLASSIFICATION.fullmatch(lines[place].text):
        _keep(head, blocks[lines[place].block], lines[place], 0)
        place += 1
    if place == len(lines):
        return None
    line = lines[place]
    found = _place_and_date(line.excerpt)
    if found is None:
        return None
    before, values = found
    if is_joined and not has_file and not values[0][1].text:
        return None
    _keep(head, blocks[line.block], line, 0, before)
    taken = [(name, excerpt) for name, excerpt in values if excerpt.text]
    for name, excerpt in taken:
        head.values[name].append(excerpt)
    head.markup += _between(line.excerpt, before, taken)
    return _with_end(head, blocks, line, is_any_text=has_file or not is_joined)


def _numbers(lines: Sequence[_Line], blocks: Sequence[Block], head: EditionHead) -> int:
    """Take the number of the file and of the document, in either order; return the number of the first line after."""
    for place, line in enumerate(lines):
        match = _FILE_LINE.fullmatch(line.text)
        if match is not None and not head.values["reference"]:
            head.values["reference"].append(line.excerpt.cut(*match.span("number")))
            if match["colon"]:
                head.markup.append(line.excerpt.cut(*match.span("colon")))
            _keep(head, blocks[line.block], line, match.end("colon" if match["colon"] else "number"))
        elif _BARE_NUMBER.fullmatch(line.text) and not head.values["title"]:
            head.values["title"].append(line.excerpt)
        else:
            return place
    return len(lines)


def _keep(head: EditionHead, block: Block, line: _Line, start: int, end: int | None = None) -> None:
    """Keep a part of a line as text of the page."""
    last = line.end if end is None else line.start + end
    if block.text[line.start + start : last].strip():
        head.rest.append(replace(block.cut(line.start + start, last), is_heading=False))


def _title(lines: Sequence[_Line], place: int, *, has_title_above: bool) -> int | None:
    """Return the number of the first line after a title; None if no title begins at a line."""
    if place == len(lines) or not (has_title_above or _NUMBERED_TITLE.fullmatch(lines[place].text)):
        return None
    end = place
    while end < len(lines) and end - place <= _MAX_TITLE_LINES and lines[end].block == lines[place].block:
        line = lines[end]
        if end > place and (_place_and_date(line.excerpt) or _CLASSIFICATION.fullmatch(line.text)):
            break
        end += 1
    text = " ".join(line.text for line in lines[place:end])
    is_joined = end < len(lines) and lines[end].block == lines[place].block
    # Within a paragraph, "the delegation arrived in / Moscow, May 5, 1948" is not a title and a place.
    is_cut = is_joined and not has_title_above and not text.split()[-1].strip('()[]"«»“”')[:1].isupper()
    if (
        _SALUTATION.match(text)
        or end - place > _MAX_TITLE_LINES
        or len(text) > _MAX_TITLE
        or _SENTENCE_END.search(text)
        or is_cut
    ):
        return None
    return end


def _place_and_date(line: Excerpt) -> tuple[int, list[tuple[str, Excerpt]]] | None:
    """Read a line with a place and a date, like "Washington, October 24, 1962, 5 p.m.", or with a date alone.

    Returns:
        The length of the words of classification before the place, the place and the date; None for other text.
    """
    text = line.text
    if len(text) > _MAX_LINE:
        return None
    classification = _CLASSIFICATION.match(text)
    before = classification.end() if classification is not None else 0
    mention = next((each for each in find_dates(text) if each.start >= before), None)
    if mention is None:
        return None
    for comma in [*(match.start() for match in re.finditer(",", text)), before - 1]:
        where = text[before : max(comma, before)].strip().strip("[]")
        date = text[comma + 1 :].lstrip(" ]")
        start = len(text) - len(date)
        end = len(text) - (1 if text.endswith(".") and not re.search(r"(?:m|г)\.$", text) else 0)
        if (where or comma < before) and start <= mention.start and _is_place(where):
            read = parse_date(text[start:end])
            if read is not None and (read.iso or read.edtf):
                at = text.index(where, before)
                return before, [("place", line.cut(at, at + len(where))), ("date", line.cut(start, end))]
    return None


def _is_place(text: str) -> bool:
    words = text.replace(",", " ").split()
    return len(words) <= _MAX_PLACE_WORDS and not any(word[0].isdigit() for word in words) and text[:1] in {
        "", text[:1].upper()
    }  # fmt: skip


def _between(line: Excerpt, start: int, values: Sequence[tuple[str, Excerpt]]) -> list[Excerpt]:
    """Return the parts of a line from an offset on that are in no value."""
    gaps: list[Excerpt] = []
    for _, value in values:
        at = line.text.index(value.text, start)
        gaps.append(line.cut(start, at))
        start = at + len(value.text)
    return [gap for gap in (*gaps, line.cut(start)) if gap.text]


def _with_end(head: EditionHead, blocks: Sequence[Block], line: _Line, *, is_any_text: bool) -> EditionHead | None:
    """Return a head that ends with a line; None if text follows that line in its paragraph where it should not."""
    block = blocks[line.block]
    rest = block.cut(line.end) if line.end < len(block.text) else None
    if rest is not None and rest.text:
        lines = list(dropwhile(_CLASSIFICATION.fullmatch, rest.text.split("\n")))
        if not is_any_text and lines and not _LABEL.match(lines[0]):
            return None
        head.rest.append(rest)
    head.end = line.block + 1
    return head
