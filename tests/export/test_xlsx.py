from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock

from bisearch.export import xlsx
from bisearch.export.marked_text import Run
from bisearch.export.rows import Layout

if TYPE_CHECKING:
    from bisearch.export.rows import ExportHeader, ExportRow
    from tests.export.conftest import MakeRow


def read(header: ExportHeader, *rows: ExportRow) -> Any:
    stream = io.BytesIO()
    xlsx.write_xlsx(stream, header, rows, Layout())
    return openpyxl.load_workbook(io.BytesIO(stream.getvalue()), rich_text=True)


def bold_parts(value: object) -> list[str]:
    assert isinstance(value, CellRichText)
    return [str(part.text) for part in value if isinstance(part, TextBlock) and part.font.b]


def test_a_sheet_has_a_row_for_each_passage_below_frozen_names(header: ExportHeader, make_row: MakeRow) -> None:
    sheet = read(header, make_row(), make_row(2))["passages"]
    assert sheet.freeze_panes == "A2"
    assert [cell.value for cell in sheet[1]][:5] == ["number", "russian", "english", "title", "shelfmark"]
    assert [str(cell.value) for cell in sheet[2]] == [
        "1", "О контроле над энергией.", "On control of energy.", "Cable", "RGASPI, f. 558, op. 11, d. 102, ll. 0106",
        "November 20, 1946", "cable-641/8-sn5ze", "https://archive.example/641", "ru энергией: lemma of энергия",
        "None",
    ]  # fmt: skip
    assert sheet["A3"].value == "2"
    assert sheet.column_dimensions["B"].width > sheet.column_dimensions["A"].width


def test_marks_are_bold(header: ExportHeader, make_row: MakeRow) -> None:
    sheet = read(header, make_row())["passages"]
    assert bold_parts(sheet["B2"].value) == ["энергией"]
    assert bold_parts(sheet["C2"].value) == ["energy"]


def test_a_text_that_is_one_mark_is_bold(header: ExportHeader, make_row: MakeRow) -> None:
    cell = read(header, make_row(ru=(Run("энергия", is_marked=True),)))["passages"]["B2"]
    assert (cell.value, cell.font.b) == ("энергия", True)


@pytest.mark.parametrize("text", ["=1+1", "+7", "-5", "@x", "0106", "1e5", "https://a.example", "{=1}", "TRUE"])
def test_strings_stay_strings(header: ExportHeader, make_row: MakeRow, text: str) -> None:
    row = make_row(title=text, ru=(Run(text, is_marked=False),))
    sheet = read(header, row)["passages"]
    for cell in (sheet["D2"], sheet["B2"]):
        assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_a_text_too_long_for_a_cell_continues_below(header: ExportHeader, make_row: MakeRow) -> None:
    text = "я" * 40_000 + "𝄞" * 20_000  # each of the latter is two units of UTF-16
    runs = (Run(text[:100], is_marked=True), Run(text[100:], is_marked=False))
    sheet = read(header, make_row(ru=runs), make_row(2))["passages"]
    numbers = [row[0].value for row in sheet.iter_rows(min_row=2)]
    assert numbers == ["1", "1 (continued)", "1 (continued)", "2"]
    pieces = [str(row[1].value) for row in sheet.iter_rows(min_row=2, max_row=4)]
    assert "".join(pieces) == text
    assert all(len(piece.encode("utf-16-le")) // 2 <= xlsx.MAX_CELL for piece in pieces)


def test_passages_beyond_the_rows_of_a_sheet_continue_on_another(
    header: ExportHeader, make_row: MakeRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx, "MAX_ROWS", 3)
    book = read(header, *map(make_row, range(1, 6)))
    assert book.sheetnames == ["passages", "passages 2", "passages 3", "about"]
    found = [row[0].value for name in book.sheetnames[:3] for row in book[name].iter_rows(min_row=2)]
    assert found == ["1", "2", "3", "4", "5"]


def test_a_sheet_says_what_the_export_is(header: ExportHeader, make_row: MakeRow) -> None:
    book = read(header, make_row())
    values = [[str(cell.value) for cell in row] for row in book["about"].iter_rows()]
    assert values == [["query", "=энергия <b>"], ["exported", "all 2"]]
    assert str(book.properties.created).startswith("2026-11-26")


def test_hostile_texts_make_a_file_that_can_be_read(header: ExportHeader, hostile_row: ExportRow) -> None:
    sheet = read(header, hostile_row)["passages"]
    assert bold_parts(sheet["B2"].value) == ["зло"]
    assert "<b>&amp;</b>" in sheet["D2"].value
    assert "\u202e" not in sheet["D2"].value


def test_text_that_looks_like_an_escape_of_the_format_stays_text(header: ExportHeader, make_row: MakeRow) -> None:
    stream = io.BytesIO()
    runs = (Run("_x0041_ ", is_marked=False), Run("_x0042_", is_marked=True))
    xlsx.write_xlsx(stream, header, [make_row(title="_x0041_", ru=runs)], Layout())
    sheet = openpyxl.load_workbook(io.BytesIO(stream.getvalue()))["passages"]
    # openpyxl shows the escape of the underscore as it is in the file.
    assert sheet["D2"].value == "_x005F_x0041_"
    assert sheet["B2"].value == "_x0041_ _x0042_"
