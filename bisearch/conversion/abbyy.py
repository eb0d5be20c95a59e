"""ABBYY FineReader XML: the recognized characters of pages, with their places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.conversion.page_text import PageText, PageWord
from bisearch.conversion.xml_trees import number, read_pages
from bisearch.places import Page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml.etree import _Element as Element

    from bisearch.conversion.converted import ConvertedText
    from bisearch.places import Box


def convert(path: Path, encoding: str | None = None) -> list[ConvertedText]:  # noqa: ARG001 -- XML declares its own
    """Return the document of a FineReader XML file; see `forms.Form`."""
    text = PageText(str(path))
    for page in read_pages(path, "page"):
        text.begin_page(Page(text.pages + 1, "", number(page, "width"), number(page, "height")))
        for paragraph in page.iter("{*}par"):
            text.begin_block()
            for line in paragraph.iterfind("{*}line"):
                text.add_line(_words(line))
    return [text.converted()]


def _words(line: Element) -> Iterator[PageWord]:
    characters: list[tuple[str, Box | None]] = []
    for formatting in line.iterfind("{*}formatting"):
        boxes = list(formatting.iterfind("{*}charParams"))
        if boxes:
            characters += ((each.text or " ", _box(each)) for each in boxes)
        else:
            characters += ((character, _box(line)) for character in formatting.text or "")
    word: list[tuple[str, Box | None]] = []
    for character, box in [*characters, (" ", None)]:
        if not character.isspace():
            word.append((character, box))
        elif word:
            yield PageWord("".join(each[0] for each in word), _around([each[1] for each in word]))
            word = []


def _around(boxes: list[Box | None]) -> Box | None:
    known = [box for box in boxes if box is not None]
    if not known:
        return None
    x0, y0, x1, y1 = zip(*known, strict=True)
    return min(x0), min(y0), max(x1), max(y1)


def _box(element: Element) -> Box | None:
    if element.get("l") is None:
        return None
    return number(element, "l"), number(element, "t"), number(element, "r"), number(element, "b")
