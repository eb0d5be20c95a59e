from __future__ import annotations

import datetime
import sys
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

from bisearch.errors import SourceError
from bisearch.model import Document
from bisearch.sources.accounting import Notice, PassedOver
from bisearch.sources.workbooks import read_workbook

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def write_workbook(path: Path, **sheets: Sequence[Sequence[Any]]) -> None:
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    workbook.save(path)


def test_rows_are_read_as_those_of_csv(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["id", "ru", "en", "Дата", "box"],
        [7, "Лёд встал.", "The ice formed.", datetime.date(1947, 9, 30), 12.0],
        [],
    ]
    write_workbook(tmp_path / "t.xlsx", letters=rows)
    (document,) = (each for each in read_workbook(tmp_path / "t.xlsx") if isinstance(each, Document))
    assert (document.metadata.id, document.text_ru, document.text_en) == ("7", "Лёд встал.", "The ice formed.")
    assert (document.metadata.date, document.metadata.fields) == ("1947-09-30", {"box": "12"})


def test_a_sheet_without_texts_is_reported_and_the_others_are_read(tmp_path: Path) -> None:
    write_workbook(tmp_path / "t.xlsx", one=[["ru", "en"], ["Лёд.", "Ice."]], two=[["note"], ["1"]], three=[])
    items = list(read_workbook(tmp_path / "t.xlsx"))
    assert [each.metadata.id for each in items if isinstance(each, Document)] == ["t-one"]
    assert ["sheet 'two'" in each.text for each in items if isinstance(each, Notice)] == [True]


def test_comments_on_cells_are_reported(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(["id", "ru"])
    sheet.append(["a", "Лёд встал."])
    sheet["B2"].comment = Comment("проверить", "А. Орлов")
    workbook.save(tmp_path / "t.xlsx")
    notices = [each.text for each in read_workbook(tmp_path / "t.xlsx") if isinstance(each, Notice)]
    assert notices == ["comments on cells are not indexed"]


def test_a_broken_a_false_and_an_empty_workbook_are_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "t.xlsx"
    write_workbook(path, one=[["note"], ["1"]])
    with pytest.raises(SourceError, match="sheet 'one': no column is named text_ru or text_en"):
        list(read_workbook(path))
    path.write_bytes(path.read_bytes()[:-300])
    with pytest.raises(SourceError, match="broken"):
        list(read_workbook(path))
    path.write_bytes(b"%PDF-1.7")
    with pytest.raises(SourceError, match=r"t.xlsx is a PDF file; rename it to t.pdf"):
        list(read_workbook(path))
    write_workbook(path, one=[])
    with pytest.raises(SourceError, match="empty"):
        list(read_workbook(path))
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(SourceError, match="XLSX files need openpyxl; install it: pip install"):
        list(read_workbook(path))


def test_properties_and_the_authors_of_comments_are_reported(tmp_path: Path) -> None:
    workbook = Workbook()
    workbook.properties.title, workbook.properties.creator = "Опись писем", "Е. Лосева"
    sheet = workbook.worksheets[0]
    sheet.append(["id", "ru"])
    sheet.append(["a", "Лёд встал."])
    sheet["B2"].comment = Comment("проверить", "А. Орлов")
    workbook.save(tmp_path / "t.xlsx")
    left_out = [(each.reason, each.text) for each in read_workbook(tmp_path / "t.xlsx") if isinstance(each, PassedOver)]
    comments = " ".join(text for reason, text in left_out if reason == "comment")
    properties = " ".join(text for reason, text in left_out if reason == "metadata")
    assert comments.split() == ["А.", "Орлов", "проверить"]
    assert "Опись писем" in properties
    assert "Е. Лосева" in properties
