from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bisearch.errors import SourceError
from bisearch.model import Document
from bisearch.sources.accounting import PassedOver
from bisearch.sources.reading import read
from bisearch.sources.spreadsheet import _Window, is_table, read_spreadsheet

if TYPE_CHECKING:
    from pathlib import Path


@given(st.text(st.sampled_from('ab ",;\n'), max_size=30))
def test_a_table_is_split_as_the_csv_module_splits_it(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "t.csv"
    try:
        expected = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        with pytest.raises(SourceError, match="malformed table"):
            list(_Window(path, iter(text.split("\n"))).rows(0, ","))
    else:
        cells = [row.cells for row in _Window(path, iter(text.split("\n"))).rows(0, ",")]
        assert [[] if row == [""] else row for row in cells] == [[] if row == [""] else row for row in expected]


def test_a_long_cell_leaves_the_csv_limit_of_the_process_unchanged(tmp_path: Path) -> None:
    limit = csv.field_size_limit()
    (tmp_path / "t.csv").write_text('id,text_en\na,"' + "Smith. " * limit + '"\n', encoding="utf-8")
    (document,) = (each for each in read_spreadsheet(tmp_path / "t.csv") if isinstance(each, Document))
    assert len(document.text_en or "") > limit
    assert csv.field_size_limit() == limit


def test_an_unclosed_quotation_mark_is_reported_on_the_line_that_opens_it(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text('id,text_en\na,Yes\nb,"No\nc,No\n', encoding="utf-8")
    with pytest.raises(SourceError, match="never closed") as caught:
        list(read_spreadsheet(tmp_path / "t.csv"))
    assert caught.value.line == 3


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('"Уезжаю завтра.', '"Уезжаю завтра.'),
        ('Ждите письма"', 'Ждите письма"'),
        ('"Ждите письма"', '"Ждите письма"'),
        ('Ждите "письма".', 'Ждите "письма".'),
        ('"Ждите ""письма""."', 'Ждите "письма".'),
        ('"Ждите\nписьма."', "Ждите\nписьма."),
        ('"Ждите, ""', '"Ждите, ""'),
    ],
)
def test_a_quotation_mark_in_tsv_is_a_letter_unless_a_spreadsheet_has_quoted_the_cell(
    tmp_path: Path, cell: str, text: str
) -> None:
    rows = ["id\ttext_ru\ttext_en", f"a\t{cell}\tI leave.", f"b\tПёс лает.\t{cell}", 'c\tКот спит"\tA cat.']
    (tmp_path / "t.tsv").write_text("\n".join(rows), encoding="utf-8")
    first, second, third = (each for each in read_spreadsheet(tmp_path / "t.tsv") if not isinstance(each, PassedOver))
    assert isinstance(first, Document)
    assert first.text_ru == text
    assert isinstance(second, SourceError)  # Russian text in the English column
    assert isinstance(third, Document)
    assert third.text_ru == 'Кот спит"'


def test_columns_with_other_names_are_custom_fields(tmp_path: Path) -> None:
    rows = ["ID,text_en,Автор,tags,,tags", "a,Yes.,А. Орлов,war,x,peace"]
    (tmp_path / "t.csv").write_text("\n".join(rows), encoding="utf-8")
    document, header = sorted(read_spreadsheet(tmp_path / "t.csv"), key=lambda each: isinstance(each, PassedOver))
    assert isinstance(document, Document)
    assert document.metadata.author == "А. Орлов"
    assert document.metadata.fields == {"tags": "war", "column 5": "x", "tags 6": "peace"}
    assert isinstance(header, PassedOver)
    assert (header.line, header.reason, header.text) == (1, "label", rows[0] + "\n")


LICENCE = "CC-BY 2.0 (France) Attribution: tatoeba.org #1 (CK) & #2 (shira)"


def test_a_text_file_whose_lines_are_rows_with_both_languages_is_a_table(tmp_path: Path) -> None:
    (tmp_path / "rus.txt").write_text(f"Go.\tИди!\t{LICENCE}\nI see.\tПонятно.\t{LICENCE}\n", encoding="utf-8")
    found = list(read([tmp_path], on_error=lambda error: pytest.fail(str(error))))
    assert [(each.text_ru, each.text_en, each.metadata.credits) for each in found] == [
        ("Иди!", "Go.", LICENCE), ("Понятно.", "I see.", LICENCE),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Иди!\tGo.\n",
        "Письмо\tLetter\nИван уехал на остров.\n",
        "Ледокол\tпришёл.\nЗимовка\tснята.\n",
        "Дата:\t1947\nМесто:\tДиксон\n",
    ],
)
def test_other_text_files_with_tabs_are_no_tables(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert not is_table(tmp_path / "a.txt")
