"""Recognizing a file's form by its first bytes, whatever its name says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from bisearch.conversion.remedies import remedy_for
from bisearch.regular_files import open_regular

if TYPE_CHECKING:
    from pathlib import Path

_HEAD_BYTES = 4096
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BEFORE_ROOT = re.compile(rb"\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_ROOT = re.compile(rb"<([\w.:-]+)")


@dataclass(frozen=True, slots=True)
class Content:
    """A form that a file's content shows.

    Attributes:
        name: the form's name.
        suffix: the suffix of such files.
        article: the article before the name.
        is_encrypted: whether a password protects the file.
    """

    name: str
    suffix: str
    article: str = "a"
    is_encrypted: bool = False

    @property
    def described(self) -> str:
        """The form with its article."""
        return f"{self.article} {self.name} file"

    def remedy(self, path: Path) -> str:
        """Return what to do with a file of this form that cannot be read under its name."""
        if self.is_encrypted:
            return "save a copy without a password"
        return remedy_for(path, self.suffix) or f"rename it to {path.stem}{self.suffix}"


DOCX = Content("DOCX", ".docx")
XLSX = Content("XLSX", ".xlsx", article="an")
ODT = Content("ODT", ".odt", article="an")
EPUB = Content("EPUB", ".epub", article="an")
RTF = Content("RTF", ".rtf", article="an")
PDF = Content("PDF", ".pdf")
HTML = Content("HTML", ".html", article="an")
HOCR = Content("hOCR", ".hocr", article="an")
ALTO = Content("ALTO", ".xml", article="an")
PAGE_XML = Content("PAGE XML", ".xml")
FB2 = Content("FB2", ".fb2", article="an")
TEI = Content("TEI", ".tei")
FINEREADER = Content("FineReader XML", ".xml")
ENCRYPTED = Content("encrypted Office", "", article="an", is_encrypted=True)
DOC = Content("Word 97", ".doc")
DJVU = Content("DjVu", ".djvu")
_BY_ROOT = {
    b"html": HTML, b"fictionbook": FB2, b"tei": TEI, b"tei.2": TEI, b"teicorpus": TEI, b"alto": ALTO,
    b"pcgts": PAGE_XML,
}  # fmt: skip
_HOCR_BYTES = 1 << 18


def content_of(path: Path) -> Content | None:
    """Return the form that a file's first bytes show; None for plain text and unknown forms.

    Raises:
        OSError: the file cannot be read.
    """
    with open_regular(path) as file:
        head = file.read(_HEAD_BYTES)
        if head.startswith(_OLE):
            is_encrypted = "EncryptedPackage".encode("utf-16-le") in head + file.read(1 << 20)
            return ENCRYPTED if is_encrypted else DOC
    if head.startswith(b"PK\3\4"):
        return _zip_content(path)
    if head.lstrip().startswith(b"{\\rtf"):
        return RTF
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith(b"AT&TFORM"):
        return DJVU
    content = _root_content(head)
    if content is HTML:
        with open_regular(path) as file:
            if b"ocr_page" in file.read(_HOCR_BYTES):
                return HOCR
    return content


def _root_content(head: bytes) -> Content | None:
    """Return the form of an XML or HTML file by its first element."""
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        head = head.decode("utf-16", "ignore").encode()
    head = head.removeprefix(b"\xef\xbb\xbf")
    if re.match(rb"\s*<!doctype\s+html", head, re.IGNORECASE):
        return HTML
    place = 0
    while (before := _BEFORE_ROOT.match(head, place)) is not None:
        place = before.end()
    match = _ROOT.match(head, place)
    if b"abbyy.com/FineReader" in head:
        return FINEREADER
    return _BY_ROOT.get(match.group(1).lower().rpartition(b":")[2]) if match else None


def _zip_content(path: Path) -> Content | None:
    try:
        with open_regular(path) as opened, ZipFile(opened) as file:
            names = set(file.namelist())
            mimetype = file.open("mimetype").read(100).decode("ascii", "replace") if "mimetype" in names else ""
    except (BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return None
    if "epub" in mimetype or ("META-INF/container.xml" in names and not mimetype):
        return EPUB
    if "opendocument.text" in mimetype:
        return ODT
    if any(name.startswith("word/") for name in names):
        return DOCX
    if any(name.startswith("xl/") for name in names):
        return XLSX
    return None
