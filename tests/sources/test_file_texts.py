"""Forms such as DOCX go the way of text files: pages, pairs, tables and metadata."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from bisearch.cli.commands import cli
from bisearch.errors import SourceError
from bisearch.model import Document
from bisearch.sources.accounting import PassedOver
from bisearch.sources.archive_page import read_page
from bisearch.sources.file_texts import read_file_text
from tests.conversion.form_files import WRITERS, Block

if TYPE_CHECKING:
    from pathlib import Path

RU = "Смит вернулся в Москву."
EN = "Smith returned to Moscow."


def document_of(path: Path) -> Document:
    (found,) = (each for each in read_page(path) if isinstance(each, Document))
    return found


def test_a_table_with_a_column_for_each_language_is_divided_even_if_cells_are_empty(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    rows = [(RU, EN), ("", "Only in English."), ("Только по-русски.", ""), ("1946", "1946")]
    cells = "".join(f"<tr><td>{ru}</td><td>{en}</td></tr>" for ru, en in rows)
    path.write_text(f"<table>{cells}</table>", encoding="utf-8")
    document = document_of(path)
    assert document.text_ru == f"{RU}\n\nТолько по-русски.\n\n1946"
    assert document.text_en == f"{EN}\n\nOnly in English.\n\n1946"


def test_a_table_whose_cells_hold_the_whole_texts_is_divided(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(f"<table><tr><td><p>{RU}<p>Конец.<td><p>{EN}<p>The end.</table>", encoding="utf-8")
    document = document_of(path)
    assert (document.text_ru, document.text_en) == (f"{RU}\nКонец.", f"{EN}\nThe end.")


def test_a_title_of_the_file_that_differs_from_that_of_the_page_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(f"<title>Archive site</title><h1>Letter</h1><p>{EN}", encoding="utf-8")
    metadata = document_of(path).metadata
    assert (metadata.title, metadata.fields) == ("Letter", {"title of the file": "Archive site"})
    path.write_text(f"<title>Letter - Archive site</title><h1>Letter</h1><p>{EN}", encoding="utf-8")
    assert document_of(path).metadata.fields == {"title of the file": "Letter - Archive site"}
    path.write_text(f"<title>LETTER</title><h1>Letter</h1><p>{EN}", encoding="utf-8")
    assert document_of(path).metadata.fields == {}


def test_left_out_text_of_a_form_is_passed_over_with_its_reason(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(f"<p>{EN}<script>go now</script>", encoding="utf-8")
    passed_over = [each for each in read_page(path) if isinstance(each, PassedOver)]
    assert passed_over == [PassedOver(str(path), 0, 0, 0, "code", "go now")]


def test_a_volume_of_several_documents_cannot_be_one_text_of_a_pair(tmp_path: Path) -> None:
    path = tmp_path / "a.ru.xml"
    divisions = "".join(f'<div type="document"><p>{RU}</p></div>' for _ in range(2))
    path.write_text(f"<TEI><text><body>{divisions}</body></text></TEI>", encoding="utf-8")
    with pytest.raises(SourceError, match="it holds 2 documents"):
        read_file_text(path)


def test_align_takes_forms_too(tmp_path: Path) -> None:
    WRITERS[".docx"](tmp_path / "ru.docx", [Block(RU)])
    WRITERS[".rtf"](tmp_path / "en.rtf", [Block(EN)])
    done = CliRunner().invoke(cli, ["align", str(tmp_path / "ru.docx"), str(tmp_path / "en.rtf"), "--tsv"])
    assert done.exit_code == 0
    assert RU in done.stdout
    assert EN in done.stdout
