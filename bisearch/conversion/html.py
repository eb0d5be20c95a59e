"""HTML: web pages, also as Word saves them, in any encoding that they name."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from lxml import etree
from lxml.html import HTMLParser

from bisearch.conversion.converted import ConvertedText, LeftOut
from bisearch.conversion.flow import Flow, Role
from bisearch.conversion.headers import Header
from bisearch.conversion.numbering import BULLET, number_in
from bisearch.conversion.xml_trees import (
    MAX_TREE_TEXT,
    check_depth,
    check_text_of,
    check_tree_bytes,
    local_attribute,
    local_name,
    text_on_one_line,
)
from bisearch.decoding import decode, is_encoding, read_bytes
from bisearch.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml.etree import _Element as Element

    from bisearch.conversion.converted import Reason

_BLOCKS = (
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "html", "legend", "li", "main", "nav", "ol",
    "optgroup", "option", "p", "section", "summary", "ul",
)  # fmt: skip
_ROLES = {
    **dict.fromkeys(_BLOCKS, Role.BLOCK), **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), Role.HEADING),
    **dict.fromkeys(("b", "strong"), Role.BOLD), "sup": Role.RAISED, "br": Role.BREAK, "table": Role.TABLE,
    "tr": Role.ROW,
    "td": Role.CELL, "th": Role.CELL, "pre": Role.PREFORMATTED, "head": Role.IGNORED, "wbr": Role.IGNORED,
}  # fmt: skip
_REASONS: dict[str, Reason] = {
    **dict.fromkeys(("script", "style", "noscript", "template", "textarea", "select", "button", "object"), "code"),
}  # fmt: skip
_CHARSET = re.compile(rb"<(?:meta\b[^>]*?charset\s*=|\?xml\b[^>]*?encoding\s*=)\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
# Bytes of a page; its text and its tree are in memory several times.
MAX_HTML_BYTES = 32 << 20
_HEAD_BYTES = 4096
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)", re.IGNORECASE)
_NOTE_LINK = re.compile(r"\b(?:footnote-?ref|note-?ref|noteref|doc-noteref|reference)\b", re.IGNORECASE)
_BACK_LINK = re.compile(r"\b(?:footnote-back|doc-backlink|backlink)\b", re.IGNORECASE)
_MAX_NOTE_MARK = 8
_NUMBER_STYLES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


def convert(path: Path, encoding: str | None = None) -> list[ConvertedText]:
    """Return the document of an HTML file; see `forms.Form`."""
    return [convert_tree(parse_html(read_html(path, encoding), str(path)))]


def read_html(path: Path, encoding: str | None = None) -> str:
    """Return the source of a page, decoded as its head says unless an encoding is given."""
    data = read_bytes(path, MAX_HTML_BYTES)
    return decode(data, str(path), encoding or declared_encoding(data))


def declared_encoding(data: bytes) -> str | None:
    """Return the encoding that a page names in its head; None if it names none, or one that cannot be right."""
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return None
    match = _CHARSET.search(data[:_HEAD_BYTES])
    if match is None:
        return None
    name = match.group(1).decode("ascii", "replace")
    if not is_encoding(name):
        return None
    try:
        data.decode(name)
    except UnicodeDecodeError:
        return None
    return name


def parse_html(text: str, path: str) -> Element:
    """Return the root element of a page.

    Raises:
        SourceError: it holds nothing or too much markup, or elements are nested too deeply.
    """
    # The parser would believe the declaration of an encoding that the text is no longer in.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    check_tree_bytes(text.count("<"), text.count("="), path)
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if root is None:
        raise SourceError(path, "empty")
    if len(text) > MAX_TREE_TEXT:
        check_text_of(root, path)
    check_depth(root, path)
    return root


def convert_tree(root: Element) -> ConvertedText:
    """Return the document of a parsed page, HTML or XHTML."""
    flow = HtmlFlow(root)
    flow.walk(root)
    header = page_header(root)
    return ConvertedText(flow.text(), header.values(), (*header.left_out, *head_code(root), *flow.left_out))


class HtmlFlow(Flow):
    """Converts HTML and XHTML."""

    def __init__(self, root: Element) -> None:
        super().__init__()
        self._targets = {
            name: element
            for element in root.iter(etree.Element)
            for name in {element.get("id"), element.get("name")} - {None, ""}
        }
        self._notes_moved: set[Element] = set()
        self._is_in_note = False
        self._item_numbers: dict[Element, int] = {}

    def role(self, element: Element) -> Role:
        """Return the role of an element."""
        name = local_name(element).lower()
        if name == "a" and not self._is_in_note and self._note_target(element) is not None:
            return Role.NOTE
        if element in self._notes_moved or (name == "a" and self._leads_back(element)):
            return Role.IGNORED
        return _ROLES.get(name, Role.INLINE)

    def reason(self, element: Element) -> Reason | None:
        """Return the reason for which an element is left out; None if it is not."""
        if element.get("hidden") is not None or _HIDDEN.search(element.get("style", "")):
            return "hidden text"
        # Without a date it is text that the original has struck out.
        if local_name(element).lower() == "del" and (element.get("datetime") or element.get("cite")):
            return "deletion"
        return _REASONS.get(local_name(element).lower())

    def prefix(self, element: Element) -> str:
        """Return the number or the bullet of a list item."""
        parent = element.getparent()
        if local_name(element).lower() != "li" or parent is None:
            return ""
        if local_name(parent).lower() != "ol":
            return BULLET
        number = element.get("value") or ""
        if not number.lstrip("-").isdigit():
            first = parent.get("start", "1")
            number = str(self._item_numbers.get(parent, (int(first) if first.lstrip("-").isdigit() else 1) - 1) + 1)
        self._item_numbers[parent] = int(number)
        return f"{number_in(_NUMBER_STYLES.get(parent.get('type', ''), 'decimal'), int(number))}. "

    def note(self, element: Element) -> tuple[str, list[Element]]:
        """Return the mark of a note and the block with its text."""
        target = self._note_target(element)
        mark = "".join(map(str, element.itertext())).strip()
        if target is None or target in self._notes_moved:
            return mark, []
        self._notes_moved.add(target)
        return mark, [target]

    def converted_apart(self, elements: list[Element], *, are_inline: bool = False) -> str:
        """Return the plain text of elements that are not part of the current paragraph; see `Flow`."""
        was_in_note, self._is_in_note = self._is_in_note, self._is_in_note or bool(self._notes_moved & set(elements))
        text = super().converted_apart(elements, are_inline=are_inline)
        self._is_in_note = was_in_note
        return text

    def _leads_back(self, link: Element) -> bool:
        """Return whether a link in a note leads back to the text; the note's mark is before the note already."""
        text = "".join(map(str, link.itertext())).strip(" []()\n\t")
        is_mark = len(text) <= _MAX_NOTE_MARK and (text.isdecimal() or not any(map(str.isalnum, text)))
        is_back = self._is_in_note and is_mark and link.get("href", "").startswith("#")
        return is_back or _BACK_LINK.search(_kind(link)) is not None

    def _note_target(self, link: Element) -> Element | None:
        """Return the block of the note that a link leads to; None if the link does not lead to a note."""
        address = link.get("href", "")
        mark = "".join(map(str, link.itertext())).strip()
        if not address.startswith("#") or not 0 < len(mark) <= _MAX_NOTE_MARK:
            return None
        parent = link.getparent()
        is_raised = (parent is not None and local_name(parent) == "sup") or link.find(".//{*}sup") is not None
        is_note = is_raised or "mso-footnote-id" in link.get("style", "") or "mso-endnote-id" in link.get("style", "")
        if not is_note and not _NOTE_LINK.search(_kind(link)):
            return None
        target = self._targets.get(address[1:])
        while target is not None and _ROLES.get(local_name(target).lower()) is not Role.BLOCK:
            target = target.getparent()
        around = target.getparent() if target is not None else None
        if around is not None and around.get("id") and around[0] is target:
            target = around  # the note may have several paragraphs
        if target is None or local_name(target) in {"body", "html"} or target in link.iterancestors():
            return None
        return target


def _kind(link: Element) -> str:
    return f"{link.get('class', '')} {link.get('role', '')} {local_attribute(link, 'type')}"


def page_header(root: Element, form: str = "HTML") -> Header:
    """Return what the head of a page says: its title and its `meta` elements, wherever they are.

    Args:
        root: the page.
        form: the form whose table says what becomes a field; if it is not HTML, all is left out, the title too.
    """
    header = Header()
    for element in root.iter("{*}title", "{*}meta"):
        name = local_name(element)
        if name == "meta":
            header.read(element, form, _meta_name)
        elif (parent := element.getparent()) is not None and local_name(parent).lower() in {"head", "html"}:
            text = text_on_one_line(element)
            if form == "HTML" and "title" not in header.values():
                header.take("title", text)
            else:
                header.leave_out(text)
    return header


def head_code(root: Element) -> Iterator[LeftOut]:
    """Yield the scripts and style sheets in the head of a page."""
    for head in root.iter("{*}head"):
        for element in head.iter(*(f"{{*}}{name}" for name in _REASONS)):
            if text := text_on_one_line(element):
                yield LeftOut("code", text)


def _meta_name(element: Element) -> str:
    """Return the name by which the table of headers knows an element."""
    found = (element.get(name) for name in ("name", "property", "itemprop"))
    return next(filter(None, found), "").strip().lower()
