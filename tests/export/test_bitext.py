from __future__ import annotations

from xml.etree import ElementTree

import pytest

from bisearch import Alignment, Bead, Sentence
from bisearch.export.bitext import to_tmx, to_tsv

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
