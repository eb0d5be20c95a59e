"""Makes source files of every form in growing sizes, as streams, so that a file of 500 MB takes no memory to make."""

from __future__ import annotations

import json
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    # Yields the bytes of a file with some sentences.
    Form = Callable[[Iterable[str]], Iterable[bytes]]

# Sentences that are written at a time.
_TOGETHER = 500
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@dataclass(frozen=True, slots=True)
class LargeFile:
    """A kind of file to make.

    Attributes:
        name: the name of the file.
        make: yields its bytes, or those of the main part of a ZIP-based form.
        part: the name of that part; empty for a form that is not ZIP-based.
        others: the other parts of a ZIP-based form.
    """

    name: str
    make: Form
    part: str = ""
    others: tuple[tuple[str, str], ...] = ()

    def write(self, folder: Path, characters: int) -> Path:
        """Write the file with a text of about some characters."""
        path = folder / self.name
        blocks = self.make(sentences(characters))
        with _opened(path, self) as write:
            for block in blocks:
                write(block)
        return path


@contextmanager
def _opened(path: Path, kind: LargeFile) -> Iterator[Callable[[bytes], object]]:
    if not kind.part:
        with path.open("wb") as file:
            yield file.write
        return
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for name, text in kind.others:
            file.writestr(name, text)
        with file.open(kind.part, "w", force_zip64=True) as part:
            yield part.write


def sentences(characters: int) -> Iterator[str]:
    """Yield different Russian sentences of some characters together."""
    number = 0
    while characters > 0:
        number += 1
        sentence = f"Министр {number} подписал письмо номер {number * 7919 % 100_003} и отправил его послу в Лондоне."
        characters -= len(sentence) + 1
        yield sentence


def _wrapped(before: str, each: str, after: str) -> Form:
    """Return a form that has something before, around and after the sentences."""

    def make(texts: Iterable[str]) -> Iterator[bytes]:
        block: list[str] = [before]
        for text in texts:
            block.append(each.replace("*", text))
            if len(block) > _TOGETHER:
                yield "".join(block).encode()
                block = []
        yield "".join([*block, after]).encode()

    return make


def _escaped(texts: Iterable[str]) -> Iterator[bytes]:
    """Yield a record of JSONL whose Russian letters are all escaped, in six bytes each."""
    inside = (json.dumps(text + " ")[1:-1].encode() for text in texts)
    return chain([b'{"id": "a", "text_ru": "'], inside, [b'"}\n'])


def _records(texts: Iterable[str]) -> Iterator[bytes]:
    for number, text in enumerate(texts):
        yield json.dumps({"id": str(number), "text_ru": text}, ensure_ascii=False).encode() + b"\n"


def _rtf(texts: Iterable[str]) -> Iterator[bytes]:
    yield rb"{\rtf1\ansi\ansicpg1251 "
    for text in texts:
        yield "".join(rf"\'{byte:02x}" if byte > 127 else chr(byte) for byte in text.encode("cp1251")).encode()
        yield b"\\par\n"
    yield b"}"


def _pdf(texts: Iterable[str]) -> Iterator[bytes]:
    """Yield a PDF of English text, forty lines a page, because its built-in fonts have no Cyrillic letters."""
    lines = [f"The minister signed letter {number} and sent it to London." for number, _ in enumerate(texts)]
    pages = [lines[start : start + 40] for start in range(0, len(lines), 40)]
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    box = "/MediaBox[0 0 612 792]"
    for number, page in enumerate(pages):
        shown = " ".join(f"({line}) Tj 0 -14 Td" for line in page)
        content = f"BT /F 12 Tf 50 700 Td {shown} ET"
        objects += [
            f"<</Type/Page/Parent 2 0 R/Resources<</Font<</F 3 0 R>>>>{box}/Contents {5 + 2 * number} 0 R>>",
            f"<</Length {len(content)}>>stream\n{content}\nendstream",
        ]
    place, table = 9, ["0000000000 65535 f "]
    yield b"%PDF-1.4\n"
    for number, each in enumerate(objects, 1):
        data = f"{number} 0 obj\n{each}\nendobj\n".encode()
        table.append(f"{place:010} 00000 n ")
        place += len(data)
        yield data
    count = len(objects) + 1
    yield f"xref\n0 {count}\n{chr(10).join(table)}\n".encode()
    yield f"trailer<</Size {count}/Root 1 0 R>>\nstartxref\n{place}\n%%EOF".encode()


def _sheet(texts: Iterable[str]) -> Iterator[bytes]:
    cell = '<c r="{}{}" t="inlineStr"><is><t>{}</t></is></c>'
    yield f'<worksheet xmlns="{_SHEET}"><sheetData>'.encode()
    for row, (name, text) in enumerate(chain([("id", "text_ru")], enumerate(texts)), 1):
        yield f'<row r="{row}">{cell.format("A", row, name)}{cell.format("B", row, text)}</row>'.encode()
    yield b"</sheetData></worksheet>"


_TU = '<tu><tuv xml:lang="ru"><seg>*</seg></tuv></tu>\n'
_OTHER_TU = '<tu><tuv xml:lang="de"><seg>*</seg></tuv></tu>\n'
_TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text xml:lang="ru"><body>'
_FB2 = '<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0"><body><section>'
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_XLSX = (
    (
        "[Content_Types].xml",
        (
            f'<Types xmlns="{_TYPES}"><Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPE}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEET_TYPE}.worksheet+xml"/>'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>'
        ),
    ),
    (
        "_rels/.rels",
        (
            f'<Relationships xmlns="{_RELATIONSHIPS}"><Relationship Id="a" Type="{_OFFICE}/officeDocument"'
            ' Target="xl/workbook.xml"/></Relationships>'
        ),
    ),
    (
        "xl/_rels/workbook.xml.rels",
        (
            f'<Relationships xmlns="{_RELATIONSHIPS}"><Relationship Id="a" Type="{_OFFICE}/worksheet"'
            ' Target="worksheets/sheet1.xml"/></Relationships>'
        ),
    ),
    (
        "xl/workbook.xml",
        (
            f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets><sheet name="S" sheetId="1" r:id="a"/></sheets>'
            "</workbook>"
        ),
    ),
)
_DOCX_START = f'<w:document xmlns:w="{_W}"><w:body>'
_ODT_START = (
    f'<office:document-content xmlns:office="{_ODF}:office:1.0" xmlns:text="{_ODF}:text:1.0"><office:body><office:text>'
)
_DOCX = (
    (
        "_rels/.rels",
        (
            f'<Relationships xmlns="{_RELATIONSHIPS}"><Relationship Id="a" Type="{_OFFICE}/officeDocument"'
            ' Target="word/document.xml"/></Relationships>'
        ),
    ),
)
_ODT = (("mimetype", "application/vnd.oasis.opendocument.text"),)
_EPUB = (
    ("mimetype", "application/epub+zip"),
    (
        "META-INF/container.xml",
        (
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile'
            ' full-path="book.opf"/></rootfiles></container>'
        ),
    ),
    (
        "book.opf",
        (
            '<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="a" href="a.xhtml"'
            ' media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>'
        ),
    ),
)

LARGE_FILES = (
    LargeFile("a.ru.txt", _wrapped("", "* ", "\n")),
    LargeFile("lines.ru.txt", _wrapped("", "*\n", "\n")),
    LargeFile("a.ru.md", _wrapped("# Письма\n\n", "*\n\n", "\n")),
    LargeFile("record.jsonl", _wrapped('{"id": "a", "text_ru": "', "* ", '"}\n')),
    LargeFile("escaped.jsonl", _escaped),
    LargeFile("records.jsonl", _records),
    LargeFile("row.csv", _wrapped('id,text_ru\n1,"', "* ", '"\n')),
    LargeFile("rows.csv", _wrapped("n,text_ru\n", '1,"*"\n', "")),
    LargeFile("row.tsv", _wrapped("id\ttext_ru\n1\t", "* ", "\n")),
    LargeFile("a.tmx", _wrapped('<tmx version="1.4"><header/><body>', _TU, "</body></tmx>")),
    LargeFile("other-language.tmx", _wrapped(f'<tmx version="1.4"><body>{_TU}', _OTHER_TU, "</body></tmx>")),
    LargeFile("a.ru.html", _wrapped("<html><body>", "<p>*</p>\n", "</body></html>")),
    LargeFile("a.ru.xml", _wrapped(_TEI, "<p>*</p>\n", "</body></text></TEI>")),
    LargeFile("a.ru.fb2", _wrapped(_FB2, "<p>*</p>\n", "</section></body></FictionBook>")),
    LargeFile("a.ru.rtf", _rtf),
    LargeFile("a.ru.srt", _wrapped("", "1\n00:00:01,000 --> 00:00:02,000\n*\n\n", "")),
    LargeFile(
        "a.ru.docx",
        _wrapped(
            f'<w:document xmlns:w="{_W}"><w:body>', "<w:p><w:r><w:t>*</w:t></w:r></w:p>", "</w:body></w:document>"
        ),
        "word/document.xml",
        _DOCX,
    ),
    LargeFile(
        "a.ru.odt",
        _wrapped(
            _ODT_START,
            "<text:p>*</text:p>",
            "</office:text></office:body></office:document-content>",
        ),
        "content.xml",
        _ODT,
    ),
    LargeFile(
        "a.ru.epub",
        _wrapped('<html xmlns="http://www.w3.org/1999/xhtml"><body>', "<p>*</p>\n", "</body></html>"),
        "a.xhtml",
        _EPUB,
    ),
    LargeFile("rows.xlsx", _sheet, "xl/worksheets/sheet1.xml", _XLSX),
    LargeFile("a.en.pdf", _pdf),
    LargeFile("words.ru.xml", _wrapped(_TEI, '<p><w lemma="министр" pos="NOUN">*</w></p>\n', "</body></text></TEI>")),
)
