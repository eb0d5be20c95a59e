from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.conversion.docx import convert
from tests.conversion.form_files import W, write_docx

if TYPE_CHECKING:
    from pathlib import Path

    from bisearch.conversion.converted import ConvertedText


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def read(path: Path, body: str, **parts: str) -> ConvertedText:
    write_docx(path / "a.docx", body, **{name: f"<w:x {W}>{content}</w:x>" for name, content in parts.items()})
    (found,) = convert(path / "a.docx")
    return found


def test_notes_follow_the_paragraph_that_refers_to_them(tmp_path: Path) -> None:
    notes = f'<w:footnote w:id="2">{paragraph(run("Сноска."))}{paragraph(run("Её конец."))}</w:footnote>'
    endnotes = f'<w:endnote w:id="2">{paragraph(run("Примечание."))}</w:endnote>'
    body = paragraph(
        run("Он ушел."), '<w:r><w:footnoteReference w:id="2"/></w:r>', run(" Она"),
        '<w:r><w:endnoteReference w:id="2"/></w:r>', run(" осталась."),
    ) + paragraph(run("Конец."))  # fmt: skip
    found = read(tmp_path, body, footnotes=notes, endnotes=endnotes)
    assert found.text.split("\n\n") == [
        "Он ушел.[1] Она[i] осталась.", "[1] Сноска.\nЕё конец.", "[i] Примечание.", "Конец.",
    ]  # fmt: skip


def test_changes_comments_and_running_heads_are_reported(tmp_path: Path) -> None:
    body = paragraph(
        run("Смит "), f'<w:ins w:id="1">{run("снова ")}</w:ins>',
        '<w:del w:id="2"><w:r><w:delText>не вер</w:delText></w:r><w:r><w:delText>нулся</w:delText></w:r></w:del>',
        run("вернулся."), f'<w:moveFrom w:id="3">{run("Унесено.")}</w:moveFrom>', run("Скрыто.", "<w:vanish/>"),
        '<w:r><w:commentReference w:id="0"/></w:r>',
    )  # fmt: skip
    row = f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{paragraph(run('Строка'))}</w:tc></w:tr>"
    comment = f'<w:comment w:id="0">{paragraph(run("Проверить дату."))}</w:comment>'
    found = read(
        tmp_path, body + f"<w:tbl>{row}</w:tbl>", comments=comment, header=paragraph(run("ГАПИ")),
        footer=paragraph(run("стр. 5")),
    )  # fmt: skip
    assert found.text == "Смит снова вернулся."
    assert found.left_out == (
        ("deletion", "не вернулся"), ("deletion", "Унесено."), ("hidden text", "Скрыто."), ("deletion", "Строка"),
        ("comment", "Проверить дату."), ("running head", "ГАПИ"), ("running head", "стр. 5"),
    )  # fmt: skip


def test_a_text_box_is_read_once_after_its_paragraph(tmp_path: Path) -> None:
    """Word writes it twice: for new and for old programs."""
    box = f"<w:txbxContent>{paragraph(run('Печать'))}{paragraph(run('канцелярии'))}</w:txbxContent>"
    both = (
        '<mc:AlternateContent xmlns:mc="urn:mc"><mc:Choice><w:drawing>' + box + "</w:drawing></mc:Choice>"
        "<mc:Fallback><w:pict>" + box + "</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    found = read(tmp_path, paragraph(run("Смит "), f"<w:r>{both}</w:r>", run("вернулся.")))
    assert found.text == "Смит вернулся.\n\nПечать\n\nканцелярии"
    assert found.left_out == ()


def test_list_numbers_are_text_as_word_shows_them(tmp_path: Path) -> None:
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:numFmt w:val="{style}"/><w:lvlText w:val="{shown}"/></w:lvl>'
        for level, (style, shown) in enumerate(
            [("decimal", "%1."), ("russianLower", "%1.%2)"), ("bullet", "·"), ("upperRoman", "%4.")]
        )
    )
    numbering = (
        f'<w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>'
        '<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
    )
    items = [(0, "Один"), (0, "Два"), (1, "А"), (1, "Б"), (2, "Точка"), (0, "Три"), (1, "Снова"), (3, "Рим")]
    body = "".join(
        paragraph(run(text), properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="3"/></w:numPr>')
        for level, text in items
    )
    assert read(tmp_path, body, numbering=numbering).text.split("\n\n") == [
        "1. Один", "2. Два", "2.а) А", "2.б) Б", "- Точка", "3. Три", "3.а) Снова", "I. Рим",
    ]  # fmt: skip


def test_headings_are_marked_by_their_style_or_by_bold_letters(tmp_path: Path) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="mine"><w:basedOn w:val="base"/><w:name w:val="Мой"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="base"><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    )
    body = (
        paragraph(run("Один"), properties='<w:pStyle w:val="1"/>')
        + paragraph(run("Два"), properties='<w:pStyle w:val="mine"/>')
        + paragraph(run("Три", "<w:b/>"), run(" "), run("четыре", '<w:b w:val="1"/>'))
        + paragraph(run("Пять", '<w:b w:val="0"/>'))
        + paragraph(run("Шесть", "<w:b/>"), run(" семь"))
    )
    assert read(tmp_path, body, styles=styles).text.split("\n\n") == [
        "# Один", "# Два", "# Три четыре", "Пять", "Шесть семь",
    ]  # fmt: skip


def test_cells_are_separated_by_tabs_and_long_cells_are_paragraphs(tmp_path: Path) -> None:
    def row(*cells: str) -> str:
        return f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"

    inner = f"<w:tbl>{row(paragraph(run('внутри')), paragraph(run('таблицы')))}</w:tbl>"
    body = (
        f"<w:tbl>{row(paragraph(run('Имя')), paragraph(run('Сумма')))}{row(paragraph(), paragraph(run('5')))}"
        f"<w:sdt><w:sdtContent>{row(paragraph(run('Лосев')), paragraph(run('7')))}</w:sdtContent></w:sdt>"
        f"{row(paragraph(run('Первый')) + paragraph(run('второй')), paragraph(run('First')))}{row(inner)}</w:tbl>"
    )
    assert read(tmp_path, body).text == ("Имя\tСумма\n\t5\nЛосев\t7\n\nПервый\nвторой\n\nFirst\n\nвнутри таблицы")


def test_signs_are_kept_and_codes_of_fields_are_not_text(tmp_path: Path) -> None:
    body = paragraph(
        '<w:r><w:fldChar/><w:instrText>PAGE 5</w:instrText><w:t>И</w:t><w:tab/><w:t>К</w:t></w:r>',
        '<w:r><w:noBreakHyphen/><w:softHyphen/><w:br/><w:sym w:font="Wingdings" w:char="F04A"/>'
        '<w:sym w:font="Arial" w:char="2116"/></w:r>',
        run("сообщил"), run("2", '<w:vertAlign w:val="superscript"/>'), run(" x * y_z # 1"),
    )  # fmt: skip
    assert read(tmp_path, body).text == "И\tК\u2011\u00ad\n№сообщил² x \\* y\\_z # 1"


def test_the_title_and_keywords_that_someone_typed_are_metadata(tmp_path: Path) -> None:
    write_docx(tmp_path / "a.docx", paragraph(run("Смит")))
    core = (
        '<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Записка</dc:title><dc:creator>User</dc:creator>'
        "<keywords>атом, Смит</keywords></c>"
    )
    import zipfile  # noqa: PLC0415 -- only this test changes a file

    with zipfile.ZipFile(tmp_path / "a.docx", "a") as file:
        file.writestr("docProps/core.xml", core)
    (found,) = convert(tmp_path / "a.docx")
    assert found.values == {"title": "Записка", "fields": {"keywords": "атом, Смит"}}
