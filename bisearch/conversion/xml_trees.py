"""Parsing XML and HTML without expanding entities and without reading anything else."""

from __future__ import annotations

import re
from html.entities import html5
from math import isfinite
from typing import TYPE_CHECKING, Any, cast

from lxml import etree

from bisearch.decoding import MAX_FILE_BYTES, read_bytes, unreadable
from bisearch.errors import SourceError
from bisearch.regular_files import check_size_of, open_regular

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml.etree import _Element as Element

MAX_DEPTH = 250
# The estimated memory of a tree, in bytes: for each tag an element or a text, for each attribute its name and value.
MAX_TREE_BYTES = 256 << 20
_TAG_BYTES, _ATTRIBUTE_BYTES = 160, 272
_CHUNK_BYTES = 1 << 20
# Characters of text in a tree: two texts of the greatest length, and notes. Images among them do not count.
MAX_TREE_TEXT = 12_000_000
_IMAGES = {"binary", "binary-data"}
# The parser itself expands what the declarations of entities contain.
_DECLARED_ENTITY = re.compile(rb"<!DOCTYPE[^>\[]*\[[^\]]*<!ENTITY", re.IGNORECASE)
_PROLOG_BYTES = 1 << 20
_REFUSED = "declares XML entities, which are refused; save it without them"
_SAFE: dict[str, Any] = {
    "resolve_entities": False, "no_network": True, "load_dtd": False, "dtd_validation": False, "huge_tree": True,
    "remove_comments": True, "remove_pis": True,
}  # fmt: skip
_SPACE = re.compile(r"\s+")


def parse_xml(data: bytes, path: str) -> Element:
    """Return the root element of an XML document.

    Args:
        data: the document.
        path: the file, for messages.

    Raises:
        SourceError: it is not well-formed, declares entities, or is nested too deeply.
    """
    _refuse_entities(data, path)
    check_tree_bytes(data.count(b"<"), data.count(b"="), path)
    if len(data) > MAX_TREE_TEXT:
        _check_text(data, path)
    try:
        root = etree.fromstring(data, etree.XMLParser(**_SAFE))
    except etree.XMLSyntaxError as error:
        raise _broken(error, path) from error
    _refuse_declared_entities(root, path)
    check_depth(root, path)
    replace_entities(root, path)
    return root


def read_pages(path: Path, name: str) -> Iterator[Element]:
    """Yield each element with a name, such as a page of a book, which is freed before the next one is read.

    Args:
        path: an XML file.
        name: the local name of the elements.

    Raises:
        SourceError: as in `parse_xml`, or the file cannot be read.
    """
    parser = etree.XMLPullParser(("end",), tag=f"{{*}}{name}", **_SAFE)
    tags = attributes = 0
    try:
        with open_regular(path) as file:
            check_size_of(file, path, MAX_FILE_BYTES)
            _refuse_entities(file.read(_PROLOG_BYTES), str(path))
            file.seek(0)
            while chunk := file.read(_CHUNK_BYTES):
                tags, attributes = tags + chunk.count(b"<"), attributes + chunk.count(b"=")
                check_tree_bytes(tags, attributes, str(path))
                parser.feed(chunk)
                for _, element in cast("Iterator[tuple[str, Element]]", parser.read_events()):
                    _refuse_declared_entities(element, str(path))
                    check_depth(element, str(path))
                    replace_entities(element, str(path))
                    yield element
                    tags = attributes = 0
                    element.clear()
            parser.close()
    except etree.XMLSyntaxError as error:
        raise _broken(error, str(path)) from error
    except OSError as error:
        raise unreadable(path, error) from error


def check_tree_bytes(tags: int, attributes: int, path: str) -> None:
    """Raise `SourceError` if a tree with so many tags and attributes would take too much memory."""
    if _TAG_BYTES * tags + _ATTRIBUTE_BYTES * attributes > MAX_TREE_BYTES:
        raise SourceError(path, f"too much markup: {tags:,} tags and {attributes:,} attributes; split the file")


def check_text_of(root: Element, path: str) -> None:
    """Raise `SourceError` if the text in a tree is longer than any document can be."""
    length = sum(
        len(each.tail or "") + (0 if local_name(each) in _IMAGES else len(each.text or "")) for each in root.iter()
    )
    if length > MAX_TREE_TEXT:
        raise _too_much_text(path)


def _too_much_text(path: str) -> SourceError:
    return SourceError(path, f"more than {MAX_TREE_TEXT:,} characters of text, the limit of a file; split it")


class _TextCounter:
    """Counts the characters of a document's text, images left out, while it is parsed without a tree."""

    def __init__(self) -> None:
        self.length = 0
        self._images = 0

    def start(self, tag: Any, attrib: Any) -> None:  # noqa: ARG002 -- lxml's signature
        self._images += tag.rpartition("}")[2] in _IMAGES

    def end(self, tag: Any) -> None:
        self._images -= tag.rpartition("}")[2] in _IMAGES

    def data(self, data: Any) -> None:
        if not self._images:
            self.length += len(data)

    def comment(self, text: Any) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing: the parser calls it at the end."""


def _check_text(data: bytes, path: str) -> None:
    """Raise `SourceError` if a document has more text than a tree may have, before there is one."""
    counter = _TextCounter()
    parser = etree.XMLParser(target=counter, **_SAFE)
    try:
        for start in range(0, len(data), _CHUNK_BYTES):
            parser.feed(data[start : start + _CHUNK_BYTES])
            if counter.length > MAX_TREE_TEXT:
                raise _too_much_text(path)
        parser.close()
    except etree.XMLSyntaxError as error:
        raise _broken(error, path) from error


def _refuse_entities(beginning: bytes, path: str) -> None:
    """Raise `SourceError` if the beginning of a document declares entities, also one in UTF-16."""
    if _DECLARED_ENTITY.search(beginning[:_PROLOG_BYTES].replace(b"\0", b"")):
        raise SourceError(path, _REFUSED)


def _refuse_declared_entities(element: Element, path: str) -> None:
    declared = element.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):  # type: ignore[attr-defined]
        raise SourceError(path, _REFUSED)


def _broken(error: etree.XMLSyntaxError, path: str) -> SourceError:
    return SourceError(path, f"broken XML: {_SPACE.sub(' ', error.msg or '').lower()}", error.lineno or None)


def read_xml(path: Path) -> Element:
    """Return the root element of an XML file; errors as in `parse_xml`."""
    return parse_xml(read_bytes(path), str(path))


def number(element: Element, name: str) -> float:
    """Return the number that is an attribute's value; 0 if there is none."""
    try:
        value = float(element.get(name) or 0)
    except ValueError:
        return 0.0
    return value if isfinite(value) else 0.0


def check_depth(root: Element, path: str) -> None:
    """Raise `SourceError` if elements are nested more than `MAX_DEPTH` levels deep."""
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH:
            raise SourceError(path, f"elements nested more than {MAX_DEPTH} levels deep")


def replace_entities(root: Element, path: str) -> None:
    """Replace references to the entities of HTML, such as ``&nbsp;``, by their characters.

    Raises:
        SourceError: there is a reference to another entity.
    """
    for entity in list(root.iter(etree.Entity)):
        character = html5.get(f"{entity.name};")  # type: ignore[attr-defined]
        if character is None:
            raise SourceError(path, f"unknown XML entity {entity.text}", entity.sourceline)  # type: ignore[arg-type]
        parent, before = entity.getparent(), entity.getprevious()
        text = character + (entity.tail or "")
        if before is not None:
            before.tail = (before.tail or "") + text
        elif parent is not None:
            parent.text = (parent.text or "") + text
        if parent is not None:
            entity.tail = None
            parent.remove(entity)


def text_on_one_line(element: Element) -> str:
    """Return all text in an element, with one space for each run of whitespace."""
    return " ".join("".join(map(str, element.itertext())).split())


def local_name(element: Element) -> str:
    """Return an element's name without its namespace; empty for a comment or an instruction."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def local_attribute(element: Element, name: str) -> str:
    """Return an attribute by its name without namespace or prefix; empty if there is none."""
    found = (str(value) for key, value in element.attrib.items() if re.split("[}:]", str(key))[-1] == name)
    return next(found, "")
