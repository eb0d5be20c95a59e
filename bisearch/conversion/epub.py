"""EPUB: electronic books, by the reading order of their package (EPUB 3.3, and 2)."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from bisearch.conversion.converted import ConvertedText, LeftOut
from bisearch.conversion.html import HtmlFlow, declared_encoding, parse_html
from bisearch.conversion.xml_trees import local_attribute, local_name, parse_xml
from bisearch.conversion.zip_files import open_zip
from bisearch.decoding import decode
from bisearch.errors import SourceError

if TYPE_CHECKING:
    from pathlib import Path

    from lxml.etree import _Element as Element

    from bisearch.conversion.zip_files import BoundedZip

_CONTAINER = "META-INF/container.xml"
_VALUES = {"title": "title", "creator": "author", "publisher": "publisher", "description": "summary"}
_XHTML = {"application/xhtml+xml", "text/html", "application/x-dtbook+xml"}


def convert(path: Path, encoding: str | None = None) -> list[ConvertedText]:
    """Return the book of an EPUB file; see `forms.Form`."""
    del encoding  # the form names its own
    with open_zip(path) as file:
        container = parse_xml(file.read(_CONTAINER), str(path))
        name = next((local_attribute(each, "full-path") for each in container.iter("{*}rootfile")), "")
        package = parse_xml(file.read(name), str(path))
        locked = _encrypted(file, path)
        texts: list[str] = []
        left_out: list[LeftOut] = []
        for chapter in _chapters(package, posixpath.dirname(name)):
            if chapter in locked:
                raise SourceError(str(path), "encrypted by its seller (DRM); use a copy without protection")
            flow = _flow(file.read(chapter), str(path))
            texts.append(flow.text())
            left_out += flow.left_out
    return [ConvertedText("\n\n".join(filter(None, texts)), _values(package), tuple(left_out))]


def _flow(data: bytes, path: str) -> HtmlFlow:
    """Return a chapter's text. Many books break the rules of XML, so that they are read as web pages are."""
    try:
        root = parse_xml(data, path)
    except SourceError:
        root = parse_html(decode(data, path, declared_encoding(data)), path)
    flow = HtmlFlow(root)
    flow.walk(root)
    return flow


def _chapters(package: Element, folder: str) -> list[str]:
    """Return the files of a book's text in reading order."""
    items = {local_attribute(each, "id"): each for each in package.iter("{*}item")}
    found = []
    for reference in package.iter("{*}itemref"):
        item = items.get(local_attribute(reference, "idref"))
        if item is not None and local_attribute(item, "media-type") in _XHTML:
            found.append(posixpath.normpath(posixpath.join(folder, unquote(local_attribute(item, "href")))))
    return list(dict.fromkeys(found))


def _encrypted(file: BoundedZip, path: Path) -> set[str]:
    """Return the encrypted files of a book; often only its fonts are."""
    name = "META-INF/encryption.xml"
    if name not in file.names:
        return set()
    root = parse_xml(file.read(name), str(path))
    return {unquote(local_attribute(each, "URI")) for each in root.iter("{*}CipherReference")}


def _values(package: Element) -> dict[str, Any]:
    """Return the metadata of a book; several authors are separated by semicolons."""
    values: dict[str, str] = {}
    for metadata in package.iter("{*}metadata"):
        for each in metadata:
            name = _VALUES.get(local_name(each))
            text = " ".join("".join(map(str, each.itertext())).split())
            if name is None or not text or "opf" in str(each.tag):
                continue
            if name not in values:
                values[name] = text
            elif name == "author":
                values[name] += f"; {text}"
    return values
