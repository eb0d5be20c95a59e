"""FB2: FictionBook 2, the form of Russian electronic libraries, also in a ZIP file."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from bisearch.conversion.converted import ConvertedText
from bisearch.conversion.flow import Flow, Role
from bisearch.conversion.headers import Header, text_of
from bisearch.conversion.xml_trees import local_attribute, local_name, parse_xml
from bisearch.conversion.zip_files import open_zip
from bisearch.decoding import read_bytes
from bisearch.errors import SourceError

if TYPE_CHECKING:
    from pathlib import Path

    from lxml.etree import _Element as Element

_ROLES = {
    **dict.fromkeys(
        ("body", "section", "p", "v", "stanza", "poem", "epigraph", "cite", "annotation", "text-author", "date",
         "empty-line", "image"), Role.BLOCK,
    ),
    "title": Role.BLOCK, "subtitle": Role.HEADING, "strong": Role.BOLD, "sup": Role.RAISED, "table": Role.TABLE,
    "tr": Role.ROW, "td": Role.CELL, "th": Role.CELL,
    "binary": Role.IGNORED, "description": Role.IGNORED, "stylesheet": Role.IGNORED,
}  # fmt: skip
_PERSONS = {"author", "translator"}
_NAMES = ("first-name", "middle-name", "last-name")


def convert(path: Path, encoding: str | None = None) -> list[ConvertedText]:
    """Return the book of an FB2 file; see `forms.Form`."""
    del encoding  # the form names its own
    root = parse_xml(_data(path), str(path))
    if local_name(root) != "FictionBook":
        raise SourceError(str(path), f"broken: its first element is {local_name(root)}, not FictionBook")
    flow = _BookFlow(root)
    flow.walk(root)
    header = _header(root)
    return [ConvertedText(flow.text(), header.values(), (*header.left_out, *flow.left_out))]


def _data(path: Path) -> bytes:
    if path.suffix.lower() != ".zip":
        return read_bytes(path)
    with open_zip(path) as file:
        names = [name for name in file.names if name.lower().endswith(".fb2")]
        if len(names) != 1:
            raise SourceError(str(path), f"{len(names):,} FB2 files in it; unpack it, and index its files")
        return file.read(names[0])


class _BookFlow(Flow):
    keeps_lines: ClassVar[bool] = True  # the form has no element for a line break

    def __init__(self, root: Element) -> None:
        super().__init__()
        bodies = [body for body in root.iterchildren("{*}body") if local_attribute(body, "name")]
        self._targets = {
            local_attribute(each, "id"): each
            for body in bodies
            for each in body.iter("{*}section", "{*}p")
            if local_attribute(each, "id")
        }
        self._seen: set[Element] = set()

    def role(self, element: Element) -> Role:
        """Return the role of an element."""
        name = local_name(element)
        if name == "a" and self._target(element) is not None:
            return Role.NOTE
        if element in self._seen:
            return Role.IGNORED
        if name == "p" and (parent := element.getparent()) is not None and local_name(parent) == "title":
            return Role.HEADING
        return _ROLES.get(name, Role.INLINE)

    def note(self, element: Element) -> tuple[str, list[Element]]:
        """Return the mark of a note and the section with its text."""
        target = self._target(element)
        mark = "".join(map(str, element.itertext())).strip()
        if target is None or target in self._seen:
            return mark, []
        self._seen.add(target)
        return mark, [target]

    def _target(self, link: Element) -> Element | None:
        target = self._targets.get(local_attribute(link, "href").removeprefix("#"))
        return None if target is None or target in link.iterancestors() else target


def _header(root: Element) -> Header:
    """Return what the descriptions of a book say; several persons are separated by semicolons."""
    header = Header()

    def text(element: Element) -> str:
        if local_name(element) in _PERSONS:
            name, others = _name(element)
            for other in others:
                header.leave_out(other)
            return name
        label = local_attribute(element, "info-type")
        return f"{label}: {text_of(element)}" if label else text_of(element)

    for description in root.iterchildren("{*}description", "{*}stylesheet"):
        header.read(description, "FB2", text=text)
    return header


def _name(person: Element) -> tuple[str, list[str]]:
    """Return the name of a person, and what else is said of the person."""
    parts = [(local_name(each), text_of(each)) for each in person if isinstance(each.tag, str)]
    full = [text for name in _NAMES for part, text in parts if part == name]
    names = full or [text for part, text in parts if part == "nickname"]
    kinds = set(_NAMES) if full else {"nickname"}
    loose = [person.text or "", *(each.tail or "" for each in person)]
    return " ".join(filter(None, names)), [*(text for part, text in parts if part not in kinds), *loose]
