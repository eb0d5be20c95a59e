"""PDF files by LibreOffice, by Tesseract and made here; the text of the Polar Commission is invented."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bisearch.conversion.forms import convert
from bisearch.errors import SourceError
from tests.conversion.pdf_files import HEIGHT, write_pdf

SCANS = Path(__file__).parent / "scans"
RUNNING = "The Commission decided to send to Dikson a steamship with coal"


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


@pytest.mark.parametrize("name", ["printed.pdf", "recognized.pdf"])
def test_the_text_layer_has_the_words_that_an_independent_extractor_finds(name: str) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    command = ["pdftotext", "-raw", str(SCANS / name), "-"]
    expected = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
    (found,) = convert(SCANS / name)
    assert words(found.text) == words(expected)
    assert len(words(found.text)) == 60


@pytest.mark.parametrize("name", ["printed.pdf", "recognized.pdf"])
def test_lines_and_paragraphs_are_those_of_the_page(name: str) -> None:
    (found,) = convert(SCANS / name)
    assert [len(block.split("\n")) for block in found.text.split("\n\n")] == [1, 3, 3]


def test_the_raised_number_of_a_note_is_in_its_line(tmp_path: Path) -> None:
    write_pdf(tmp_path / "a.pdf", [["The glass is broken.", "", "^1 See the letter.", "^2 Not found."]])
    (found,) = convert(tmp_path / "a.pdf")
    assert found.text.split("\n")[-2:] == ["1 See the letter.", "2 Not found."]


def test_a_word_has_its_place_from_the_upper_left_corner(tmp_path: Path) -> None:
    write_pdf(tmp_path / "a.pdf", [["Orlov reports"]])
    (found,) = convert(tmp_path / "a.pdf")
    assert found.places is not None
    first, second = found.places.words(0, 100)
    assert found.text[first.start : first.end] == "Orlov"
    assert (first.page.width, first.page.height, first.page.unit) == (600, HEIGHT, "point")
    assert first.x0 == pytest.approx(50, abs=2)
    assert first.y0 < 100 < first.y1
    assert first.x1 < second.x0


def test_the_place_on_a_page_that_viewers_turn_is_that_on_the_page_as_shown(tmp_path: Path) -> None:
    write_pdf(tmp_path / "a.pdf", [["Orlov reports"]], rotation=90)
    (found,) = convert(tmp_path / "a.pdf")
    assert found.places is not None
    first, second = found.places.words(0, 100)
    assert (first.page.width, first.page.height) == (HEIGHT, 600)
    assert first.x0 == pytest.approx(second.x0, abs=4)
    assert first.y1 < second.y0
    assert first.y0 == pytest.approx(50, abs=2)


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    write_pdf(tmp_path / "a.pdf", [["one two\tfive six", "three four\tseven eight"]])
    (found,) = convert(tmp_path / "a.pdf")
    assert found.text == "one two\nthree four\n\nfive six\nseven eight"


def test_pages_are_numbered_as_counted_and_as_printed(tmp_path: Path) -> None:
    labels = "/PageLabels << /Nums [0 << /S /r >> 1 << /S /D /St 121 >>] >> "
    write_pdf(tmp_path / "a.pdf", [["Preface."], ["Orlov came."], ["He left."]], labels=labels)
    (found,) = convert(tmp_path / "a.pdf")
    assert found.text == "Preface.\n\n\fOrlov came.\n\n\fHe left."
    assert found.places is not None
    assert [(page.number, page.label) for page in found.places.pages] == [(1, "i"), (2, "121"), (3, "122")]
    assert found.places.page_numbers(12, 13) == ((2, "121"),)


def test_pages_without_text_are_reported_with_the_remedy(tmp_path: Path) -> None:
    write_pdf(tmp_path / "a.pdf", [["Orlov came."], [], [], ["He left."], []])
    (found,) = convert(tmp_path / "a.pdf")
    assert found.notices == (
        "no text on pages 2-3, 5, maybe images; recognize it: ocrmypdf --skip-text -l rus+eng a.pdf a-ocr.pdf",
    )


@pytest.mark.parametrize(
    ("pages", "encoding", "reason"),
    [
        ([[], []], "cp1252", "no text: its pages are images; recognize it: ocrmypdf -l rus+eng a.pdf a-ocr.pdf"),
        (
            [["Комиссия постановила направить пароход"]], "cp1251",
            "garbled text such as 'Êîìèññèÿ': recognize it: ocrmypdf --force-ocr -l rus+eng a.pdf a-ocr.pdf",
        ),
    ],
)  # fmt: skip
def test_a_file_whose_text_is_of_no_use_is_refused_with_the_remedy(
    tmp_path: Path, pages: list[list[str]], encoding: str, reason: str
) -> None:
    write_pdf(tmp_path / "a.pdf", pages, encoding)
    with pytest.raises(SourceError) as caught:
        convert(tmp_path / "a.pdf")
    assert caught.value.reason == reason


def test_one_garbled_page_among_others_is_reported(tmp_path: Path) -> None:
    garbled = "Комиссия постановила направить пароход".encode("cp1251").decode("cp1252")
    write_pdf(tmp_path / "a.pdf", [[RUNNING], [garbled], [RUNNING]])
    (found,) = convert(tmp_path / "a.pdf")
    assert [notice.partition(":")[0] for notice in found.notices] == ["garbled text on page 2"]


def test_french_and_german_words_are_not_garbled(tmp_path: Path) -> None:
    write_pdf(tmp_path / "a.pdf", [["Général Béthouart était à Königsberg; déjà vu, äußerst höflich, à côté"] * 5])
    (found,) = convert(tmp_path / "a.pdf")
    assert found.notices == ()


def test_an_encrypted_and_a_broken_file_are_reported(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="encrypted; save a copy: qpdf --decrypt"):
        convert(SCANS / "encrypted.pdf")
    (tmp_path / "a.pdf").write_bytes((SCANS / "printed.pdf").read_bytes()[:900])
    with pytest.raises(SourceError, match="broken PDF file"):
        convert(tmp_path / "a.pdf")
