"""DOCX: documents of Microsoft Word, by the elements of WordprocessingML (ECMA-376)."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from bisearch.conversion.converted import ConvertedText, LeftOut
from bisearch.conversion.flow import Flow, Role
from bisearch.conversion.headers import Header, text_of
from bisearch.conversion.numbering import Counters, Level, number_in
from bisearch.conversion.xml_trees import local_attribute, local_name, parse_xml
from bisearch.conversion.zip_files import open_zip
from bisearch.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml.etree import _Element as Element

    from bisearch.conversion.converted import Reason
    from bisearch.conversion.zip_files import BoundedZip

_ROLES = {
    "p": Role.BLOCK, "tbl": Role.TABLE, "tr": Role.ROW, "tc": Role.CELL, "txbxContent": Role.ASIDE,
    "footnoteReference": Role.NOTE, "endnoteReference": Role.NOTE, "br": Role.BREAK, "cr": Role.BREAK, "tab": Role.TAB,
    "ptab": Role.TAB,
    **dict.fromkeys(
        ("pPr", "rPr", "tblPr", "trPr", "tcPr", "sectPr", "sdtPr", "sdtEndPr", "instrText", "delInstrText", "Fallback",
         "tblGrid", "rt"), Role.IGNORED,
    ),
}  # fmt: skip
_SIGNS = {"noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_FALSE = {"0", "false", "off"}
_HEADING_NAMES = ("heading ", "заголовок ", "title", "название")
_PART_REASONS: dict[str, Reason] = {"header": "running head", "footer": "running head", "comments": "comment"}


class _Part(NamedTuple):
    """A part of the document: its kind, the name of the relation to it, and its root."""

    kind: str
    id: str
    root: Element


def convert(path: Path, encoding: str | None = None) -> list[ConvertedText]:
    """Return the document of a DOCX file; see `forms.Form`."""
    del encoding  # the form is always in Unicode
    with open_zip(path) as file:
        main = next((target for kind, _, target in _relations(file, "", path) if kind == "officeDocument"), None)
        if main is None:
            raise SourceError(str(path), "broken: no document in the DOCX file; save it again")
        root = parse_xml(file.read(main), str(path))
        parts = [
            _Part(kind, name, parse_xml(file.read(target), str(path)))
            for kind, name, target in _relations(file, main, path)
            if kind in {*_PART_REASONS, "footnotes", "endnotes", "styles", "numbering"} and target in file.names
        ]
        header = _header(file, path)
    flow = _WordFlow(parts)
    flow.walk(root)
    text = flow.text()
    for part in parts:
        if part.kind in _PART_REASONS:
            for element in [part.root] if part.kind != "comments" else part.root:
                for name in ("author", "initials") if part.kind == "comments" else ():
                    if value := local_attribute(element, name).strip():
                        flow.left_out.append(LeftOut("comment", value))
                flow.leave_out(_PART_REASONS[part.kind], [element])
    return [ConvertedText(text, header.values(), tuple(dict.fromkeys((*flow.left_out, *header.left_out))))]


class _WordFlow(Flow):
    text_names: ClassVar[frozenset[str] | None] = frozenset({"t", "delText"})

    def __init__(self, parts: list[_Part]) -> None:
        super().__init__()
        roots = {part.kind: part.root for part in parts}
        self._notes = {
            (kind, local_attribute(note, "id")): note
            for kind in ("footnote", "endnote")
            for note in roots.get(f"{kind}s", ())
        }
        self._note_numbers = {"footnote": 0, "endnote": 0}
        self._styles = {local_attribute(each, "styleId"): each for each in _children(roots.get("styles"), "style")}
        self._numbering = _Numbering(roots.get("numbering"))

    def role(self, element: Element) -> Role:
        """Return the role of an element."""
        name = local_name(element)
        if name == "p" and self._is_heading(element):
            return Role.HEADING
        if name == "r" and _is_on(element, "b"):
            return Role.BOLD
        if name == "r" and (properties := _child(element, "rPr")) is not None:
            return Role.RAISED if _value(properties, "vertAlign") == "superscript" else Role.INLINE
        return _ROLES.get(name, Role.INLINE)

    def sign(self, element: Element) -> str | None:
        """Return the character that an element without text is; None if it is none."""
        if local_name(element) == "sym":
            code = local_attribute(element, "char")
            # Fonts of symbols put their signs into the private use area.
            return chr(int(code, 16)) if code and int(code, 16) < 0xE000 else ""
        return _SIGNS.get(local_name(element)) or super().sign(element)

    def reason(self, element: Element) -> Reason | None:
        """Return the reason for which an element is left out; None if it is not."""
        name = local_name(element)
        if name in {"del", "moveFrom"} or (name == "tr" and _path(element, "trPr", "del") is not None):
            return "deletion"
        return "hidden text" if name == "r" and _is_on(element, "vanish") else None

    def prefix(self, element: Element) -> str:
        """Return the number or the bullet of a list item."""
        if local_name(element) != "p":
            return ""
        numbers = [_child(each, "numPr") for each in self._properties(element)]
        number = next((each for each in numbers if each is not None), None)
        return "" if number is None else self._numbering.next(number)

    def note(self, element: Element) -> tuple[str, list[Element]]:
        """Return the mark of a note and the element with its text."""
        kind = local_name(element).removesuffix("Reference")
        self._note_numbers[kind] += 1
        mark = number_in("lowerRoman" if kind == "endnote" else "decimal", self._note_numbers[kind])
        if local_attribute(element, "customMarkFollows") in {"1", "true", "on"}:
            mark = ""
        found = self._notes.get((kind, local_attribute(element, "id")))
        return mark, [] if found is None else [found]

    def _properties(self, paragraph: Element) -> Iterator[Element]:
        """Yield the properties of a paragraph, then those of its style and of the styles that this is based on."""
        own = _child(paragraph, "pPr")
        if own is None:
            return
        yield own
        style = _value(own, "pStyle")
        for _ in range(len(self._styles)):
            found = self._styles.get(style)
            if found is None:
                return
            if (properties := _child(found, "pPr")) is not None:
                yield properties
            style = _value(found, "basedOn")

    def _is_heading(self, paragraph: Element) -> bool:
        own = _child(paragraph, "pPr")
        style = self._styles.get(_value(own, "pStyle")) if own is not None else None
        if style is not None and _value(style, "name").lower().startswith(_HEADING_NAMES):
            return True
        levels = (_value(each, "outlineLvl") for each in self._properties(paragraph))
        return next(filter(None, levels), "9") != "9"


class _Numbering:
    """The numbers of list items."""

    def __init__(self, root: Element | None) -> None:
        abstract = {local_attribute(each, "abstractNumId"): each for each in _children(root, "abstractNum")}
        self._lists: dict[str, Element] = {}
        for each in _children(root, "num"):
            if (found := abstract.get(_value(each, "abstractNumId"))) is not None:
                self._lists[local_attribute(each, "numId")] = found
        self._counters: dict[str, Counters] = {}

    def next(self, number: Element) -> str:
        """Return the number of the next item, by the list and the level that it names."""
        list_, level = _value(number, "numId"), _value(number, "ilvl") or "0"
        if list_ not in self._lists or not level.isdigit():
            return ""
        if list_ not in self._counters:
            self._counters[list_] = Counters(dict(map(_level, _children(self._lists[list_], "lvl"))))
        return self._counters[list_].next(int(level))


def _level(element: Element) -> tuple[int, Level]:
    start = _value(element, "start")
    level = Level(
        _value(element, "numFmt") or "decimal", _value(element, "lvlText"), int(start) if start.isdigit() else 1
    )
    number = local_attribute(element, "ilvl")
    return int(number) if number.isdigit() else 0, level


def _relations(file: BoundedZip, source: str, path: Path) -> list[tuple[str, str, str]]:
    """Return the kind, the name and the target of each relation of a part; of the whole file for an empty name."""
    folder, name = posixpath.split(source)
    place = posixpath.join(folder, "_rels", f"{name}.rels")
    if place not in file.names:
        return []
    return [
        (
            local_attribute(each, "Type").rpartition("/")[2],
            local_attribute(each, "Id"),
            posixpath.normpath(posixpath.join("/", folder, local_attribute(each, "Target"))).lstrip("/"),
        )
        for each in parse_xml(file.read(place), str(path))
        if local_attribute(each, "TargetMode") != "External"
    ]


def _header(file: BoundedZip, path: Path) -> Header:
    """Return what someone has typed about the document; who saved the file and when, and by what, is left out."""
    header = Header()
    for name in ("docProps/core.xml", "docProps/app.xml"):
        if name in file.names:
            header.read(parse_xml(file.read(name), str(path)), "DOCX")
    if (name := "docProps/custom.xml") in file.names:
        for each in parse_xml(file.read(name), str(path)):
            header.take_labelled(local_attribute(each, "name"), text_of(each))
    return header


def _children(element: Element | None, name: str) -> list[Element]:
    return [] if element is None else [each for each in element if local_name(each) == name]


def _child(element: Element, name: str) -> Element | None:
    return next(iter(_children(element, name)), None)


def _path(element: Element, *names: str) -> Element | None:
    """Return the first descendant along a path of names."""
    found: Element | None = element
    for name in names:
        found = None if found is None else _child(found, name)
    return found


def _value(element: Element, name: str) -> str:
    """Return the value of a property; empty if there is none."""
    found = _child(element, name)
    return "" if found is None else local_attribute(found, "val")


def _is_on(run: Element, name: str) -> bool:
    """Return whether a run has a property that is on or off."""
    found = _path(run, "rPr", name)
    return found is not None and local_attribute(found, "val").lower() not in _FALSE
