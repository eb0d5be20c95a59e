"""FB2: FictionBook 2, the form of Russian electronic libraries, also in a ZIP file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from bisearch.conversion.converted import ConvertedText
from bisearch.conversion.flow import Flow, Role
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


def convert(path: Path, encoding: str | None = None) -> list[ConvertedText]:
    """Return the book of an FB2 file; see `forms.Form`."""
    del encoding  # the form names its own
    root = parse_xml(_data(path), str(path))
    if local_name(root) != "FictionBook":
        raise SourceError(str(path), f"broken: its first element is {local_name(root)}, not FictionBook")
    flow = _BookFlow(root)
    flow.walk(root)
    return [ConvertedText(flow.text(), _values(root), tuple(flow.left_out))]


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


def _values(root: Element) -> dict[str, Any]:
    """Return the metadata of a book; several persons are separated by semicolons."""
    values: dict[str, Any] = {}
    for info in root.iterfind("{*}description/{*}title-info"):
        for name, into in (("book-title", "title"), ("date", "date"), ("annotation", "summary")):
            for each in info.iterchildren(f"{{*}}{name}"):
                values[into] = " ".join(" ".join(map(str, each.itertext())).split())
        for name in ("author", "translator"):
            people = [_name(each) for each in info.iterchildren(f"{{*}}{name}")]
            values[name] = "; ".join(filter(None, people))
    for info in root.iterfind("{*}description/{*}publish-info"):
        for each in info.iterchildren("{*}publisher"):
            values["publisher"] = " ".join("".join(map(str, each.itertext())).split())
    return {name: value for name, value in values.items() if value}


def _name(person: Element) -> str:
    parts = {local_name(each): " ".join((each.text or "").split()) for each in person}
    names = [parts.get(name, "") for name in ("first-name", "middle-name", "last-name")]
    return " ".join(filter(None, names)) or parts.get("nickname", "")
