"""Page furniture: page numbers, running heads, stamps and footnotes, which interrupt sentences at page ends."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Literal, TypeAlias

from bisearch.segmentation.layout import MIN_WRAPPED_LENGTH
from bisearch.word_lists import read_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bisearch.segmentation.lines import Line

# The number of lines at a page end that may interrupt a sentence, and of those that only their shortness shows.
MAX_FURNITURE_LINES, MAX_STRAY_LINES = 24, 2
# A longer line is not a running head or a stamp.
MAX_HEAD_LENGTH = 80

Kind: TypeAlias = Literal["page number", "numbered head", "running head", "stamp", "footnote"]
# The kinds that are only where a page ends.
PAGE_END_KINDS = frozenset({"page number", "numbered head"})

_PAGE_NUMBER = re.compile(
    r"[\W_]*(?:\d{1,4}|[ivxlc]{1,6}|[IVXLC]{1,6}|"
    r"(?i:(?:page|pages|p|pp|pg|sheet|folio|fol|стр|страница|с|лист|л)[\W_]{1,3}\d{1,4}(?:\s*об)?)"
    r"(?i:\s*(?:of|из|/)\s*\d{1,4})?)[\W_]*"
)
_FOOTNOTE = re.compile(r"(?:\(?\d{1,3}[).]?|\[\d{1,3}\]|[*†‡]{1,3}\)?|[¹²³⁴-⁹⁰]{1,3})\s*[«\"“„(]?(?=[A-ZА-ЯЁ])")
_NUMBER_BESIDE_HEAD = re.compile(r"^\d{1,4}\s+|\s+\d{1,4}$")
_HEAD_WORD = re.compile(r"[^\W\d_]{4}")


class PageFurniture:
    """Finds the furniture of a text's pages.

    Args:
        text: the whole text.
        lines: its lines.
        spacing: the number of empty lines between two lines of one paragraph.
    """

    def __init__(self, text: str, lines: Sequence[Line], spacing: int = 0) -> None:
        self._text = text
        self._lines = lines
        self._spacing = spacing
        self._counts: Counter[str] | None = None

    def kind_at(self, k: int) -> tuple[Kind | None, int]:
        """Return the kind of furniture that begins at line `k`, or None, and the number of the line after it."""
        if self._is_page_number(k):
            return "page number", k + 1
        if self._is_running_head(k):
            return "numbered head" if self._head(k)[1] else "running head", k + 1
        end = self._footnote_end(k)
        if end > k:
            return "footnote", end
        if self._is_stamp(k):
            return "stamp", k + 1
        return None, k + 1

    def _is_page_number(self, k: int) -> bool:
        """Return whether a line is a page number: "- 12 -", "[Page 360]"."""
        line = self._lines[k]
        if line.length >= MIN_WRAPPED_LENGTH or _PAGE_NUMBER.fullmatch(self._text, line.start, line.end) is None:
            return False
        # A paragraph may end with a number and a full stop: "отпущено / 900.", "записка, / л. 5."
        is_tail = not self._is_after_gap(k)
        if self._text[line.start].isdigit():
            is_tail = is_tail and self._is_after_gap(k + 1)
        return not (is_tail and self._text[line.start].isalnum() and self._text[line.end - 1] == ".")

    def _is_running_head(self, k: int) -> bool:
        """Return whether a line is repeated in the text, apart from numbers, beside empty lines or page ends."""
        if not self._is_apart(k):
            return False
        if self._counts is None:
            self._counts = Counter(self._head(k)[0] for k in range(len(self._lines)) if self._is_apart(k))
        head, _ = self._head(k)
        return self._counts[head] > 1 and _HEAD_WORD.search(head) is not None

    def _is_stamp(self, k: int) -> bool:
        """Return whether a line has no letters or digits, or begins with the words of a stamp: "Сов. секретно"."""
        line = self._lines[k]
        if line.length > MAX_HEAD_LENGTH:
            return False
        piece = self._text[line.start : line.end]
        return not any(map(str.isalnum, piece)) or (
            line.length < MIN_WRAPPED_LENGTH and piece.strip("*-–—[]() ").casefold().startswith(_stamps())
        )

    def _footnote_end(self, k: int) -> int:
        """Return the number of the line after the footnote that begins at a line; `k` if none does.

        A footnote follows an empty line, a rule or another footnote, and ends at an empty line or the page number.
        """
        if _FOOTNOTE.match(self._text, self._lines[k].start) is None or not (
            self._is_after_gap(k) or self._is_rule(k - 1)
        ):
            return k
        for j in range(k + 1, min(k + MAX_FURNITURE_LINES, len(self._lines))):
            if self._is_after_gap(j) or self._is_page_number(j):
                return j
        return k

    def _is_after_gap(self, k: int) -> bool:
        """Return whether a line begins a page or follows more empty lines than the lines of a paragraph do."""
        return k in {0, len(self._lines)} or self._lines[k].empty > self._spacing or self._lines[k].is_page_start

    def _is_rule(self, k: int) -> bool:
        line = self._lines[k]
        return not any(map(str.isalnum, self._text[line.start : line.end]))

    def _is_apart(self, k: int) -> bool:
        """Return whether line `k` is short and beside an empty line, a page end or a page number."""
        is_short = self._lines[k].length <= MAX_HEAD_LENGTH
        return is_short and (self._is_after_gap(k) or self._is_after_gap(k + 1))

    def _head(self, k: int) -> tuple[str, bool]:
        """Return a line without a number at its start or end, and whether it had one."""
        line = self._lines[k]
        head, count = _NUMBER_BESIDE_HEAD.subn("", self._text[line.start : line.end])
        return head, count > 0


@cache
def _stamps() -> tuple[str, ...]:
    return tuple(read_words("segmentation", "stamps.txt"))
