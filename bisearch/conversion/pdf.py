"""PDF with a text layer: the words of pages with their places, in the order of the file.

PDFium gives the characters; pypdfium2 is its binding. Lines are joined to paragraphs by their distance and indent.
"""

from __future__ import annotations

import ctypes
import re
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from bisearch.conversion.headers import Header
from bisearch.conversion.page_text import PageText, PageWord, page_ranges
from bisearch.decoding import MAX_FILE_BYTES
from bisearch.errors import SourceError
from bisearch.places import Page
from bisearch.regular_files import check_size_of, open_regular

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader
    from pathlib import Path

    from bisearch.conversion.converted import ConvertedText
    from bisearch.places import Box

# PDFium's own sign for a hyphen at a line end, and how its versions write it.
_HYPHEN_SIGNS = {"\x02", "\ufffe"}
# A gap between lines of more than this many line heights separates paragraphs; an indent of so many opens one.
_MAX_GAP, _MIN_INDENT = 0.8, 0.8
# Neighbouring characters of a line may overlap by so many points.
_MAX_OVERLAP = 1.0
# Letters that a broken table of characters gives in place of Cyrillic ones, and their share from which text is useless.
_DUBIOUS = re.compile("[\u0080-\u00aa\u00ac\u00ae-\u00b6\u00b8-\u00ba\u00bc-\u00ff\ue000-\uf8ff\ufffd]")
_MAX_DUBIOUS, _MIN_LETTERS = 0.3, 20
# Titles that programs make up.
_FILE_NAME = re.compile(r"\.(?:docx?|pdf|rtf|odt|indd|qxp|tif|pmd)\b|untitled|^microsoft word", re.IGNORECASE)
_TYPED = {"Title", "Subject", "Keywords"}
# Coordinates are asked for in tenths of a point.
_TENTHS = 10


class _Line(NamedTuple):
    words: list[PageWord]
    box: Box


def convert(path: Path, encoding: str | None = None) -> list[ConvertedText]:  # noqa: ARG001 -- PDF names its own
    """Return the document of a PDF file; see `forms.Form`."""
    with open_regular(path) as file:
        check_size_of(file, path, MAX_FILE_BYTES)
        return [_read(file, path)]


def _read(file: BufferedReader, path: Path) -> ConvertedText:
    try:
        document = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as error:
        if pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise SourceError(
                str(path), f"encrypted; save a copy: qpdf --decrypt --password=... {path.name} {path.stem}-open.pdf"
            ) from error
        raise SourceError(str(path), "broken PDF file; open it in a viewer and save it again") from error
    try:
        return _convert(document, path)
    finally:
        document.close()


def _convert(document: pypdfium2.PdfDocument, path: Path) -> ConvertedText:
    text = PageText(str(path))
    garbled: list[int] = []
    example = ""
    for number in range(1, len(document) + 1):
        try:
            page, lines = _read_page(document, number)
        except pypdfium2.PdfiumError as error:
            raise SourceError(str(path), f"broken PDF file: page {number} cannot be read; save it again") from error
        text.begin_page(page)
        written = " ".join(word.text for line in lines for word in line.words)
        if _is_garbled(written):
            garbled.append(number)
            example = example or next(filter(_DUBIOUS.search, written.split()), "")
        _add_lines(lines, text)
    pages, images = text.pages, text.empty_pages
    if len(images) == pages:
        raise SourceError(str(path), f"no text: its pages are images; {_ocr(path, '')}")
    if len(garbled) > (pages - len(images)) / 2:
        raise SourceError(str(path), f"garbled text such as {example!r:.40}: {_ocr(path, '--force-ocr ')}")
    notices = []
    if garbled:
        notices.append(f"garbled text on {page_ranges(garbled)}: {_ocr(path, '--redo-ocr ')}")
    if images:
        notices.append(f"no text on {page_ranges(images)}, maybe images; {_ocr(path, '--skip-text ')}")
    header = _header(document)
    return text.converted(header.values(), notices, header.left_out)


def _ocr(path: Path, option: str) -> str:
    return f"recognize it: ocrmypdf {option}-l rus+eng {path.name} {path.stem}-ocr.pdf"


def _header(document: pypdfium2.PdfDocument) -> Header:
    """Return what someone has typed about the document; who saved the file and when, and by what, is left out."""
    header = Header()
    for name, value in document.get_metadata_dict(skip_empty=True).items():
        is_readable = not _is_garbled(value) and not (name == "Title" and _FILE_NAME.search(value))
        if name in _TYPED and is_readable:
            header.take(name.lower(), value)
        else:
            header.leave_out(value)
    return header


def _is_garbled(text: str) -> bool:
    letters = sum(map(str.isalpha, text))
    dubious = len(_DUBIOUS.findall(text))
    return dubious >= _MIN_LETTERS and dubious > _MAX_DUBIOUS * max(1, letters)


def _read_page(document: pypdfium2.PdfDocument, number: int) -> tuple[Page, list[_Line]]:
    page = document[number - 1]
    try:
        width, height = page.get_size()
        label = document.get_page_label(number - 1) or ""
        text_page = page.get_textpage()
        try:
            lines = list(_lines(page, text_page, width, height))
        finally:
            text_page.close()
        return Page(number, "" if label == str(number) else label, round(width, 1), round(height, 1), "point"), lines
    finally:
        page.close()


def _lines(page: pypdfium2.PdfPage, text_page: pypdfium2.PdfTextPage, width: float, height: float) -> Iterator[_Line]:
    words: list[PageWord] = []
    letters: list[str] = []
    edges: list[Box] = []
    count = text_page.count_chars()
    rectangle = pdfium.FS_RECTF()
    last: Box | None = None
    has_line_feed = False
    for index in range(count + 1):
        code = pdfium.FPDFText_GetUnicode(text_page, index) if index < count else ord("\n")
        character = chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else "\ufffd"
        if character in _HYPHEN_SIGNS:
            character = "-"
        is_letter = not character.isspace() and character >= " "
        box = (0.0, 0.0, 0.0, 0.0)
        is_next_line = index == count
        if is_letter:
            pdfium.FPDFText_GetLooseCharBox(text_page, index, rectangle)
            box = rectangle.left, rectangle.bottom, rectangle.right, rectangle.top
            is_next_line = last is not None and _is_on_next_line(box, last, has_line_feed=has_line_feed)
            last, has_line_feed = box, False
        else:
            has_line_feed |= character == "\n"
        if letters and (is_next_line or not is_letter):
            words.append(PageWord("".join(letters), _device_box(page, edges, width, height)))
            letters = []
        if is_next_line and words:
            yield _Line(words, _around(words))
            words, edges = [], []
        if is_letter:
            edges = [*edges, box] if letters else [box]
            letters.append(character)


def _is_on_next_line(box: Box, before: Box, *, has_line_feed: bool) -> bool:
    """Return whether a character begins a line.

    Args:
        box: its box.
        before: that of the character before it.
        has_line_feed: whether PDFium ends a line between them, as it also does around a raised number.
    """
    middle, middle_before = (box[1] + box[3]) / 2, (before[1] + before[3]) / 2
    is_beside = before[1] <= middle <= before[3] or (has_line_feed and box[1] <= middle_before <= box[3])
    if has_line_feed:
        gap = box[0] - before[2]
        return not (is_beside and -_MAX_OVERLAP <= gap <= max(box[3] - box[1], before[3] - before[1]))
    return box[0] < before[0] and not is_beside


def _device_box(page: pypdfium2.PdfPage, edges: list[Box], width: float, height: float) -> Box:
    """Return the box around characters, measured from the upper left corner of the page as it is shown."""
    left, bottom, right, top = zip(*edges, strict=True)
    points = (
        _device_point(page, min(left), min(bottom), width, height),
        _device_point(page, max(right), max(top), width, height),
    )
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _device_point(page: pypdfium2.PdfPage, x: float, y: float, width: float, height: float) -> tuple[float, float]:
    column, row = ctypes.c_int(), ctypes.c_int()
    size = round(width * _TENTHS), round(height * _TENTHS)
    pdfium.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, ctypes.byref(column), ctypes.byref(row))
    return column.value / _TENTHS, row.value / _TENTHS


def _around(words: list[PageWord]) -> Box:
    x0, y0, x1, y1 = zip(*(word.box for word in words if word.box is not None), strict=True)
    return min(x0), min(y0), max(x1), max(y1)


def _add_lines(lines: list[_Line], text: PageText) -> None:
    for number, line in enumerate(lines):
        before = lines[number - 1] if number else None
        after = lines[number + 1] if number + 1 < len(lines) else None
        if before is not None and _begins_paragraph(line, before, after):
            text.begin_block()
        text.add_line(line.words)


def _begins_paragraph(line: _Line, before: _Line, after: _Line | None) -> bool:
    """Return whether a line is apart from the one before it, or indented against those around it."""
    height = min(line.box[3] - line.box[1], before.box[3] - before.box[1])
    gap = line.box[1] - before.box[3]
    if gap > _MAX_GAP * height or gap < -height or not _overlap(line, before):
        return True
    is_indented = line.box[0] - before.box[0] > _MIN_INDENT * height
    return (
        is_indented
        and after is not None
        and _overlap(line, after)
        and line.box[0] - after.box[0] > _MIN_INDENT * height
    )


def _overlap(line: _Line, other: _Line) -> bool:
    return line.box[0] < other.box[2] and other.box[0] < line.box[2]
