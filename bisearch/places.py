"""The pages of a text, and the place of each word on them.

Offsets are half-open ranges of code points in the text of one side of a document. Boxes are in the units of the page,
from its upper left corner to the right and down.
"""

from __future__ import annotations

import json
import zlib
from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Box: TypeAlias = tuple[float, float, float, float]

# Boxes are stored in tenths of the page's units.
_PRECISION = 10
_RAW = -15
# No page of a scan is larger, in tenths of units.
_MAX_COORDINATE = 2**31 - 1


class PageNumber(NamedTuple):
    """The number of a page.

    Attributes:
        number: its number in the source, counted from 1.
        label: the number that the source gives it, such as ``"121"`` or ``"xii"``; empty if the source gives none.
    """

    number: int
    label: str = ""


class Page(NamedTuple):
    """A page.

    Attributes:
        number: its number in the source, counted from 1.
        label: the number that the source gives it, such as ``"121"`` or ``"xii"``; empty if the source gives none.
        width: its width in units; 0 if unknown.
        height: its height in units; 0 if unknown.
        unit: the unit: ``"pixel"``, ``"point"``, ``"mm10"`` (tenths of a millimetre) or ``"inch1200"``.
        image: the file name of its image, as written in the source; empty if the source names none.
    """

    number: int
    label: str = ""
    width: float = 0.0
    height: float = 0.0
    unit: str = "pixel"
    image: str = ""


class WordPlace(NamedTuple):
    """The place of a word on the image of its page. A word that is cut at a line end has a place for each part.

    Attributes:
        start: offset of its first character in the text of its side.
        end: offset after its last character.
        page: the page.
        x0: left edge, in the units of the page.
        y0: upper edge.
        x1: right edge.
        y1: lower edge.
    """

    start: int
    end: int
    page: Page
    x0: float
    y0: float
    x1: float
    y1: float


class Piece(NamedTuple):
    """A stretch of a file's text that is also in the text of a document.

    Attributes:
        start: its offset in the text of the document.
        place: its offset in the text of the file.
        length: number of characters.
    """

    start: int
    place: int
    length: int


@dataclass(frozen=True, slots=True)
class TextPlaces:
    """The pages of a text and the places of its words.

    Attributes:
        pages: the pages in order.
        starts: offset of the first character of each word, ascending.
        lengths: number of characters of each word.
        page_indexes: index of each word's page in `pages`.
        boxes: the left, upper, right and lower edge of each word, in tenths of the page's units; empty if the source
            gives only pages.
    """

    pages: tuple[Page, ...]
    starts: array[int]
    lengths: array[int]
    page_indexes: array[int]
    boxes: array[int]

    def words(self, start: int, end: int) -> list[WordPlace]:
        """Return the places of the words that overlap a range of the text; none if the source gives only pages."""
        return [self._word(index) for index in self._indexes(start, end)] if self.boxes else []

    def page_numbers(self, start: int, end: int) -> tuple[PageNumber, ...]:
        """Return the numbers of the pages that a range of the text is on, in order."""
        found = sorted({self.page_indexes[index] for index in self._indexes(start, end)})
        return tuple(PageNumber(*self.pages[index][:2]) for index in found)

    def pack(self) -> bytes:
        """Return the places as compressed bytes."""
        edges = [self.boxes[side::4] for side in range(4)]
        columns = (
            [list(page) for page in self.pages],
            _differences(self.starts),
            list(self.lengths),
            _differences(self.page_indexes),
            # A line's words share the upper and the lower edge; widths and heights are alike.
            [
                _differences(edges[0]),
                _differences(edges[1]),
                _between(edges[0], edges[2]),
                _between(edges[1], edges[3]),
            ],
        )
        text = json.dumps(columns, ensure_ascii=False, separators=(",", ":"))
        return zlib.compress(text.encode(), wbits=_RAW)

    @classmethod
    def unpack(cls, packed: bytes) -> TextPlaces:
        """Return the places that `pack` made bytes of.

        Raises:
            zlib.error: the bytes are no places. `ValueError` or `TypeError` may be raised too.
        """
        pages, starts, lengths, page_indexes, (x0, y0, widths, heights) = json.loads(zlib.decompress(packed, _RAW))
        left, upper = list(accumulate(x0)), list(accumulate(y0))
        boxes = array("i")
        for x, y, width, height in zip(left, upper, widths, heights, strict=True):
            boxes.extend((x, y, x + width, y + height))
        return cls(
            tuple(Page(*page) for page in pages),
            array("I", accumulate(starts)),
            array("I", lengths),
            array("I", accumulate(page_indexes)),
            boxes,
        )

    def _indexes(self, start: int, end: int) -> range:
        """Return the indexes of the words that overlap a range."""
        first = bisect_right(self.starts, start)
        if first and self.starts[first - 1] + self.lengths[first - 1] > start:
            first -= 1
        return range(first, max(first, bisect_left(self.starts, end)))

    def _word(self, index: int) -> WordPlace:
        start = self.starts[index]
        x0, y0, x1, y1 = (edge / _PRECISION for edge in self.boxes[4 * index : 4 * index + 4])
        page = self.pages[self.page_indexes[index]]
        return WordPlace(start, start + self.lengths[index], page, x0, y0, x1, y1)


@dataclass(frozen=True, slots=True)
class DocumentPlaces:
    """The places of both texts of a document.

    Attributes:
        ru: those of the Russian text; None if its source has no pages.
        en: those of the English text; None if its source has no pages.
    """

    ru: TextPlaces | None = None
    en: TextPlaces | None = None

    def side(self, side: str) -> TextPlaces | None:
        """Return the places of one text, ``"ru"`` or ``"en"``; None if its source has no pages."""
        return self.ru if side == "ru" else self.en


class PlacesWriter:
    """Collects the pages of a text and the places of its words, in the order of the text, in 28 bytes a word."""

    def __init__(self) -> None:
        self.pages: list[Page] = []
        self._starts, self._lengths, self._page_indexes = array("I"), array("I"), array("I")
        self._boxes = array("i")
        self._has_boxes = False

    def add_word(self, start: int, end: int, page: int, box: Box | None) -> None:
        """Add a word.

        Args:
            start: the offset of its first character in the text.
            end: the offset after its last character.
            page: the index of its page in `pages`.
            box: its box; None if it is unknown. A source that knows the boxes of words may lack that of one.
        """
        self._starts.append(start)
        self._lengths.append(end - start)
        self._page_indexes.append(page)
        self._has_boxes |= box is not None
        edges = box or (0.0, 0.0, 0.0, 0.0)
        self._boxes.extend(max(-_MAX_COORDINATE, min(_MAX_COORDINATE, round(edge * _PRECISION))) for edge in edges)

    def places(self) -> TextPlaces:
        """Return all places; if no word has a box, only the pages of the words."""
        boxes = self._boxes if self._has_boxes else array("i")
        return TextPlaces(tuple(self.pages), self._starts, self._lengths, self._page_indexes, boxes)


def join_places(parts: Iterable[tuple[int, TextPlaces]]) -> TextPlaces:
    """Return the places of a text that is made of several, each with its own pages.

    Args:
        parts: for each part, in order, its offset in the text and its places.
    """
    parts = list(parts)
    pages: tuple[Page, ...] = ()
    starts, lengths, page_indexes, boxes = array("I"), array("I"), array("I"), array("i")
    has_boxes = any(places.boxes for _, places in parts)
    for offset, places in parts:
        starts.extend(offset + start for start in places.starts)
        lengths.extend(places.lengths)
        page_indexes.extend(len(pages) + index for index in places.page_indexes)
        # A file without boxes may be among files with them.
        boxes.extend(places.boxes or [0] * (4 * len(places.starts) * has_boxes))
        pages += places.pages
    return TextPlaces(pages, starts, lengths, page_indexes, boxes)


def move_places(places: TextPlaces, pieces: Sequence[Piece]) -> TextPlaces | None:
    """Return the places of words in another text.

    Args:
        places: their places in the text of a file.
        pieces: where the other text is in that of the file.

    Returns:
        The places in the other text; None if it holds none of the words.
    """
    ordered = sorted(pieces, key=lambda piece: piece.place)
    offsets = [piece.place for piece in ordered]
    starts, lengths, indexes = array("I"), array("I"), array("I")
    for index, (start, length) in enumerate(zip(places.starts, places.lengths, strict=True)):
        overlapping = ordered[max(0, bisect_right(offsets, start) - 1) : bisect_left(offsets, start + length)]
        ranges = [
            (
                piece.start + max(0, start - piece.place),
                piece.start + min(piece.length, start + length - piece.place),
            )
            for piece in overlapping
            if piece.place + piece.length > start
        ]
        if ranges:
            first = min(each[0] for each in ranges)
            starts.append(first)
            lengths.append(max(each[1] for each in ranges) - first)
            indexes.append(index)
    if not starts:
        return None
    order: Sequence[int] = range(len(starts))
    if any(before >= after for before, after in pairwise(starts)):
        order = sorted(order, key=lambda each: (starts[each], lengths[each]))
    boxes = array("i")
    for each in order if places.boxes else ():
        boxes += places.boxes[4 * indexes[each] : 4 * indexes[each] + 4]
    return TextPlaces(
        places.pages,
        array("I", (starts[each] for each in order)),
        array("I", (lengths[each] for each in order)),
        array("I", (places.page_indexes[indexes[each]] for each in order)),
        boxes,
    )


def _differences(values: Sequence[int]) -> list[int]:
    return [*values[:1], *(after - before for before, after in pairwise(values))]


def _between(lows: Sequence[int], highs: Sequence[int]) -> list[int]:
    return [high - low for low, high in zip(lows, highs, strict=True)]
