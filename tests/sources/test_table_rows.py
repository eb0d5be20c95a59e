from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bisearch.errors import SourceError
from bisearch.model import Bead, Document
from bisearch.sources.accounting import Notice, PassedOver
from bisearch.sources.spreadsheet import read_spreadsheet

if TYPE_CHECKING:
    from pathlib import Path


def read_table(tmp_path: Path, name: str, *rows: str) -> tuple[list[Document], list[object]]:
    (tmp_path / name).write_text("\n".join(rows) + "\n", encoding="utf-8")
    items = list(read_spreadsheet(tmp_path / name))
    documents = [each for each in items if isinstance(each, Document)]
    return documents, [each for each in items if not isinstance(each, Document)]


@pytest.mark.parametrize("heading", [(), ("en\tru",), ("English\tРусский",), ("Translation\tOriginal",)])
def test_a_table_of_two_texts_is_one_document_aligned_row_by_row(tmp_path: Path, heading: tuple[str, ...]) -> None:
    rows = ("Go.\tМарш!", "\tНет перевода.", "Hi. How are you?\tПривет. Как дела?")
    (document,), rest = read_table(tmp_path, "t.tsv", *heading, *rows)
    assert document.metadata.id == "t"
    assert document.text_ru == "Марш!\nНет перевода.\nПривет. Как дела?"
    assert document.text_en == "Go.\nHi. How are you?"
    assert document.alignment is not None
    assert document.alignment.beads == (Bead((0,), (0,)), Bead((1,), ()), Bead((2,), (1,)))
    (report,) = rest
    if heading:
        assert isinstance(report, PassedOver)
    else:
        assert isinstance(report, Notice)
        assert report.text == "no row with names of columns; read column 1: English text, column 2: Russian text"


def test_a_table_of_two_texts_with_several_lines_in_a_cell_has_a_document_for_each_row(tmp_path: Path) -> None:
    documents, _ = read_table(tmp_path, "t.csv", "ru,en", '"Лёд встал.\nЖдём.",The ice formed.', "Туман.,Fog.")
    assert [each.metadata.id for each in documents] == ["t-2", "t-4"]
    assert documents[0].alignment is None


def test_the_export_of_sentence_pairs_keeps_the_numbers_of_both_sentences(tmp_path: Path) -> None:
    rows = ("5409\trus\tМарш!\t1276\teng\tGo.", "5409\trus\tМарш!\t1277\teng\tMarch!")
    documents, rest = read_table(tmp_path, "t.tsv", *rows)
    assert [(each.metadata.id, each.text_ru, each.text_en) for each in documents] == [
        ("5409-1276", "Марш!", "Go."),
        ("5409-1277", "Марш!", "March!"),
    ]
    codes = next(each for each in rest if isinstance(each, PassedOver))
    assert (codes.reason, codes.text) == ("label", "rus eng rus eng")


def test_a_column_of_attributions_is_kept_as_credits(tmp_path: Path) -> None:
    rows = ("Go.\tМарш!\tCC-BY 2.0 Attribution: example #1", "Hi.\tПривет.\tCC-BY 2.0 Attribution: example #2")
    documents, _ = read_table(tmp_path, "t.tsv", *rows)
    assert [each.metadata.credits[-2:] for each in documents] == ["#1", "#2"]
    assert [each.metadata.id for each in documents] == ["t-1", "t-2"]


def test_a_row_in_one_of_many_languages_is_on_its_side_or_passed_over(tmp_path: Path) -> None:
    rows = ("1\trus\tМарш!", "2\tdeu\tLos!", "3\teng\tGo.")
    documents, rest = read_table(tmp_path, "t.tsv", *rows)
    assert [(each.metadata.id, each.text_ru, each.text_en) for each in documents] == [
        ("1", "Марш!", None),
        ("3", None, "Go."),
    ]
    assert [each.text for each in rest if isinstance(each, PassedOver) and each.reason == "variant"] == ["Los!"]


def test_a_column_that_is_not_understood_is_a_custom_field(tmp_path: Path) -> None:
    documents, _ = read_table(tmp_path, "t.tsv", "Привет всем.\tHello, everyone.\t3 Ж", "Марш!\tGo.\tQ 5")
    assert [each.metadata.fields for each in documents] == [{"column 3": "3 Ж"}, {"column 3": "Q 5"}]


def test_rows_before_a_malformed_one_are_read(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text('id,ru\na,Лёд.\nb,"Туман."х\n', encoding="utf-8")
    found: list[object] = []
    with pytest.raises(SourceError, match="after a closing quotation mark"):
        found.extend(read_spreadsheet(tmp_path / "t.csv"))
    items = read_spreadsheet(tmp_path / "t.csv")
    assert isinstance(next(items), PassedOver)
    assert isinstance(next(items), Document)


@pytest.mark.parametrize("rows", [("id,note", "1,Лёд."), ("Лёд.",), ("Лёд.,Туман.",), ("1,2", "3,4")])
def test_a_table_whose_texts_cannot_be_found_is_reported_with_its_columns(tmp_path: Path, rows: tuple[str]) -> None:
    with pytest.raises(SourceError, match="no column is named text_ru or text_en; the columns: '"):
        read_table(tmp_path, "t.csv", *rows)


def test_the_separator_that_the_first_line_declares_is_used(tmp_path: Path) -> None:
    documents, _ = read_table(tmp_path, "t.csv", "sep=;", "id;ru", "a;Лёд, туман, ветер.")
    assert documents[0].text_ru == "Лёд, туман, ветер."
