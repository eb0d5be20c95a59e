"""EPUB: electronic books, by the reading order of their package (EPUB 3.3, and 2)."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from bisearch.conversion.converted import ConvertedText, LeftOut
from bisearch.conversion.headers import Header
from bisearch.conversion.html import HtmlFlow, declared_encoding, head_code, page_header, parse_html
from bisearch.conversion.xml_trees import local_attribute, local_name, parse_xml, text_on_one_line
from bisearch.conversion.zip_files import open_zip
from bisearch.decoding import decode
from bisearch.errors import SourceError

if TYPE_CHECKING:
    from pathlib import Path

    from lxml.etree import _Element as Element

    from bisearch.conversion.zip_files import BoundedZip

_CONTAINER = "META-INF/container.xml"
_NCX = "application/x-dtbncx+xml"
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
            root = _chapter(file.read(chapter), str(path))
            flow = HtmlFlow(root)
            flow.walk(root)
            texts.append(flow.text())
            left_out += [*page_header(root, "EPUB").left_out, *head_code(root), *flow.left_out]
        contents = _contents(package, posixpath.dirname(name), file, path)
    header = _header(package)
    words = "\n\n".join(texts)
    for label in contents:
        if label not in words:  # headings that the text has too are not repeated
            header.leave_out(label)
    left_out = list(dict.fromkeys([*header.left_out, *left_out]))
    return [ConvertedText("\n\n".join(filter(None, texts)), header.values(), tuple(left_out))]


def _chapter(data: bytes, path: str) -> Element:
    """Return the root of a chapter. Many books break the rules of XML, so that they are read as web pages are."""
    try:
        return parse_xml(data, path)
    except SourceError:
        return parse_html(decode(data, path, declared_encoding(data)), path)


def _chapters(package: Element, folder: str) -> list[str]:
    """Return the files of a book's text in reading order."""
    items = {local_attribute(each, "id"): each for each in package.iter("{*}item")}
    found = []
    for reference in package.iter("{*}itemref"):
        item = items.get(local_attribute(reference, "idref"))
        if item is not None and local_attribute(item, "media-type") in _XHTML:
            found.append(posixpath.normpath(posixpath.join(folder, unquote(local_attribute(item, "href")))))
    return list(dict.fromkeys(found))


def _contents(package: Element, folder: str, file: BoundedZip, path: Path) -> list[str]:
    """Return the lines of a book's tables of contents that are not among its chapters: of EPUB 2, and of EPUB 3."""
    chapters = _chapters(package, folder)
    lines = [local_attribute(each, "title") for each in package.iter("{*}reference")]
    for item in package.iter("{*}item"):
        place = posixpath.normpath(posixpath.join(folder, unquote(local_attribute(item, "href"))))
        is_table = local_attribute(item, "media-type") == _NCX or "nav" in local_attribute(item, "properties").split()
        if is_table and place in file.names and place not in chapters:
            root = _chapter(file.read(place), str(path))
            lines += map(text_on_one_line, root.iter("{*}text", "{*}a", "{*}h1", "{*}h2", "{*}h3"))
    return list(dict.fromkeys(filter(None, lines)))


def _encrypted(file: BoundedZip, path: Path) -> set[str]:
    """Return the encrypted files of a book; often only its fonts are."""
    name = "META-INF/encryption.xml"
    if name not in file.names:
        return set()
    root = parse_xml(file.read(name), str(path))
    return {unquote(local_attribute(each, "URI")) for each in root.iter("{*}CipherReference")}


def _header(package: Element) -> Header:
    """Return the metadata of a book; several authors are separated by semicolons."""
    header = Header()
    for metadata in package.iter("{*}metadata"):
        header.read(metadata, "EPUB", _key)
    return header


def _key(element: Element) -> str:
    """Return the name by which the table of headers knows an element; what describes another element has none."""
    return local_attribute(element, "property") or local_name(element)
