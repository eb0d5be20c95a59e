"""The words of XML forms and subtitles, taken by ElementTree, by Python's parser of HTML, or line by line.

Nothing here uses bisearch's readers, so that a mistake of theirs shows.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from xml.etree import ElementTree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from xml.etree.ElementTree import Element

# Elements that separate words even in the middle of a text; others within a text, such as <hi>, may be in a word.
_SEPARATE = {
    "a",
    "body",
    "head",
    "item",
    "l",
    "label",
    "lb",
    "lg",
    "list",
    "note",
    "p",
    "section",
    "table",
    "title",
    "v",
}
_PICTURES = {"binary", "binary-data"}
_TIMES = re.compile(r"\d+:\d\d:\d\d[,.]\d+ *--> *\d+:\d\d:\d\d[,.]\d+.*")
_TAGS = re.compile(r"</?(?:[biu]|font)\b[^<>]*>|\{\\[^{}]*\}", re.IGNORECASE)


def xml_texts(path: Path) -> Iterator[str]:
    """Yield the texts of an XML file: of TEI, FB2, ALTO, PAGE XML and FineReader XML by their elements for text."""
    root = ElementTree.parse(path).getroot()  # noqa: S314 -- the user's own file
    yield from _FORMS.get(_name(root).lower(), _running)(root)


def hocr_texts(path: Path) -> Iterator[str]:
    """Yield the texts of the words of an hOCR file, and of its title."""
    reader = _DataReader()
    reader.feed(path.read_text(encoding="utf-8-sig"))
    reader.close()
    yield from reader.found


def subtitle_texts(path: Path) -> Iterator[str]:
    """Yield the lines of SRT subtitles without numbers, times and styles."""
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    for number, line in enumerate(lines):
        after = lines[number + 1].strip() if number + 1 < len(lines) else ""
        is_number = line.strip().isdigit() and _TIMES.fullmatch(after) is not None
        if not is_number and not _TIMES.fullmatch(line.strip()):
            yield _TAGS.sub("", line)


def memory_texts(path: Path) -> Iterator[str]:
    """Yield the texts of a TMX translation memory: of its segments, notes and properties, and what its header says."""
    for element in ElementTree.parse(path).iter():  # noqa: S314 -- the user's own file
        if _name(element) in {"header", "map"}:
            yield from element.attrib.values()
        elif _name(element) in {"seg", "note", "prop"}:
            # Elements separate words: a tag between two letters never joins them.
            yield from element.itertext()


class _DataReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._is_code = False

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 -- the library's signature
        self._is_code = tag in {"script", "style"}

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 -- the library's signature
        self._is_code = False

    def handle_data(self, data: str) -> None:
        if not self._is_code:
            self.found.append(data)


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _running(root: Element) -> Iterator[str]:
    yield _text(root)


def _text(element: Element) -> str:
    """Return the text of an element; elements that only hold elements separate their texts."""
    if _name(element) in _PICTURES:
        return ""
    is_mixed = any((text or "").strip() for text in (element.text, *(child.tail for child in element)))
    parts = [element.text or ""]
    for child in element:
        is_apart = not is_mixed or _name(child) in _SEPARATE
        parts += [f" {_text(child)} " if is_apart else _text(child), child.tail or ""]
    return "".join(parts)


def _alto(root: Element) -> Iterator[str]:
    for line in root.iter():
        if _name(line) == "Description":
            yield _text(line)
        elif _name(line) == "TextLine":
            words = [(_name(each), each.get("CONTENT", "")) for each in line]
            yield "".join(text if name == "HYP" else f" {text}" for name, text in words if name in {"HYP", "String"})


def _page_xml(root: Element) -> Iterator[str]:
    for element in root.iter():
        children = {_name(child) for child in element}
        if _name(element) == "Metadata":
            yield _text(element)
        elif _name(element) == "TextLine" or (_name(element) == "TextRegion" and "TextLine" not in children):
            own = _reading(element)
            yield own or " ".join(_reading(child) for child in element if _name(child) == "Word")


def _reading(element: Element) -> str:
    """Return the first reading of a region, a line or a word that has text."""
    readings = [child for child in element if _name(child) == "TextEquiv"]
    readings.sort(key=lambda each: float(each.get("index", "0")))
    texts = (child.text or "" for each in readings for child in each if _name(child) in {"Unicode", "PlainText"})
    return next((text for text in texts if text.strip()), "")


def _finereader(root: Element) -> Iterator[str]:
    for line in root.iter():
        if _name(line) == "line":
            characters = [each.text or " " for each in line.iter() if _name(each) == "charParams"]
            yield "".join(characters) or _text(line)


_FORMS: dict[str, Callable[[Element], Iterator[str]]] = {"alto": _alto, "pcgts": _page_xml, "document": _finereader}
