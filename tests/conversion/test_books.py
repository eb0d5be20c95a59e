"""EPUB and FB2."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from bisearch.conversion import epub, fb2
from tests.conversion.form_files import write_epub, write_zip

if TYPE_CHECKING:
    from pathlib import Path

FB2 = (
    '<?xml version="1.0" encoding="windows-1251"?><FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0"'
    ' xmlns:l="http://www.w3.org/1999/xlink"><description><title-info><author><first-name>Пётр</first-name><last-name>'
    "Лосев</last-name></author><author><nickname>Полярник</nickname></author><book-title>Берег</book-title>"
    "<annotation><p>О береге.</p></annotation><date>1951</date></title-info></description>"
    "<body><title><p>Берег</p></title><section><title><p>Глава 1</p></title>"
    '<p>Он ушел.<a l:href="#n1" type="note">[1]</a> Да<sup>2</sup>.</p>'
    "<poem><stanza><v>Раз</v><v>Два</v></stanza></poem></section></body>"
    '<body name="notes"><title><p>Примечания</p></title><section id="n1"><title><p>1</p></title><p>1951 год.</p>'
    "</section>"
    '<section id="n2"><p>Ничья.</p></section></body><binary id="i">QUJD</binary></FictionBook>'
)


def test_the_chapters_of_an_epub_are_read_in_reading_order_as_xml_or_as_html(tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    write_epub(
        path, "<h1>Глава</h1><p>Один&nbsp;два</p>", "<p>Три<br>не закрыт",
        metadata="<dc:title>Берег</dc:title><dc:creator>П. Лосев</dc:creator><dc:creator>О. Ким</dc:creator>",
    )  # fmt: skip
    (found,) = epub.convert(path)
    assert found.text == "# Глава\n\nОдин\xa0два\n\nТри\nне закрыт"
    assert found.values == {"title": "Берег", "author": "П. Лосев; О. Ким"}


def test_an_fb2_book_has_its_notes_after_their_paragraph(tmp_path: Path) -> None:
    path = tmp_path / "book.fb2"
    path.write_bytes(FB2.encode("cp1251"))
    (found,) = fb2.convert(path)
    assert found.text.split("\n\n") == [
        "# Берег", "# Глава 1", "Он ушел.[1] Да².", "[1] 1951 год.", "Раз", "Два", "# Примечания", "Ничья.",
    ]  # fmt: skip
    assert found.values == {
        "title": "Берег", "author": "Пётр Лосев; Полярник", "date": "1951", "summary": "О береге.",
    }  # fmt: skip


def test_an_fb2_book_in_a_zip_file_is_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "book.fb2.zip", "w") as file:
        file.writestr("Книга.fb2", FB2.encode("cp1251"))
    (found,) = fb2.convert(tmp_path / "book.fb2.zip")
    assert found.values["title"] == "Берег"


def test_only_those_lines_of_a_table_of_contents_that_the_book_lacks_are_reported(tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    write_epub(path, "<h1>Глава первая</h1><p>Лёд встал.</p>")
    ncx = (
        "<ncx><docTitle><text>Север</text></docTitle><navMap><navPoint><navLabel><text>Глава первая</text></navLabel>"
        "</navPoint><navPoint><navLabel><text>О лоцманах</text></navLabel></navPoint></navMap></ncx>"
    )
    with zipfile.ZipFile(path) as book:
        entries = {name: book.read(name).decode() for name in book.namelist()}
    item = '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/></manifest>'
    entries["OPS/book.opf"] = entries["OPS/book.opf"].replace("</manifest>", item)
    write_zip(path, {**entries, "OPS/toc.ncx": ncx})
    (found,) = epub.convert(path)
    assert found.left_out == (("metadata", "Север"), ("metadata", "О лоцманах"))
