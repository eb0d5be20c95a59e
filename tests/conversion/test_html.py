from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bisearch.conversion.html import convert

if TYPE_CHECKING:
    from pathlib import Path

    from bisearch.conversion.converted import ConvertedText


def read(path: Path, page: str, encoding: str = "utf-8") -> ConvertedText:
    (path / "a.html").write_bytes(page.encode(encoding))
    (found,) = convert(path / "a.html")
    return found


@pytest.mark.parametrize(
    ("encoding", "head"),
    [
        ("cp1251", '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">'),
        ("koi8-r", "<meta charset=koi8-r>"),
        ("cp866", '<META CHARSET="cp866">'),
        ("utf-16", ""),
        ("utf-8-sig", ""),
        ("utf-8", '<?xml version="1.0" encoding="UTF-8"?>'),
        ("utf-8", '<meta charset="windows-1251">'.replace("windows-1251", "nonsense")),
        ("cp1251", ""),  # detected
        ("iso8859-5", '<meta charset="iso-8859-5">'),
    ],
)
def test_a_page_is_decoded_as_it_declares_or_by_detection(tmp_path: Path, encoding: str, head: str) -> None:
    text = "Смит вернулся из Соединенных Штатов в Москву и сообщил о беседах. " * 10
    assert read(tmp_path, f"{head}<p>{text}", encoding).text == text.strip()


@pytest.mark.parametrize("name", ["punycode", "idna", "undefined", "unicode_escape", "rot13", "zip"])
def test_a_page_that_declares_a_codec_which_is_no_encoding_is_detected(tmp_path: Path, name: str) -> None:
    page = f"<meta charset={name}><p>Смит вернулся.</p>"
    assert read(tmp_path, page).text.strip() == "Смит вернулся."


def test_paragraphs_headings_lists_and_line_breaks_are_read(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "<title>Записка</title><h1>Один</h1><p><b>Два</b></p><p>Три <b>четыре</b>\n  пять<br>шесть</p>свободный"
        "<ol start=3><li>а<li><p>б</p></ol><ol type=i><li>в</ol><ul><li>г</ul><pre>д  е\nж</pre>"
        "x&nbsp;&amp;&laquo;у&raquo;",
    )
    assert found.text == (
        "# Один\n\n# Два\n\nТри четыре пять\nшесть\n\nсвободный\n\n3. а\n\n4. б\n\ni. в\n\n- г\n\nд  е\nж\n\nx\xa0&«у»"
    )
    assert found.values == {"title": "Записка"}


NOTES = {
    "pandoc": (
        '<p>Ушел.<a href="#fn1" class="footnote-ref"><sup>1</sup></a> Да</p>',
        '<ol><li id="fn1"><p>Сноска. <a href="#r" class="footnote-back">↩</a></p><p>Её конец.</p></li></ol>',
    ),
    "Word": (
        '<p>Ушел.<a style="mso-footnote-id:ftn1" href="#_ftn1" name="_ftnref1"><span>[1]</span></a> Да</p>',
        '<div id=ftn1><p><a href="#_ftnref1" name="_ftn1">[1]</a> Сноска.</p><p>Её конец.</p></div>',
    ),
    "LibreOffice": (
        '<p>Ушел.<a name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a> Да</p>',
        '<div id="s1"><p><a name="sdfootnote1sym" href="#sdfootnote1anc">1</a>Сноска.</p><p>Её конец.</p></div>',
    ),
    "EPUB 3": (
        '<p>Ушел.<a epub:type="noteref" href="#n1">1</a> Да</p>',
        '<aside epub:type="footnote" id="n1"><p>Сноска.</p><p>Её конец.</p></aside>',
    ),
}


@pytest.mark.parametrize("writer", NOTES)
def test_notes_follow_the_paragraph_that_refers_to_them(tmp_path: Path, writer: str) -> None:
    text, note = NOTES[writer]
    found = read(tmp_path, f"{text}<p>Конец.</p>{note}")
    assert found.text.split("\n\n") == ["Ушел.[1] Да", "[1] Сноска.\nЕё конец.", "Конец."]


def test_links_that_lead_to_no_note_stay_text(tmp_path: Path) -> None:
    found = read(tmp_path, '<p><a href="#1946">1946</a> <a href="#x"><sup>7</sup></a></p><p id="1946">Год.</p>')
    assert found.text == "1946 ⁷\n\nГод."


def test_scripts_hidden_and_deleted_text_are_reported(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "<body><style>p {}</style><script>go()</script><p>Смит <del datetime=2020>не</del> <del>зачёркнуто</del>"
        "<span style='display: none'>тайна</span> <s>и это</s>",
    )
    assert found.text == "Смит зачёркнуто и это"
    assert found.left_out == (("code", "p {}"), ("code", "go()"), ("deletion", "не"), ("hidden text", "тайна"))


def test_no_text_of_a_broken_table_is_lost(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "<table><caption>Таблица</caption>мимо<tr><td>a<td>b</tr>рядом<tr>голый<td>c<p>d</td></tr>"
        "<table><tr><td>внутри</table></table>после",
    )
    words = ["Таблица", "мимо", "a", "b", "рядом", "голый", "c", "d", "внутри", "после"]
    assert sorted(found.text.split()) == sorted(words)
