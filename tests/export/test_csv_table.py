from __future__ import annotations

import csv
import io
import unicodedata
from typing import TYPE_CHECKING

import pytest

from bisearch.export.csv_table import without_formula, write_csv
from bisearch.export.rows import Layout

if TYPE_CHECKING:
    from bisearch.export.rows import ExportHeader, ExportRow
    from tests.export.conftest import MakeRow


def read(header: ExportHeader, *rows: ExportRow, bom: bool = False) -> tuple[str, list[dict[str, str]]]:
    stream = io.StringIO(newline="")
    write_csv(stream, header, rows, Layout(bom))
    text = stream.getvalue()
    return text, list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_a_table_has_both_sides_with_marks_and_all_texts_of_a_row(header: ExportHeader, make_row: MakeRow) -> None:
    (row,) = read(header, make_row())[1]
    assert row.pop("export") == "query: =энергия <b>; exported: all 2"
    assert row == {
        "number": "1",
        "russian": "О контроле над **энергией**.",
        "english": "On control of **energy**.",
        "title": "Cable",
        "shelfmark": "RGASPI, f. 558, op. 11, d. 102, ll. 0106",
        "date": "November 20, 1946",
        "reference": "cable-641/8-sn5ze",
        "link": "https://archive.example/641",
        "why": "ru энергией: lemma of энергия",
        "corrected": "",
    }


def test_a_byte_order_mark_is_written_only_if_asked_for(header: ExportHeader, make_row: MakeRow) -> None:
    assert read(header, make_row(), bom=True)[0].startswith("\ufeffnumber,")
    assert read(header, make_row())[0].startswith("number,")


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", " =", "\n=", "＝", "\t=", "\r\n@"])
def test_no_cell_begins_as_a_formula(header: ExportHeader, make_row: MakeRow, begin: str) -> None:
    evil = f"{begin}HYPERLINK(1)"
    row = make_row(title=evil, shelfmark=evil, date=evil, reference=evil, link=evil, why=evil)
    (read_row,) = read(header, row)[1]
    for name in ("title", "shelfmark", "date", "reference", "link", "why"):
        assert without_formula(read_row[name]) == read_row[name]
        assert not read_row[name].lstrip().startswith(("=", "+", "-", "@", "＝"))


def test_harmless_cells_are_unchanged() -> None:
    assert [without_formula(text) for text in ("ф. 72", "", "1-2", "a=b")] == ["ф. 72", "", "1-2", "a=b"]


def test_line_breaks_quotes_and_commas_survive(header: ExportHeader, make_row: MakeRow) -> None:
    assert read(header, make_row(title='a,"b"\nc;d'))[1][0]["title"] == 'a,"b"\nc;d'


def test_control_characters_never_reach_a_terminal(header: ExportHeader, hostile_row: ExportRow) -> None:
    text, (row,) = read(header, hostile_row)
    assert not [each for each in text if unicodedata.category(each) in {"Cc", "Cf"} and each not in "\r\n"]
    assert "**зло**" in row["russian"]
