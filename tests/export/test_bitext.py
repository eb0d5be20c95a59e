from __future__ import annotations

import io
import unicodedata
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from lxml import etree

import bisearch
from bisearch import Alignment, Bead, Sentence
from bisearch.export.bitext import to_tmx, to_tsv, write_tmx
from bisearch.export.rows import Layout

if TYPE_CHECKING:
    from pathlib import Path

    from bisearch.export.rows import ExportHeader, ExportRow
    from tests.export.conftest import MakeRow

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def one_bead(ru: str, en: str) -> tuple[str, str, Alignment]:
    """Return two texts of one sentence each and their alignment; an empty text has no sentence."""
    sentences_ru, sentences_en = ((Sentence(0, len(text)),) if text else () for text in (ru, en))
    beads = (Bead(tuple(range(len(sentences_ru))), tuple(range(len(sentences_en))), 0.5),)
    return ru, en, Alignment(sentences_ru, sentences_en, beads)


def segments(tmx: str) -> dict[str | None, str | None]:
    """Return the segments of a translation memory by language."""
    return {variant.get(LANGUAGE): variant.findtext("seg") for variant in ElementTree.fromstring(tmx).iter("tuv")}


def test_a_bead_is_a_translation_unit_with_its_confidence_and_both_sides() -> None:
    tmx = to_tmx(*one_bead("Смит <болен> & устал.", "Smith is <ill> & tired."))
    (unit,) = ElementTree.fromstring(tmx).iter("tu")
    assert unit.get("tuid") == "1"
    assert unit.findtext("prop[@type='x-confidence']") == "0.500"
    assert segments(tmx) == {"ru": "Смит <болен> & устал.", "en": "Smith is <ill> & tired."}


def test_a_one_sided_bead_is_a_unit_with_one_variant() -> None:
    assert segments(to_tmx(*one_bead("", "Stoves are cold."))) == {"en": "Stoves are cold."}


def test_the_header_has_every_attribute_that_tmx_requires() -> None:
    root = ElementTree.fromstring(to_tmx("", "", Alignment((), (), ())))
    header = root.find("header")
    assert header is not None
    assert root.attrib == {"version": "1.4"}
    required = {"creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "srclang", "datatype"}
    assert set(header.keys()) == required


@pytest.mark.parametrize("forbidden", ["\x00", "\x07", "\x1b", "\ud800", "\ufffe", "\uffff"])
def test_characters_that_xml_forbids_are_left_out_of_tmx(forbidden: str) -> None:
    assert segments(to_tmx(*one_bead(f"См{forbidden}ит", "Smith")))["ru"] == "Смит"


@pytest.mark.parametrize("unsafe", ["\x9b", "\u202e", "\u2066", "\ufeff"])
def test_characters_that_command_a_terminal_are_escaped_in_tmx_and_keep_their_value(unsafe: str) -> None:
    tmx = to_tmx(*one_bead(f"См{unsafe}ит", "Smith"))
    assert unsafe not in tmx
    assert segments(tmx)["ru"] == f"См{unsafe}ит"


def test_tsv_has_one_line_per_bead_with_whitespace_collapsed_and_controls_replaced() -> None:
    assert to_tsv(*one_bead("Смит\n\t болен.\x1b", "Smith is ill.")) == "0.500\tСмит болен.\ufffd\tSmith is ill.\n"


def test_tsv_joins_the_sentences_of_a_bead_by_a_space() -> None:
    alignment = Alignment((Sentence(0, 3), Sentence(5, 8)), (Sentence(0, 4),), (Bead((0, 1), (0,), 1.0),))
    assert to_tsv("Да.\n\nНет.", "Yes.", alignment) == "1.000\tДа. Нет\tYes.\n"


def exported(header: ExportHeader, *rows: ExportRow) -> str:
    stream = io.StringIO()
    write_tmx(stream, header, rows, Layout())
    return stream.getvalue()


def test_a_passage_is_a_unit_with_its_marks_highlighted_and_its_texts_as_properties(
    header: ExportHeader, make_row: MakeRow
) -> None:
    root = etree.fromstring(exported(header, make_row(), make_row(2)).encode())
    assert [prop.text for prop in root.findall("header/prop")] == ["=энергия <b>", "all 2"]
    first, second = root.findall("body/tu")
    assert (first.get("tuid"), second.get("tuid")) == ("1", "2")
    assert ["".join(map(str, seg.itertext())) for seg in first.iter("seg")] == [
        "О контроле над энергией.", "On control of energy.",
    ]  # fmt: skip
    assert [(mark.get("type"), mark.text) for mark in first.iter("hi")] == [("match", "энергией"), ("match", "energy")]
    assert {prop.get("type"): prop.text for prop in first.iter("prop")} == {
        "x-title": "Cable",
        "x-shelfmark": "RGASPI, f. 558, op. 11, d. 102, ll. 0106",
        "x-date": "November 20, 1946",
        "x-reference": "cable-641/8-sn5ze",
        "x-link": "https://archive.example/641",
        "x-why": "ru энергией: lemma of энергия",
    }


def test_an_exported_memory_can_be_indexed_again(header: ExportHeader, make_row: MakeRow, tmp_path: Path) -> None:
    (tmp_path / "memory.tmx").write_text(exported(header, make_row(), make_row(2, en=())), encoding="utf-8")
    report = bisearch.build([tmp_path / "memory.tmx"], tmp_path / "index")
    assert (report.passages, report.left_out) == (2, [])
    with bisearch.open(tmp_path / "index") as index:
        (hit,) = index.search("energy", translate=False).hits
        assert hit.passage.ru is not None
        assert hit.passage.ru.text == "О контроле над энергией."


def test_hostile_texts_keep_all_that_xml_allows(header: ExportHeader, hostile_row: ExportRow) -> None:
    written = exported(header, hostile_row)
    assert not [each for each in written if unicodedata.category(each) in {"Cc", "Cf"} and each != "\n"]
    root = etree.fromstring(written.encode())
    assert (
        root.findtext("body/tu/prop[@type='x-title']")
        == "]0;x\u202eзло\u2066 <b>&amp;</b> **x** `y` | [a](javascript:b) _x0041_ \\ $z$"
    )
