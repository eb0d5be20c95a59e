"""PAGE XML, as Transkribus, OCR-D, eScriptorium and Kraken write it: the lines and words of a page with their places.

The text of a line is what people correct, so it is taken before that of its words; if they differ in number, each word
has the place of its line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bisearch.conversion.headers import Header
from bisearch.conversion.page_text import PageText, PageWord
from bisearch.conversion.xml_trees import local_name, number, read_xml
from bisearch.places import Page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml.etree import _Element as Element

    from bisearch.conversion.converted import ConvertedText
    from bisearch.places import Box

_ORDER = re.compile(r"readingOrder\s*\{[^}]*?index\s*:\s*(\d+)")
_POINT = re.compile(r"(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)")


def convert(path: Path, encoding: str | None = None) -> list[ConvertedText]:  # noqa: ARG001 -- XML declares its own
    """Return the document of a PAGE XML file; see `forms.Form`."""
    root = read_xml(path)
    text = PageText(str(path))
    for page in root.iter("{*}Page"):
        size = number(page, "imageWidth"), number(page, "imageHeight")
        image = page.get("imageFilename", "")
        regions = _regions(page)
        labels = [_own_text(region) for region in regions if region.get("type") == "page-number"]
        label = " ".join((labels[0] if labels else "").split())
        text.begin_page(Page(text.pages + 1, label, *size, "pixel", image))
        for region in regions:
            text.begin_block()
            _add_region(region, text)
    header = Header()
    for metadata in root.iterchildren("{*}Metadata"):
        header.read(metadata, "PAGE XML")
    return [text.converted(left_out=header.left_out)]


def _regions(page: Element) -> list[Element]:
    """Return the text regions of a page in the order of reading; those within another region follow it."""
    found = list(page.iter("{*}TextRegion"))
    wanted: dict[str, int] = {}
    for reference in _references(page.find("{*}ReadingOrder")):
        wanted.setdefault(reference, len(wanted))
    if not wanted:
        is_ordered = all(_ORDER.search(each.get("custom", "")) for each in found)
        return sorted(found, key=_custom_order) if is_ordered else found
    ranks: list[float] = []
    for region in found:
        ids = (each.get("id", "") for each in (region, *region.iterancestors()))
        own = next((wanted[id_] for id_ in ids if id_ in wanted), None)
        ranks.append(own if own is not None else ranks[-1] if ranks else -1)
    return [found[place] for place in sorted(range(len(found)), key=lambda place: ranks[place])]


def _references(group: Element | None) -> Iterator[str]:
    """Yield the ids of regions in the order of their groups."""
    if group is None:
        return
    children = [child for child in group if isinstance(child.tag, str)]
    for child in sorted(children, key=lambda each: number(each, "index")):
        if (id_ := child.get("regionRef")) is not None:
            yield id_
        yield from _references(child)


def _custom_order(element: Element) -> int:
    match = _ORDER.search(element.get("custom", ""))
    return int(match[1]) if match else 0


def _add_region(region: Element, text: PageText) -> None:
    lines = list(region.iterfind("{*}TextLine"))
    if all(_ORDER.search(line.get("custom", "")) for line in lines):
        lines.sort(key=_custom_order)
    for line in lines:
        text.add_line(_line_words(line))
    if not lines:
        for written in _own_text(region).split("\n"):
            text.add_line(PageWord(word, _box(region)) for word in written.split())


def _line_words(line: Element) -> list[PageWord]:
    words = [PageWord(_own_text(word), _box(word)) for word in line.iterfind("{*}Word")]
    written = _own_text(line).split()
    if not written:
        return words
    boxes = [word.box for word in words if word.text.strip()]
    if len(boxes) != len(written):
        boxes = [_box(line)] * len(written)
    return [PageWord(word, box) for word, box in zip(written, boxes, strict=True)]


def _own_text(element: Element) -> str:
    """Return the text of a region, a line or a word itself; of several readings, the first."""
    readings = sorted(element.iterfind("{*}TextEquiv"), key=lambda each: number(each, "index"))
    for reading in readings:
        for child in reading:
            if local_name(child) in {"Unicode", "PlainText"} and (child.text or "").strip():
                return child.text or ""
    return ""


def _box(element: Element) -> Box | None:
    coordinates = element.find("{*}Coords")
    if coordinates is None:
        return None
    points = [(float(x), float(y)) for x, y in _POINT.findall(coordinates.get("points", ""))]
    points += [(number(each, "x"), number(each, "y")) for each in coordinates.iterfind("{*}Point")]
    if not points:
        return None
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)
