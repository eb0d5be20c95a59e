"""ODT: text documents of LibreOffice and OpenOffice, by the elements of OpenDocument (ISO/IEC 26300)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.conversion.converted import ConvertedText
from bisearch.conversion.flow import Flow, Role
from bisearch.conversion.headers import Header, text_of
from bisearch.conversion.numbering import Counters, Level
from bisearch.conversion.xml_trees import local_attribute, local_name, parse_xml, read_xml
from bisearch.conversion.zip_files import open_zip
from bisearch.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from lxml.etree import _Element as Element

    from bisearch.conversion.converted import Reason

_ROLES = {
    "p": Role.BLOCK, "h": Role.HEADING, "line-break": Role.BREAK, "tab": Role.TAB, "table": Role.TABLE,
    "table-row": Role.ROW, "table-cell": Role.CELL, "covered-table-cell": Role.CELL, "note": Role.NOTE,
    "text-box": Role.ASIDE, "custom-shape": Role.ASIDE,
    **dict.fromkeys(
        ("forms", "sequence-decls", "variable-decls", "user-field-decls", "scripts", "font-face-decls", "styles",
         "automatic-styles", "master-styles", "meta", "settings", "ruby-text", "binary-data", "object"), Role.IGNORED,
    ),
}  # fmt: skip
_REASONS: dict[str, Reason] = {
    "annotation": "comment", "tracked-changes": "deletion", "hidden-text": "hidden text", "title": "hidden text",
    "desc": "hidden text",
}  # fmt: skip
_RUNNING_HEADS = ("header", "footer", "header-left", "footer-left", "header-first", "footer-first")
_NUMBER_STYLES = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
                  "": "none"}  # fmt: skip
# Names of paragraph styles for titles; LibreOffice shows them in its own language, and writes them in English.
_TITLE_STYLES = {"Title", "Subtitle"}
_MAX_SPACES = 100


def convert(path: Path, encoding: str | None = None) -> list[ConvertedText]:
    """Return the document of an ODT file, or of one that is not compressed (FODT); see `forms.Form`."""
    del encoding  # the form names its own
    if path.suffix.lower() == ".fodt":
        roots = [read_xml(path)]
    else:
        with open_zip(path) as file:
            if "META-INF/manifest.xml" in file.names and b"encryption-data" in file.read("META-INF/manifest.xml"):
                raise SourceError(str(path), "encrypted; save a copy without a password")
            names = ("content.xml", "styles.xml", "meta.xml")
            roots = [parse_xml(file.read(name), str(path)) for name in names if name in {"content.xml", *file.names}]
    flow = _OpenDocumentFlow(roots)
    for root in roots:
        for body in root.iter("{*}body"):
            flow.walk(body)
    text = flow.text()
    for root in roots:
        for element in root.iter(*(f"{{*}}{name}" for name in _RUNNING_HEADS)):
            flow.leave_out("running head", [element])
    header = _header(roots)
    return [ConvertedText(text, header.values(), tuple(dict.fromkeys((*flow.left_out, *header.left_out))))]


class _OpenDocumentFlow(Flow):
    def __init__(self, roots: Iterable[Element]) -> None:
        super().__init__()
        self._bold_styles: dict[tuple[str, str], bool] = {}
        self._parents: dict[str, str] = {}
        self._hidden_styles: set[str] = set()
        self._raised_styles: set[str] = set()
        self._levels: dict[str, dict[int, Level]] = {}
        self._counters: dict[Element, Counters] = {}
        self._last_counters: dict[str, Counters] = {}
        for root in roots:
            for style in root.iter("{*}style"):
                self._add_style(style)
            for style in root.iter("{*}list-style"):
                self._levels[local_attribute(style, "name")] = dict(map(_level, style))

    def role(self, element: Element) -> Role:
        """Return the role of an element."""
        name = local_name(element)
        if name == "p" and self._is_title(local_attribute(element, "style-name")):
            return Role.HEADING
        if name == "span" and self._bold_styles.get(("text", local_attribute(element, "style-name"))):
            return Role.BOLD
        if name == "span" and local_attribute(element, "style-name") in self._raised_styles:
            return Role.RAISED
        return _ROLES.get(name, Role.INLINE)

    def is_bold(self, element: Element) -> bool:
        """Return whether all text of a block is bold by its style."""
        return bool(self._bold_styles.get(("paragraph", local_attribute(element, "style-name"))))

    def sign(self, element: Element) -> str | None:
        """Return the character that an element without text is; None if it is none."""
        if local_name(element) == "s":
            count = local_attribute(element, "c")
            return " " * (min(int(count), _MAX_SPACES) if count.isdigit() else 1)
        return super().sign(element)

    def reason(self, element: Element) -> Reason | None:
        """Return the reason for which an element is left out; None if it is not."""
        is_hidden = local_attribute(element, "display") == "none" or (
            local_name(element) in {"span", "p"} and local_attribute(element, "style-name") in self._hidden_styles
        )
        return "hidden text" if is_hidden else _REASONS.get(local_name(element))

    def prefix(self, element: Element) -> str:
        """Return the number or the bullet of a list item."""
        item = element.getparent()
        if item is None or local_name(item) != "list-item" or item[0] is not element:
            return ""
        lists = list(item.iterancestors("{*}list"))
        style = next(filter(None, (local_attribute(each, "style-name") for each in lists)), "")
        outermost = lists[-1]
        if outermost not in self._counters:
            continues = local_attribute(outermost, "continue-numbering") == "true" or (
                local_attribute(outermost, "continue-list") != ""
            )
            counters = self._last_counters.get(style) if continues else None
            self._counters[outermost] = counters or Counters(self._levels.get(style, {}))
            self._last_counters[style] = self._counters[outermost]
        return self._counters[outermost].next(len(lists) - 1)

    def note(self, element: Element) -> tuple[str, list[Element]]:
        """Return the mark of a note and the element with its text."""
        mark = "".join("".join(map(str, each.itertext())) for each in element.iterchildren("{*}note-citation"))
        return mark.strip(), list(element.iterchildren("{*}note-body"))

    def _is_title(self, style: str) -> bool:
        """Return whether a paragraph style is one for titles or based on one."""
        for _ in range(len(self._parents) + 1):
            if style in _TITLE_STYLES:
                return True
            style = self._parents.get(style, "")
        return False

    def _add_style(self, style: Element) -> None:
        name, family = local_attribute(style, "name"), local_attribute(style, "family")
        if family == "paragraph":
            self._parents[name] = local_attribute(style, "parent-style-name")
        for properties in style.iterchildren("{*}text-properties"):
            weight = local_attribute(properties, "font-weight")
            self._bold_styles[family, name] = weight == "bold" or (weight.isdigit() and int(weight) >= 600)
            if local_attribute(properties, "text-position").startswith("super"):
                self._raised_styles.add(name)
            if local_attribute(properties, "display") == "none":
                self._hidden_styles.add(name)


def _level(element: Element) -> tuple[int, Level]:
    number = local_attribute(element, "level")
    level = int(number) if number.isdigit() else 1
    if local_name(element) != "list-level-style-number":
        return level - 1, Level("bullet", local_attribute(element, "bullet-char") or "-")
    shown = local_attribute(element, "display-levels")
    count = min(level, int(shown)) if shown.isdigit() else 1
    places = ".".join(f"%{each}" for each in range(level - count + 1, level + 1))
    start = local_attribute(element, "start-value")
    return level - 1, Level(
        _NUMBER_STYLES.get(local_attribute(element, "num-format"), "decimal"),
        local_attribute(element, "num-prefix") + places + local_attribute(element, "num-suffix"),
        int(start) if start.isdigit() else 1,
    )


def _header(roots: Iterable[Element]) -> Header:
    """Return what someone has typed about the document; who saved the file and when, and by what, is left out."""
    header = Header()
    for root in roots:
        for each in (child for meta in root.iterchildren("{*}meta") for child in meta):
            if local_name(each) == "user-defined":
                header.take_labelled(local_attribute(each, "name"), text_of(each))
            else:
                header.read(each, "ODT")
    return header
