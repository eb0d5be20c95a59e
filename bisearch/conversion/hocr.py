"""hOCR, as Tesseract, OCRmyPDF and the Internet Archive write it: recognized words in a web page, with their places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bisearch.conversion.html import page_header, parse_html, read_html
from bisearch.conversion.page_text import PageText, PageWord
from bisearch.places import Page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml.etree import _Element as Element

    from bisearch.conversion.converted import ConvertedText
    from bisearch.places import Box

_LINES = {"ocr_line", "ocrx_line", "ocr_header", "ocr_footer", "ocr_caption", "ocr_textfloat"}
_BLOCKS = {"ocr_carea", "ocr_par", "ocrx_block", "ocr_column", "ocr_block"}
_WORD = "ocrx_word"
_BOX = re.compile(r"\bbbox\s+(-?[\d.]+)\s+(-?[\d.]+)\s+(-?[\d.]+)\s+(-?[\d.]+)")
_IMAGE = re.compile(r"\b(?:image|file)\s+(?:\"([^\"]*)\"|'([^']*)'|([^;\s]+))")
_LABEL = re.compile(r"\blpageno\s+(?:\"([^\"]*)\"|([^;\s]+))")


def convert(path: Path, encoding: str | None = None) -> list[ConvertedText]:
    """Return the document of an hOCR file; see `forms.Form`."""
    root = parse_html(read_html(path, encoding), str(path))
    text = PageText(str(path))
    for page in root.iter():
        if "ocr_page" not in _classes(page):
            continue
        title = page.get("title", "")
        box = _box(page) or (0.0, 0.0, 0.0, 0.0)
        image, label = (next(filter(None, match.groups()), "") if match else "" for match in (
            _IMAGE.search(title), _LABEL.search(title)
        ))  # fmt: skip
        text.begin_page(Page(text.pages + 1, label, box[2] - box[0], box[3] - box[1], "pixel", image))
        _add_page(page, box, text)
    return [text.converted(left_out=page_header(root, "hOCR").left_out)]


def _add_page(page: Element, page_box: Box, text: PageText) -> None:
    lines: set[Element] = set()
    for element in page.iter():
        classes = _classes(element)
        if classes & _BLOCKS:
            text.begin_block()
        if classes & _LINES and not any(parent in lines for parent in element.iterancestors()):
            lines.add(element)
            text.add_line(_words(element, page_box))
    if not lines:
        words = [element for element in page.iter() if _WORD in _classes(element)]
        text.add_line(PageWord(_text(word), _within(_box(word), page_box)) for word in words)


def _words(line: Element, page_box: Box) -> Iterator[PageWord]:
    """Yield the words of a line; text outside its words, or of a line without any, has the place of the line."""
    box = _within(_box(line), page_box)
    words = [element for element in line.iter() if _WORD in _classes(element)]
    if not words:
        yield from (PageWord(word, box) for word in _text(line).split())
        return
    for word in words:
        own = _within(_box(word), page_box) or box
        yield from (PageWord(part, own) for part in _text(word).split())


def _text(element: Element) -> str:
    return "".join(map(str, element.itertext()))


def _within(box: Box | None, page: Box) -> Box | None:
    """Return a box relative to the upper left corner of its page."""
    return None if box is None else (box[0] - page[0], box[1] - page[1], box[2] - page[0], box[3] - page[1])


def _classes(element: Element) -> set[str]:
    return set((element.get("class") or "").split()) if isinstance(element.tag, str) else set()


def _box(element: Element) -> Box | None:
    match = _BOX.search(element.get("title", ""))
    if match is None:
        return None
    x0, y0, x1, y1 = map(float, match.groups())
    return x0, y0, x1, y1
