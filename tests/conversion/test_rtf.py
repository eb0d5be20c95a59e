from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bisearch.conversion.rtf import convert
from bisearch.errors import SourceError

if TYPE_CHECKING:
    from pathlib import Path

    from bisearch.conversion.converted import ConvertedText


def read(path: Path, body: str, head: str = r"\ansi\ansicpg1251") -> ConvertedText:
    file = path / "a.rtf"
    file.write_bytes(b"{\\rtf1" + head.encode() + b" " + body.encode("cp1251") + b"}")
    (found,) = convert(file)
    return found


@pytest.mark.parametrize(
    ("head", "body", "text"),
    [
        (r"\ansi\ansicpg1251", r"\'d1\'ec\'e8\'f2", "Смит"),
        (r"\ansi\ansicpg1251", "Смит", "Смит"),  # bytes that are not escaped
        (r"\ansi\ansicpg1252{\fonttbl{\f1\fcharset204 Arial;}}", r"\f1 \'d1\'ec\'e8\'f2", "Смит"),
        (r"\ansi\ansicpg1251{\fonttbl{\f0\fcharset0 Arial;}{\f2\fcharset1 X;}}", r"\f0 \'d1\f2\'ec", "См"),
        (r"\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}}", r"\f0 caf\'e9{\f1 \'d1}\'e9", "caféСé"),
        (r"\ansi", r"\u1057?\u1084\'3f\uc2\u1080??\uc0\u1090 .", "Смит."),
        (r"\ansi", r"\u-10179?\u-8704?", "😀"),  # two halves of one character
        (r"\ansi", r"No\~5\emdash\ldblquote x\rdblquote\-\_\{\}\\", "No\u00a05—“x”\u00ad\u2011{}\\\\"),
        (r"\ansi", r"a{\pict\bin5 {{}}}}b{\*\unknown c}d{\upr{e}{\*\ud{f}}}g", "abdfg"),
        (r"\ansi", r"{\field{\*\fldinst HYPERLINK x}{\fldrslt link}}{\xe index}", "link"),
    ],
)
def test_characters_are_decoded_by_their_font_or_the_code_page(tmp_path: Path, head: str, body: str, text: str) -> None:
    assert read(tmp_path, body, head).text == text


@pytest.mark.parametrize("name", ["no-such-encoding", "punycode", "undefined", "rot13"])
def test_an_encoding_that_is_none_is_refused(tmp_path: Path, name: str) -> None:
    file = tmp_path / "a.rtf"
    file.write_bytes(rb"{\rtf1\ansi Smith \'e9}")
    with pytest.raises(SourceError, match="unknown encoding"):
        convert(file, name)


def test_notes_follow_the_paragraph_that_refers_to_them(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        r"Он ушел.{\super\chftn}{\footnote\pard\chftn 5 лет назад.\par Да.} Она{\footnote\ftnalt Примечание.} осталась."
        r"\par Конец.",
    )
    assert found.text.split("\n\n") == [
        "Он ушел.[1] Она[i] осталась.", "[1] 5 лет назад.\nДа.", "[i] Примечание.", "Конец.",
    ]  # fmt: skip


def test_changes_comments_and_running_heads_are_reported(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        r"{\header ГАПИ}Смит {\revised снова }{\deleted не вер}{\deleted нулся}вернулся.{\v Скрыто.}"
        r"{\*\atnid L}{\*\atnauthor Лосев}{\*\annotation Проверить.}",
    )
    assert found.text == "Смит снова вернулся."
    assert found.left_out == (
        ("running head", "ГАПИ"), ("deletion", "не вернулся"), ("hidden text", "Скрыто."), ("comment", "L"),
        ("comment", "Лосев"), ("comment", "Проверить."),
    )  # fmt: skip


def test_headings_lists_tables_and_text_boxes_are_read(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        r"{\stylesheet{\s1\outlinelevel0 heading 1;}{\s2 Мой;}}{\info{\title Записка}{\author User}}"
        r"\pard\s1 Один\par\pard\s2 Два\par\pard{\b Три}\par\pard{\b Четыре} пять\par"
        r"\pard{\listtext 1.\tab}Шесть\par\pard{\listtext\'b7\tab}Семь\par"
        r"\trowd\pard\intbl Имя\cell Сумма\cell\row\trowd\pard\intbl\cell 5\cell\row\pard Конец"
        r"{\shp{\*\shpinst{\sp{\sn x}{\sv y}}{\shptxt\pard Печать\par}}{\shprslt Печать}}\super 2\nosupersub\par",
    )
    assert found.text == (
        "# Один\n\nДва\n\n# Три\n\nЧетыре пять\n\n1. Шесть\n\n- Семь\n\nИмя\tСумма\n\t5\n\nКонец²\n\nПечать"
    )
    assert found.values == {"title": "Записка"}


def test_a_file_that_ends_within_a_group_keeps_its_text(tmp_path: Path) -> None:
    assert read(tmp_path, r"Смит {\b вернулся {\i в Москву").text.replace("# ", "") == "Смит вернулся в Москву"
