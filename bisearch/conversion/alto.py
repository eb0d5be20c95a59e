"""ALTO (versions 1 to 4): the recognized words of pages, with their places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.conversion.headers import Header, text_of
from bisearch.conversion.page_text import PageText, PageWord
from bisearch.conversion.xml_trees import local_name, number, read_xml
from bisearch.places import Page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml.etree import _Element as Element

    from bisearch.conversion.converted import ConvertedText
    from bisearch.places import Box

_UNITS = {"pixel": "pixel", "mm10": "mm10", "inch1200": "inch1200"}
# The parts of a page as they are read: what is beside the text follows it.
_PARTS = ("TopMargin", "PrintSpace", "LeftMargin", "RightMargin", "BottomMargin")
# The first half of a word that is cut at a line end, if nothing in the text shows it.
_SOFT_HYPHEN = "\u00ad"
_HYPHEN_ENDS = ("-", _SOFT_HYPHEN, "¬", "\u2010", "\u2011")


def convert(path: Path, encoding: str | None = None) -> list[ConvertedText]:  # noqa: ARG001 -- XML declares its own
    """Return the document of an ALTO file; see `forms.Form`."""
    root = read_xml(path)
    text = PageText(str(path))
    named = (root.iter(f"{{*}}{name}") for name in ("MeasurementUnit", "fileName"))
    kept = [next((element for element in elements if not len(element)), None) for elements in named]
    unit, image = (text_of(element) if element is not None else "" for element in kept)
    unit = unit or "pixel"
    for page in root.iter("{*}Page"):
        label = page.get("PRINTED_IMG_NR", "").strip()
        size = number(page, "WIDTH"), number(page, "HEIGHT")
        text.begin_page(Page(text.pages + 1, label, *size, _UNITS.get(unit, unit), image))
        for block in _blocks(page, root):
            text.begin_block()
            for line in block.iter("{*}TextLine"):
                text.add_line(_words(line))
    header = Header()
    for description in root.iterchildren("{*}Description"):
        header.read(description, "ALTO", lambda each: "page" if each in kept else local_name(each))
    return [text.converted(left_out=header.left_out)]


def _blocks(page: Element, root: Element) -> list[Element]:
    """Return the text blocks of a page in the order of reading."""
    parts = [part for name in _PARTS for part in page.iterfind(f"{{*}}{name}")]
    blocks = [block for part in parts or [page] for block in part.iter("{*}TextBlock")]
    # Blocks that the order of reading does not list keep their place after the one before them.
    wanted: dict[str, int] = {}
    for reference in root.iterfind("{*}ReadingOrder//{*}ElementRef"):
        wanted.setdefault(reference.get("REF", ""), len(wanted))
    ranks: list[float] = []
    for block in blocks:
        own = next((wanted[id_] for id_ in _ids(block) if id_ in wanted), None)
        ranks.append(own if own is not None else ranks[-1] if ranks else -1)
    return [blocks[place] for place in sorted(range(len(blocks)), key=lambda place: ranks[place])]


def _ids(block: Element) -> Iterator[str]:
    """Yield the ids of a block and of the blocks that it is part of."""
    yield block.get("ID", "")
    yield from (parent.get("ID", "") for parent in block.iterancestors("{*}ComposedBlock"))


def _words(line: Element) -> list[PageWord]:
    words: list[PageWord] = []
    is_cut = False
    for element in line:
        name = local_name(element)
        if name == "String":
            words.append(PageWord(element.get("CONTENT", ""), _box(element)))
            is_cut = element.get("SUBS_TYPE") == "HypPart1"
        elif name == "HYP" and words and not words[-1].text.endswith(_HYPHEN_ENDS):
            words[-1] = words[-1]._replace(text=words[-1].text + element.get("CONTENT", "-"))
    if is_cut and not words[-1].text.endswith(_HYPHEN_ENDS):
        words[-1] = words[-1]._replace(text=words[-1].text + _SOFT_HYPHEN)
    return words


def _box(element: Element) -> Box | None:
    if element.get("HPOS") is None or element.get("VPOS") is None:
        return None
    x, y = number(element, "HPOS"), number(element, "VPOS")
    return x, y, x + number(element, "WIDTH"), y + number(element, "HEIGHT")
