from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.conversion.odt import convert
from tests.conversion.form_files import ODF, write_odt

if TYPE_CHECKING:
    from pathlib import Path

    from bisearch.conversion.converted import ConvertedText

NAMESPACES = (
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
)


def read(path: Path, body: str, styles: str = "", page_styles: str = "") -> ConvertedText:
    write_odt(path / "a.odt", body, styles, page_styles)
    (found,) = convert(path / "a.odt")
    return found


def test_notes_and_text_boxes_follow_their_paragraph(tmp_path: Path) -> None:
    note = (
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Сноска.</text:p><text:p>Её конец."
        "</text:p></text:note-body></text:note>"
    )
    box = "<draw:frame><draw:text-box><text:p>Печать</text:p></draw:text-box></draw:frame>"
    found = read(tmp_path, f"<text:p>Он ушел.{note} Она {box}осталась.</text:p><text:p>Конец.</text:p>")
    assert found.text.split("\n\n") == ["Он ушел.[1] Она осталась.", "[1] Сноска.\nЕё конец.", "Печать", "Конец."]


def test_a_paragraph_in_a_style_for_titles_is_a_heading(tmp_path: Path) -> None:
    style = f'<style:style {NAMESPACES} style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>'
    found = read(tmp_path, '<text:p text:style-name="P1">Маяк</text:p><text:p>Маяк требует ремонта.</text:p>', style)
    assert found.text == "# Маяк\n\nМаяк требует ремонта."


def test_changes_comments_and_running_heads_are_reported(tmp_path: Path) -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>не </text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes><text:p>Смит <text:change-start/>снова<text:change-end/>"
        "<office:annotation><text:p>Проверить.</text:p></office:annotation> вернулся."
        '<text:span text:style-name="H">Скрыто.</text:span></text:p>'
    )
    hidden = (
        f'<style:style {NAMESPACES} style:name="H" style:family="text"><style:text-properties text:display="none"/>'
        "</style:style>"
    )
    heads = f"<style:header {NAMESPACES}><text:p>ГАПИ</text:p></style:header>"
    found = read(tmp_path, body, hidden, heads)
    assert found.text == "Смит снова вернулся."
    assert found.left_out == (
        ("deletion", "не"), ("comment", "Проверить."), ("hidden text", "Скрыто."), ("running head", "ГАПИ"),
    )  # fmt: skip


def test_list_numbers_are_text(tmp_path: Path) -> None:
    styles = (
        '<text:list-style xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" style:name="L">'
        '<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>'
        '<text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")"'
        ' text:display-levels="2"/>'
        "</text:list-style>"
    )
    item = "<text:list-item>{}</text:list-item>".format
    inner = f"<text:list>{item('<text:p>А</text:p>')}{item('<text:p>Б</text:p>')}</text:list>"
    body = (
        f'<text:list text:style-name="L">{item("<text:p>Один</text:p><text:p>ещё</text:p>")}'
        f"{item(f'<text:p>Два</text:p>{inner}')}</text:list><text:p>между</text:p>"
        f'<text:list text:style-name="L" text:continue-numbering="true">{item("<text:p>Три</text:p>")}</text:list>'
        f'<text:list text:style-name="L">{item("<text:p>Снова</text:p>")}</text:list>'
    )
    assert read(tmp_path, body, styles).text.split("\n\n") == [
        "1. Один", "ещё", "2. Два", "2.a) А", "2.b) Б", "между", "3. Три", "1. Снова",
    ]  # fmt: skip


def test_bold_paragraphs_are_headings_and_spaces_are_kept(tmp_path: Path) -> None:
    bold = "".join(
        f'<style:style {NAMESPACES} style:name="{name}" style:family="{family}"><style:text-properties'
        ' fo:font-weight="bold"/></style:style>'
        for name, family in (("P", "paragraph"), ("T", "text"))
    )
    body = (
        '<text:p text:style-name="P">Один</text:p><text:p><text:span text:style-name="T">Два</text:span></text:p>'
        '<text:p><text:span text:style-name="T">Три</text:span> и\n   далее<text:s text:c="2"/>через<text:tab/>знак'
        "</text:p>"
    )
    assert read(tmp_path, body, bold).text == "# Один\n\n# Два\n\nТри и далее  через\tзнак"


def test_a_file_that_is_not_compressed_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.fodt"
    path.write_text(
        f'<office:document {ODF} xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta><dc:title>Записка</dc:title>'
        "</office:meta><office:body><office:text><text:p>Смит</text:p></office:text></office:body></office:document>",
        encoding="utf-8",
    )
    (found,) = convert(path)
    assert (found.text, found.values) == ("Смит", {"title": "Записка"})
