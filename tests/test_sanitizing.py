from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bisearch.sanitizing import clean, clean_lines, escape_in_xml, to_json, without_xml_forbidden

UNSAFE = "\x1b\x07\x9b\u200f\u202e\u2028\ufeff"


def test_control_characters_are_replaced_and_whitespace_becomes_spaces() -> None:
    assert clean("a\x1b[31mb\x07\u202ec\td\ne") == "a\ufffd[31mb\ufffd\ufffdc d e"


def test_soft_hyphens_and_joiners_are_kept() -> None:
    assert clean("на\u00adука\u200c\u200d") == "на\u00adука\u200c\u200d"


@given(st.text())
def test_cleaning_keeps_every_offset(text: str) -> None:
    shown = clean(text)
    assert len(shown) == len(text)
    assert not any(character < " " for character in shown)


def test_line_feeds_are_kept_in_a_text_of_several_lines() -> None:
    assert clean_lines("one\x07\ntwo\r") == "one\ufffd\ntwo "


@given(st.text() | st.text(UNSAFE))
def test_json_holds_no_unsafe_character_and_parses_to_the_same_text(text: str) -> None:
    written = to_json({"text": text})
    assert not set(UNSAFE) & set(written)
    assert json.loads(written) == {"text": text}


@given(st.text(st.characters(exclude_characters="\r")))
def test_escaped_xml_holds_no_unsafe_character_and_parses_to_the_same_text(text: str) -> None:
    element = ElementTree.Element("seg")
    element.text = without_xml_forbidden(text)
    written = escape_in_xml(ElementTree.tostring(element, encoding="unicode"))
    assert not set(UNSAFE) & set(written)
    assert (ElementTree.fromstring(written).text or "") == element.text


def test_an_unsafe_character_is_escaped_by_its_code_point() -> None:
    assert to_json("\u202e") == r'"\u202e"'
    assert escape_in_xml("\u202e") == "&#x202E;"


@pytest.mark.parametrize("hidden", ["\U000e0001", "\U000e0041", "\U000e007f", "\U000e0000", "\U000e0100"])
def test_invisible_tags_are_shown_as_replacements_and_escaped_in_json_and_xml(hidden: str) -> None:
    assert clean(f"a{hidden}b") == "a\N{REPLACEMENT CHARACTER}b"
    assert hidden not in to_json({"a": hidden})
    assert json.loads(to_json({"a": hidden})) == {"a": hidden}
    assert escape_in_xml(f"<a>{hidden}</a>") == f"<a>&#x{ord(hidden):X};</a>"
