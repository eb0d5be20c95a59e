"""DOCX (ISO/IEC 29500), written paragraph by paragraph.

python-docx keeps the whole document in memory, so the few parts that a document needs are written here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bisearch.errors import ExportError
from bisearch.export.links import split_at_link
from bisearch.export.rows import made_safe, named_facts
from bisearch.sanitizing import clean, without_xml_forbidden

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bisearch.export.marked_text import Run
    from bisearch.export.rows import ExportHeader, ExportRow, Layout

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"

_CORE = "application/vnd.openxmlformats-package.core-properties+xml"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
    f'<Override PartName="/docProps/core.xml" ContentType="{_CORE}"/>'
    "</Types>",
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    "</Relationships>",
    "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "word/styles.xml": f"<w:styles {_MAIN}>"
    "<w:docDefaults><w:rPrDefault><w:rPr>"
    '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/><w:sz w:val="22"/>'
    '<w:lang w:val="en-US"/></w:rPr></w:rPrDefault>'
    '<w:pPrDefault><w:pPr><w:spacing w:after="80"/></w:pPr></w:pPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/>'
    '<w:pPr><w:keepNext/><w:spacing w:before="360"/><w:outlineLvl w:val="1"/></w:pPr>'
    '<w:rPr><w:b/><w:sz w:val="24"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Details"><w:name w:val="Details"/><w:basedOn w:val="Normal"/>'
    '<w:rPr><w:color w:val="595959"/><w:sz w:val="18"/></w:rPr></w:style>'
    "</w:styles>",
}
# Twentieths of a point: A4 with margins of 2 cm.
_SECTION = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/>'
    "</w:sectPr>"
)
_COLUMN = 4819
_BORDERS = "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="BFBFBF"/>'
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_TABLE = (
    f'<w:tbl><w:tblPr><w:tblW w:w="{2 * _COLUMN}" w:type="dxa"/><w:tblBorders>{_BORDERS}</w:tblBorders>'
    '<w:tblLayout w:type="fixed"/></w:tblPr>'
    f'<w:tblGrid><w:gridCol w:w="{_COLUMN}"/><w:gridCol w:w="{_COLUMN}"/></w:tblGrid><w:tr>'
)
_EARLIEST = (1980, 1, 1, 0, 0, 0)


def write_docx(stream: BinaryIO, header: ExportHeader, rows: Iterable[ExportRow], layout: Layout) -> None:  # noqa: ARG001
    """Write a document: for each passage a heading, both sides in two columns with marks in bold, and its citation.

    Raises:
        ExportError: the text is longer than a file in a ZIP archive may be.
    """
    with ZipFile(stream, "w", ZIP_DEFLATED) as package:
        for name, content in {**_PARTS, "docProps/core.xml": _properties(header)}.items():
            package.writestr(_entry(name), _XML + content)
        try:
            with package.open(_entry("word/document.xml"), "w") as document:
                for piece in _document(header, rows):
                    document.write(piece.encode())
        except RuntimeError as error:  # raised by zipfile at the end
            reason = "the text is too long for one DOCX file; export parts of it with --limit and --offset"
            raise ExportError(reason) from error


def _entry(name: str) -> ZipInfo:
    """Return the entry of a part, with the same time in each export, so that equal exports are equal files."""
    entry = ZipInfo(name, _EARLIEST)
    entry.compress_type = ZIP_DEFLATED
    return entry


def _properties(header: ExportHeader) -> str:
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>Passages found by bisearch</dc:title>'
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{header.date.isoformat()}T00:00:00Z</dcterms:created>'
        "</cp:coreProperties>"
    )


def _document(header: ExportHeader, rows: Iterable[ExportRow]) -> Iterator[str]:
    yield f"{_XML}<w:document {_MAIN}><w:body>"
    for line in header.lines():
        yield _paragraph(_text(line), "Details")
    for row in rows:
        yield _paragraph(_text(f"{row.number}. {row.title}"), "Heading2")
        cells = "".join(_cell(side, language) for side, language in ((row.ru, "ru-RU"), (row.en, "en-US")))
        yield f"{_TABLE}{cells}</w:tr></w:tbl>"
        yield _paragraph(_linked(row.citation, row.link))
        for name, value in named_facts(row):
            yield _paragraph(_text(f"{name}: {value}"), "Details")
    yield f"{_SECTION}</w:body></w:document>"


def _paragraph(content: str, style: str = "") -> str:
    chosen = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{chosen}{content}</w:p>"


def _cell(runs: Sequence[Run], language: str) -> str:
    inner = "".join(_text(run.text, language, bold=run.is_marked) for run in made_safe(tuple(runs), clean))
    return f'<w:tc><w:tcPr><w:tcW w:w="{_COLUMN}" w:type="dxa"/></w:tcPr><w:p>{inner}</w:p></w:tc>'


def _text(text: str, language: str = "", *, bold: bool = False) -> str:
    bold_part = "<w:b/>" if bold else ""
    properties = f'{bold_part}<w:lang w:val="{language}"/>' if language else bold_part
    safe = escape(without_xml_forbidden(clean(text)))
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{safe}</w:t></w:r>'


def _linked(citation: str, link: str) -> str:
    before, address, after = split_at_link(clean(citation), link)
    instruction = quoteattr(f'HYPERLINK "{address}"', {'"': "&quot;"})
    field = f"<w:fldSimple w:instr={instruction}>{_text(address)}</w:fldSimple>" if address else ""
    return f"{_text(before)}{field}{_text(after) if after else ''}"
