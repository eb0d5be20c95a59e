"""Writing the words of recognized or printed pages as running text, with the place of each word.

Each line of a page is a line of the text, an empty line separates blocks, and a form feed begins each page but the
first. Words that are cut at line ends stay as they are: `bisearch.segmentation` reads them whole.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from bisearch.conversion.converted import ConvertedText
from bisearch.conversion.markdown import escape
from bisearch.errors import SourceError
from bisearch.places import Box, Page, PlacesWriter

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from bisearch.conversion.converted import LeftOut

# Characters of all pages: two texts of the greatest length, with the marks of Markdown.
MAX_LENGTH = 12_000_000
_HEADING_SIGNS = re.compile(r"#{1,6}")


class PageWord(NamedTuple):
    """A word of a page.

    Attributes:
        text: the word, with its punctuation.
        box: its left, upper, right and lower edge in the units of the page; None if unknown.
    """

    text: str
    box: Box | None = None


class PageText:
    """Collects the pages of a document.

    Args:
        path: the file, for messages.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._places = PlacesWriter()
        self._texts: list[str] = []
        self._parts: list[str] = []
        self._length = 0
        self._gap = ""
        self._empty_pages: list[int] = []
        self._has_words = True

    def begin_page(self, page: Page) -> None:
        """Begin a page."""
        self._end_page()
        self._has_words = False
        self._gap = "\n\n\f" if self._length else ""
        self._places.pages.append(page)

    def begin_block(self) -> None:
        """Begin a paragraph, a column or another block of lines."""
        if self._has_words:
            self._gap = "\n\n"

    def add_line(self, words: Iterable[PageWord]) -> None:
        """Add a line of the current block; raises `SourceError` if the pages become too long."""
        filled = [(" ".join(word.text.split()), word.box) for word in words]
        filled = [(text, box) for text, box in filled if text]
        for number, (text, box) in enumerate(filled):
            self._add(self._gap if not number else " ")
            start = self._length
            self._add("\\" + text if not number and _HEADING_SIGNS.fullmatch(text) else escape(text))
            self._places.add_word(start, self._length, self.pages - 1, box)
        if self._length > MAX_LENGTH:
            raise SourceError(self._path, f"its pages have more than {MAX_LENGTH:,} characters; split the file")
        if filled:
            self._gap = "\n"
            self._has_words = True

    def converted(
        self, values: dict[str, Any] | None = None, notices: Iterable[str] = (), left_out: Iterable[LeftOut] = ()
    ) -> ConvertedText:
        """Return the document of all pages."""
        self._end_page()
        places = self._places.places()
        return ConvertedText("".join(self._texts), values or {}, tuple(left_out), places=places, notices=tuple(notices))

    @property
    def pages(self) -> int:
        """The number of pages."""
        return len(self._places.pages)

    @property
    def empty_pages(self) -> list[int]:
        """The numbers of the pages without text."""
        self._end_page()
        return self._empty_pages

    def _end_page(self) -> None:
        if not self._has_words:
            self._empty_pages.append(self._places.pages[-1].number)
            self._has_words = True
        # The text of a page takes far less memory than its words.
        self._texts.append("".join(self._parts))
        self._parts.clear()

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)


def page_ranges(numbers: list[int]) -> str:
    """Return the ascending numbers of pages with their runs shortened: ``pages 1, 3-5``."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    listed = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)
    return f"page{'s' if len(numbers) > 1 else ''} {listed}"
