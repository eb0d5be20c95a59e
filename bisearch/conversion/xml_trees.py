"""Parsing XML and HTML without expanding entities and without reading anything else."""

from __future__ import annotations

import re
from html.entities import html5
from math import isfinite
from typing import TYPE_CHECKING

from lxml import etree

from bisearch.decoding import check_size
from bisearch.errors import SourceError
from bisearch.regular_files import read_regular

if TYPE_CHECKING:
    from pathlib import Path

    from lxml.etree import _Element as Element

MAX_DEPTH = 250
# The parser itself expands what the declarations of entities contain.
_DECLARED_ENTITY = re.compile(rb"<!DOCTYPE[^>\[]*\[[^\]]*<!ENTITY", re.IGNORECASE)
_PROLOG_BYTES = 1 << 20
_REFUSED = "declares XML entities, which are refused; save it without them"
_SPACE = re.compile(r"\s+")


def parse_xml(data: bytes, path: str) -> Element:
    """Return the root element of an XML document.

    Args:
        data: the document.
        path: the file, for messages.

    Raises:
        SourceError: it is not well-formed, declares entities, or is nested too deeply.
    """
    if _DECLARED_ENTITY.search(data[:_PROLOG_BYTES].replace(b"\0", b"")):  # in UTF-16 too
        raise SourceError(path, _REFUSED)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=True,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or None
        raise SourceError(path, f"broken XML: {_SPACE.sub(' ', error.msg or '').lower()}", line) from error
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):  # type: ignore[union-attr]
        raise SourceError(path, _REFUSED)
    check_depth(root, path)
    replace_entities(root, path)
    return root


def read_xml(path: Path) -> Element:
    """Return the root element of an XML file; errors as in `parse_xml`."""
    check_size(path)
    return parse_xml(read_regular(path), str(path))


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


def local_name(element: Element) -> str:
    """Return an element's name without its namespace; empty for a comment or an instruction."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def local_attribute(element: Element, name: str) -> str:
    """Return an attribute by its name without namespace or prefix; empty if there is none."""
    found = (str(value) for key, value in element.attrib.items() if re.split("[}:]", str(key))[-1] == name)
    return next(found, "")
