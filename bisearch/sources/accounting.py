"""An account of every character of a file: taken into a document, or passed over for one of a few reasons.

A reader that loses text loses it here first: `Account.close` raises an error for characters that were neither taken nor
passed over.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from bisearch.conversion import converted
from bisearch.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# "page furniture": what a web site or a publisher puts around a document, e.g. "Skip to content".
# "label": the name of a metadata field, e.g. "Title:".
# "markup": signs and code of the file format, e.g. "**" or the address of a link.
# The other reasons are those of `conversion.converted`.
Reason: TypeAlias = Literal[
    "page furniture", "label", "markup", "running head", "comment", "deletion", "hidden text", "code", "metadata",
    "variant",
]  # fmt: skip
REASONS: tuple[Reason, ...] = ("page furniture", "label", "markup", *converted.REASONS)

_WORD = re.compile(r"[^\W_]+")
_UNMARKED = re.compile(rb"\0+")


class PassedOver(NamedTuple):
    """Text of a file that is in no document.

    Attributes:
        path: the file.
        line: line number of the first character in the text of the file, from 1; 0 if the file's form keeps it apart
            from its running text, such as a comment of a word processor.
        start: offset of the first character in the text of the file, in code points; 0 if `line` is 0.
        end: offset after the last character; 0 if `line` is 0.
        reason: why it was passed over.
        text: the text, as in the file.
    """

    path: str
    line: int
    start: int
    end: int
    reason: Reason
    text: str


class Notice(NamedTuple):
    """Something about a source that its owner should know, although nothing was left out.

    Attributes:
        path: the file.
        text: one line in lower case, without a full stop.
        line: line number, from 1; None if the notice concerns the whole file.
    """

    path: str
    text: str
    line: int | None = None

    def __str__(self) -> str:
        return f"{self.path}: {self.text}" if self.line is None else f"{self.path}:{self.line}: {self.text}"


class Account:
    """The account of one decoded file.

    Args:
        text: the whole decoded file.
        path: the file, for messages.
    """

    def __init__(self, text: str, path: str) -> None:
        self._text = text
        self._path = path
        self._marks = bytearray(len(text))

    def take(self, start: int, end: int) -> None:
        """Note that a stretch of the file is in a document: in its text or in its metadata."""
        self._marks[start:end] = b"\1" * (end - start)

    def pass_over(self, start: int, end: int, reason: Reason) -> None:
        """Note that a stretch of the file is in no document."""
        self._marks[start:end] = bytes((REASONS.index(reason) + 2,)) * (end - start)

    def close(self) -> Iterator[PassedOver]:
        """Yield what was passed over, in order, except stretches without a letter or a digit.

        Raises:
            SourceError: some characters, other than whitespace, are not accounted for.
        """
        for gap in _UNMARKED.finditer(self._marks):
            if lost := self._text[gap.start() : gap.end()].strip():
                line = self._text.count("\n", 0, gap.start() + self._text[gap.start() :].index(lost)) + 1
                raise SourceError(self._path, f"cannot place the text {lost!r:.60}", line)
        line, last = 1, 0
        for run in re.finditer(rb"([\2-\x20])\1*", self._marks):
            start, end = run.span()
            if _WORD.search(self._text, start, end):
                line, last = line + self._text.count("\n", last, start), start
                reason = REASONS[self._marks[start] - 2]
                yield PassedOver(self._path, line, start, end, reason, self._text[start:end])


def count_words(passed_over: Iterable[PassedOver]) -> Counter[Reason]:
    """Return the number of words that were passed over for each reason."""
    counts: Counter[Reason] = Counter()
    for each in passed_over:
        counts[each.reason] += len(_WORD.findall(each.text))
    return counts
