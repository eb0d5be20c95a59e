from __future__ import annotations

import io
import unicodedata
import zipfile
from typing import TYPE_CHECKING, Any

import docx
import pytest

from bisearch.errors import ExportError
from bisearch.export.docx import write_docx
from bisearch.export.rows import Layout

if TYPE_CHECKING:
    from bisearch.export.rows import ExportHeader, ExportRow
    from tests.export.conftest import MakeRow


def written(header: ExportHeader, *rows: ExportRow) -> bytes:
    stream = io.BytesIO()
    write_docx(stream, header, rows, Layout())
    return stream.getvalue()


def read(header: ExportHeader, *rows: ExportRow) -> Any:
    return docx.Document(io.BytesIO(written(header, *rows)))


def test_each_passage_has_a_table_of_two_columns_and_its_citation_below(
    header: ExportHeader, make_row: MakeRow
) -> None:
    document = read(header, make_row(), make_row(2))
    assert [[cell.text for cell in table.rows[0].cells] for table in document.tables] == [
        ["О контроле над энергией.", "On control of energy."]
    ] * 2
    shown = [paragraph.text for paragraph in document.paragraphs]
    assert shown[:3] == ["query: =энергия <b>", "exported: all 2", "1. Cable"]
    blocks = [type(block).__name__ for block in document.iter_inner_content()]
    assert blocks[2:5] == ["Paragraph", "Table", "Paragraph"]
    assert shown[4:8] == [
        "date: November 20, 1946",
        "shelfmark: RGASPI, f. 558, op. 11, d. 102, ll. 0106",
        "reference: cable-641/8-sn5ze",
        "why: ru энергией: lemma of энергия",
    ]


def test_marks_are_bold(header: ExportHeader, make_row: MakeRow) -> None:
    cells = read(header, make_row()).tables[0].rows[0].cells
    assert [[run.text for run in cell.paragraphs[0].runs if run.bold] for cell in cells] == [["энергией"], ["energy"]]


def test_a_web_address_is_a_link_and_no_other_address_is(
    header: ExportHeader, make_row: MakeRow, hostile_row: ExportRow
) -> None:
    def links(row: ExportRow) -> list[str]:
        body = read(header, row).element.body
        fields = body.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}fldSimple")
        return [value for field in fields for value in field.attrib.values()]

    assert links(make_row()) == ['HYPERLINK "https://archive.example/641"']
    assert links(hostile_row) == []
    quoting = 'https://a.example/" \\o "x'
    assert links(make_row(link=quoting, citation=quoting)) == []


def test_equal_exports_are_equal_files(header: ExportHeader, make_row: MakeRow) -> None:
    assert written(header, make_row()) == written(header, make_row())


def test_the_day_of_the_export_is_in_the_properties(header: ExportHeader, make_row: MakeRow) -> None:
    assert str(read(header, make_row()).core_properties.created).startswith("2026-11-26")


def test_hostile_texts_make_a_file_that_can_be_read(header: ExportHeader, hostile_row: ExportRow) -> None:
    document = read(header, hostile_row)
    cell = document.tables[0].rows[0].cells[0]
    assert [run.text for run in cell.paragraphs[0].runs if run.bold] == ["зло"]
    assert "<b>&amp;</b>" in cell.text
    assert not [each for each in cell.text if unicodedata.category(each) in {"Cc", "Cf"}]


def test_a_text_too_long_for_the_format_is_reported(
    header: ExportHeader, make_row: MakeRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 5_000)
    with pytest.raises(ExportError, match="too long for one DOCX file"):
        written(header, *map(make_row, range(100)))
