"""Glossaries as translators' programs and spreadsheets write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bisearch.errors import SourceError
from bisearch.lexicon.dictionary_tables import TablePair, read_table

if TYPE_CHECKING:
    from pathlib import Path


def pairs(folder: Path, text: str, encoding: str = "utf-8") -> list[tuple[str, str]]:
    path = folder / "table.txt"
    path.write_bytes(text.encode(encoding))
    return [(first, second) for first, second, _ in read_table(path)]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("полпред\tplenipotentiary\n", "utf-8"),
        ("полпред\tplenipotentiary\n", "cp1251"),
        ("полпред\tplenipotentiary\n", "utf-16"),
        ("русский\tанглийский\nполпред\tplenipotentiary\n", "utf-8"),
        ("Russian\tEnglish\r\nполпред\tplenipotentiary\r\n", "utf-8"),
        ("Русский;English;Примечание\nполпред;plenipotentiary;до 1941\n", "utf-8-sig"),
        ("полпред;plenipotentiary;до 1941\n", "utf-8-sig"),
        ("полпред;plenipotentiary;до 1941\n", "cp1251"),
        ("полпред,plenipotentiary\n", "utf-8"),
        ('"полпред","plenipotentiary","until 1941, then envoy"\n', "utf-8"),
        ("№;Термин;Перевод\n1;полпред;plenipotentiary\n", "utf-8"),
        ("комментарий\tрусский\tанглийский\nof history\tполпред\tplenipotentiary\n", "utf-8"),
        ("# a comment\n\nполпред (до 1941)\tplenipotentiary\n", "utf-8"),
        ("полпред\tplenipotentiary\nпостпред\t\n", "utf-8"),
    ],
)
def test_a_glossary_is_read_whatever_program_wrote_it(tmp_path: Path, text: str, encoding: str) -> None:
    (found,) = pairs(tmp_path, text, encoding)
    assert [each.split(" (")[0] for each in found] == ["полпред", "plenipotentiary"]


def test_a_comment_beside_the_pair_is_no_weight(tmp_path: Path) -> None:
    text = "source\tоригинал\tо файлах проекта\nsegment\tсегмент\t\n"
    assert pairs(tmp_path, text) == [("source", "оригинал"), ("segment", "сегмент")]


def test_each_translation_of_a_cell_is_a_pair_and_the_first_counts_most(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("посол;ambassador, envoy;2,5\nмир;peace;1\n", encoding="utf-8")
    assert list(read_table(tmp_path / "t.csv")) == [
        TablePair("посол", "ambassador", 2.5), TablePair("посол", "envoy", 2.0), TablePair("мир", "peace", 1.0),
    ]  # fmt: skip


def test_a_named_weight_may_be_in_any_column(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("Вес;English;Русский\n3;peace;мир\n", encoding="utf-8")
    assert list(read_table(tmp_path / "t.csv")) == [TablePair("мир", "peace", 3.0)]


def test_a_row_in_one_language_is_reported_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"table\.txt:3: a row needs a Russian and an English word"):
        pairs(tmp_path, "мир\tpeace\nпосол\tambassador\nqwe\trty\n")
