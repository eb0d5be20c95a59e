"""Writing one text in many forms, by hand, so that no test depends on the writers of one library."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table", "draw")
)
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


class Block(NamedTuple):
    """A paragraph or a heading; a line feed is a line break."""

    text: str
    is_heading: bool = False


def write_zip(path: Path, entries: Mapping[str, str | bytes]) -> None:
    with ZipFile(path, "w", ZIP_DEFLATED) as file:
        for name, content in entries.items():
            file.writestr(name, content)


def write_docx(path: Path, body: str, **parts: str) -> None:
    """Write a DOCX file of a body in XML, and of further parts by their kinds: ``footnotes``, ``header``."""
    related = "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{kind}" Target="{kind}.xml"/>'
        for number, kind in enumerate(parts)
    )
    entries = {
        "[Content_Types].xml": f'<Types xmlns="{_RELATIONS.replace("relationships", "content-types")}"><Default'
        ' Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml"'
        ' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r" Type="{_OFFICE}/officeDocument"'
        ' Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_RELATIONS}">{related}</Relationships>',
    }
    write_zip(path, entries | {f"word/{kind}.xml": content for kind, content in parts.items()})


def write_odt(path: Path, body: str, styles: str = "", page_styles: str = "") -> None:
    """Write an ODT file of a body and automatic styles in XML."""
    content = (
        f"<office:document-content {ODF}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    write_zip(
        path,
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": content,
            "styles.xml": f"<office:document-styles {ODF}>{page_styles}</office:document-styles>",
        },
    )


def write_epub(path: Path, *chapters: str, metadata: str = "") -> None:
    """Write a book of chapters in XHTML bodies."""
    names = [f"c{number}" for number in range(len(chapters))]
    items = "".join(f'<item id="{name}" href="{name}.xhtml" media-type="application/xhtml+xml"/>' for name in names)
    spine = "".join(f'<itemref idref="{name}"/>' for name in names)
    package = (
        f'<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>{metadata}'
        f"</metadata><manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    container = '<container><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>'
    pages = {
        f"OPS/{name}.xhtml": f'<html xmlns="http://www.w3.org/1999/xhtml"><head/><body>{chapter}</body></html>'
        for name, chapter in zip(names, chapters, strict=True)
    }
    entries = {"mimetype": "application/epub+zip", "META-INF/container.xml": container, "OPS/book.opf": package}
    write_zip(path, entries | pages)


def _marked_up(blocks: Sequence[Block], heading: str, paragraph: str, line_break: str) -> str:
    """Return blocks in XML, by templates with the text in place of ``{}``."""
    return "".join(
        (heading if block.is_heading else paragraph).replace("{}", escape(block.text).replace("\n", line_break))
        for block in blocks
    )


def _markdown(path: Path, blocks: Sequence[Block]) -> None:
    text = "\n\n".join(f"## {block.text}" if block.is_heading else block.text for block in blocks)
    path.write_text(text.replace("*", r"\*"), encoding="utf-8")


def _docx(path: Path, blocks: Sequence[Block]) -> None:
    styles = f'<w:styles {W}><w:style w:type="paragraph" w:styleId="h"><w:name w:val="heading 2"/></w:style></w:styles>'
    run = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
    body = _marked_up(
        blocks, f'<w:p><w:pPr><w:pStyle w:val="h"/></w:pPr>{run}</w:p>', f"<w:p>{run}</w:p>", "</w:t><w:br/><w:t>"
    )
    write_docx(path, body, styles=styles)


def _odt(path: Path, blocks: Sequence[Block]) -> None:
    write_odt(path, _marked_up(blocks, "<text:h>{}</text:h>", "<text:p>{}</text:p>", "<text:line-break/>"))


def _rtf(path: Path, blocks: Sequence[Block]) -> None:
    """Write RTF as old Russian Word does, in Windows-1251."""
    body = "".join(
        (r"\pard\outlinelevel1 " if block.is_heading else r"\pard ") + _rtf_text(block.text) + r"\par" + "\n"
        for block in blocks
    )
    path.write_text(
        r"{\rtf1\ansi\ansicpg1251\deff0{\fonttbl{\f0\froman\fcharset204 Times New Roman;}}" + body + "}", "ascii"
    )


def _rtf_text(text: str) -> str:
    signs = {"\n": r"\line ", "\\": r"\\", "{": r"\{", "}": r"\}"}
    written = []
    for sign in text:
        encoded = sign.encode("cp1251", "ignore")
        if sign in signs or sign.isascii():
            written.append(signs.get(sign, sign))
        else:
            written.append(rf"\'{encoded.hex()}" if encoded else rf"\u{ord(sign)}?")
    return "".join(written)


def _html(path: Path, blocks: Sequence[Block]) -> None:
    """Write a page of the nineties: KOI8-R by its meta element, upper-case tags, paragraphs that do not end."""
    body = _marked_up(blocks, "<H2>{}</H2>\n", "<P>{}\n", "<BR>")
    page = f'<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=koi8-r"></HEAD><BODY>{body}</BODY>'
    path.write_bytes(page.encode("koi8-r", "xmlcharrefreplace"))


def _epub(path: Path, blocks: Sequence[Block]) -> None:
    write_epub(path, _marked_up(blocks, "<h2>{}</h2>", "<p>{}</p>", "<br/>"))


def _fb2(path: Path, blocks: Sequence[Block]) -> None:
    body = _marked_up(blocks, "<subtitle>{}</subtitle>", "<p>{}</p>", "\n")
    book = (
        '<?xml version="1.0" encoding="windows-1251"?><FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0">'
        f"<description/><body><section>{body}</section></body></FictionBook>"
    )
    path.write_bytes(book.encode("cp1251", "xmlcharrefreplace"))


def _tei(path: Path, blocks: Sequence[Block]) -> None:
    body = _marked_up(blocks, "<head>{}</head>", "<p>{}</p>", "<lb/>")
    text = f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body><div>{body}</div></body></text></TEI>'
    path.write_text(text, encoding="utf-8")


WRITERS: dict[str, Callable[[Path, Sequence[Block]], None]] = {
    ".md": _markdown, ".docx": _docx, ".odt": _odt, ".rtf": _rtf, ".html": _html, ".epub": _epub, ".fb2": _fb2,
    ".xml": _tei,
}  # fmt: skip
