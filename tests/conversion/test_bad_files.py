"""The table of bad files: each is reported in one line with its path, the reason and the remedy, and exits with 1."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from click.testing import CliRunner

from bisearch.cli.commands import cli
from bisearch.conversion import xml_trees, zip_files
from bisearch.errors import SourceError
from tests.conversion.form_files import ODF, WRITERS, Block, write_docx, write_epub, write_odt, write_zip
from tests.conversion.pdf_files import write_pdf

if TYPE_CHECKING:
    from collections.abc import Callable

SCANS = Path(__file__).parent / "scans"
NO_TEXT = "no text; if it holds pictures of pages, recognize their text first (OCR)"
RECOGNIZE = "recognize it: ocrmypdf -l rus+eng scan.pdf scan-ocr.pdf"
OPEN = "encrypted; save a copy: qpdf --decrypt --password=... scan.pdf scan-open.pdf"
RENAMED = "; rename it to letter"
BLOCKS = [Block("Смит вернулся в Москву."), Block("Smith returned to Moscow.")]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Each entity is ten times the one before: a billion laughs.
ENTITIES = "".join(f'<!ENTITY e{number} "{f"&e{number - 1};" * 10}">' for number in range(1, 10))
LAUGHS = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">{ENTITIES}]>'
EXTERNAL = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/passwd">]>'
REFUSED = "declares XML entities, which are refused; save it without them"


class BadFile(NamedTuple):
    """A row: the file's name, what writes it, and the reason and remedy that are reported."""

    name: str
    write: Callable[[Path], object]
    message: str


def as_form(suffix: str) -> Callable[[Path], object]:
    return lambda path: WRITERS[suffix](path, BLOCKS)


def data(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


def text(content: str) -> Callable[[Path], object]:
    return lambda path: path.write_text(content, encoding="utf-8")


def cut_short(suffix: str) -> Callable[[Path], object]:
    def write(path: Path) -> None:
        WRITERS[suffix](path, BLOCKS)
        path.write_bytes(path.read_bytes()[:-200])

    return write


def with_entities(write: Callable[..., None], head: str) -> Callable[[Path], object]:
    """Return what writes a ZIP form whose main part begins with a document type."""

    def write_it(path: Path) -> None:
        write(path, "")
        with zipfile.ZipFile(path) as file:
            entries: dict[str, str | bytes] = {name: file.read(name) for name in file.namelist()}
        for name in ("word/document.xml", "content.xml"):
            if name in entries:
                entries[name] = f"{head}<x>&e9;</x>"
        write_zip(path, entries)

    return write_it


def bomb(path: Path) -> None:
    write_docx(path, " " * 20_000_000)


def locked_zip(path: Path) -> None:
    """Write a DOCX file whose entries are marked as encrypted."""
    as_form(".docx")(path)
    content = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        place = content.find(signature)
        while place >= 0:
            content[place + offset] |= 1
            place = content.find(signature, place + 4)
    path.write_bytes(content)


def locked_odt(path: Path) -> None:
    write_odt(path, "")
    with zipfile.ZipFile(path, "a") as file:
        file.writestr("META-INF/manifest.xml", "<manifest><encryption-data/></manifest>")


def locked_epub(path: Path) -> None:
    write_epub(path, "<p>x</p>")
    with zipfile.ZipFile(path, "a") as file:
        file.writestr("META-INF/encryption.xml", '<e><CipherReference URI="OPS/c0.xhtml"/></e>')


BAD_FILES = (
    # A file that is not what its name says.
    BadFile("letter.docx", as_form(".rtf"), f"letter.docx is an RTF file{RENAMED}.rtf"),
    BadFile("letter.rtf", as_form(".docx"), f"letter.rtf is a DOCX file{RENAMED}.docx"),
    BadFile("letter.docx", as_form(".odt"), f"letter.docx is an ODT file{RENAMED}.odt"),
    BadFile("letter.odt", as_form(".epub"), f"letter.odt is an EPUB file{RENAMED}.epub"),
    BadFile("letter.epub", as_form(".fb2"), f"letter.epub is an FB2 file{RENAMED}.fb2"),
    BadFile("letter.rtf", as_form(".html"), f"letter.rtf is an HTML file{RENAMED}.html"),
    BadFile("letter.fb2", as_form(".xml"), f"letter.fb2 is a TEI file{RENAMED}.tei"),
    BadFile("letter.txt", as_form(".docx"), f"letter.txt is a DOCX file{RENAMED}.docx"),
    BadFile("letter.md", as_form(".html"), f"letter.md is an HTML file{RENAMED}.html"),
    BadFile("letter.doc", as_form(".rtf"), f"letter.doc is an RTF file{RENAMED}.rtf"),
    BadFile(
        "letter.docx", data(OLE + bytes(600)),
        "letter.docx is a Word 97 file; soffice --headless --convert-to docx letter.doc",
    ),
    # A password.
    BadFile(
        "letter.docx", data(OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le")),
        "letter.docx is an encrypted Office file; save a copy without a password",
    ),
    BadFile("letter.docx", locked_zip, "encrypted; save a copy without a password"),
    BadFile("letter.odt", locked_odt, "encrypted; save a copy without a password"),
    BadFile("book.epub", locked_epub, "encrypted by its seller (DRM); use a copy without protection"),
    # Broken files.
    BadFile("letter.docx", cut_short(".docx"), "broken: not a complete ZIP file; save it again"),
    BadFile("letter.odt", cut_short(".odt"), "broken: not a complete ZIP file; save it again"),
    BadFile("book.epub", cut_short(".epub"), "broken: not a complete ZIP file; save it again"),
    BadFile("letter.docx", text("Смит вернулся."), "broken: not a complete ZIP file; save it again"),
    BadFile(
        "letter.docx", lambda path: write_zip(path, {"word/document.xml": "<x/>"}),
        "broken: no document in the DOCX file; save it again",
    ),
    BadFile("letter.rtf", text("Смит вернулся."), "broken: it does not begin like an RTF file; save it again"),
    BadFile("letter.rtf", data(rb"{\rtf1 " + b"{" * 2000), "groups nested more than 1,000 levels deep"),
    BadFile("book.fb2", text("<book>Смит</book>"), "broken: its first element is book, not FictionBook"),
    BadFile("letter.html", text("<div>" * 300 + "Smith"), "elements nested more than 250 levels deep"),
    BadFile("empty.docx", data(b""), "empty"),
    BadFile("empty.html", text(" \n"), "empty"),
    BadFile(
        "scan.docx", lambda path: write_docx(path, ""),
        "no text; if it holds pictures of pages, recognize their text first (OCR)",
    ),
    # Files that attack the reader.
    BadFile("letter.docx", bomb, "compressed more than 200 to 1, as only ZIP bombs are"),
    BadFile("letter.docx", with_entities(write_docx, LAUGHS), REFUSED),
    BadFile("letter.odt", with_entities(write_odt, EXTERNAL), REFUSED),
    BadFile("book.fb2", text(f"{LAUGHS}<FictionBook>&e9;</FictionBook>"), REFUSED),
    BadFile("letter.tei", text(f"{EXTERNAL}<TEI><text>&file;</text></TEI>"), REFUSED),
    BadFile("letter.fodt", text(f"{LAUGHS}<office:document {ODF}>&e9;</office:document>"), REFUSED),
    # Forms that are not read.
    BadFile(
        "letter.doc", data(OLE + bytes(600)),
        "Word 97 files are not supported; soffice --headless --convert-to docx letter.doc",
    ),
    BadFile(
        "two words.djvu", data(b"AT&TFORM" + bytes(99)),
        'DjVu files are not supported; djvutxt "two words".djvu "two words".txt',
    ),
    BadFile("notes.pages", data(b"PK\3\4"), "this file format is not supported; export it as Word from Pages"),
    # Pages.
    BadFile("page.xml", text("<alto><Layout/></alto>"), NO_TEXT),
    BadFile("page.xml", text(f"{LAUGHS}<alto>&e9;</alto>"), REFUSED),
    BadFile(
        "page.xml", text('<document xmlns="http://www.abbyy.com/FineReader_xml/FineReader10-schema-v1.xml"/>'),
        NO_TEXT,
    ),
    BadFile("page.hocr", text("<div class='ocr_page'></div>"), NO_TEXT),
    BadFile("scan.pdf", lambda path: write_pdf(path, [[]]), f"no text: its pages are images; {RECOGNIZE}"),
    BadFile("scan.pdf", data(b"%PDF-1.7\n"), "broken PDF file; open it in a viewer and save it again"),
    BadFile("scan.pdf", data((SCANS / "encrypted.pdf").read_bytes()), OPEN),
    BadFile(
        "data.xml", text("<data>x</data>"),
        "this file format is not supported; of XML, TEI, ALTO, PAGE and FineReader files are read",
    ),
)  # fmt: skip


@pytest.mark.parametrize("bad", BAD_FILES, ids=[f"{bad.name}: {bad.message[:50]}" for bad in BAD_FILES])
def test_a_bad_file_is_reported_in_one_line_and_the_rest_is_indexed(tmp_path: Path, bad: BadFile) -> None:
    path = tmp_path / bad.name
    bad.write(path)
    good = tmp_path / "good.txt"
    good.write_text("Losev returned from the coast.", encoding="utf-8")
    done = CliRunner().invoke(cli, ["index", str(path), str(good), "--index", str(tmp_path / "index"), "--jobs=1"])
    assert done.stderr.splitlines() == [f"bisearch: left out: {path}: {bad.message}"]
    assert done.exit_code == 1
    assert "documents: 1 added" in done.stdout


def test_a_missing_extra_is_reported_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "letter.odt"
    as_form(".odt")(path)
    for name in [name for name in sys.modules if name.startswith(("lxml", "bisearch.conversion.odt"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, "bisearch.conversion.flow", raising=False)
    monkeypatch.delitem(sys.modules, "bisearch.conversion.xml_trees", raising=False)
    monkeypatch.setitem(sys.modules, "lxml", None)
    done = CliRunner().invoke(cli, ["index", str(path), "--index", str(tmp_path / "index")])
    first = done.stderr.splitlines()[0]
    assert first == (
        f"bisearch: left out: {path}: ODT files need lxml; install it: pip install 'bisearch-archive[documents]'"
    )
    assert done.exit_code == 1


def test_a_zip_file_with_too_many_files_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_files, "MAX_ENTRIES", 2)
    path = tmp_path / "letter.docx"
    as_form(".docx")(path)
    done = CliRunner().invoke(cli, ["index", str(path), "--index", str(tmp_path / "index")])
    assert f"bisearch: left out: {path}: 5 files in the ZIP file; the limit is 2" in done.stderr


def test_a_zip_file_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    """Its table of contents says that an entry has one byte."""
    path = tmp_path / "letter.docx"
    as_form(".docx")(path)
    content = bytearray(path.read_bytes())
    place = content.find(b"PK\1\2")
    while place >= 0:
        content[place + 24 : place + 28] = (1).to_bytes(4, "little")
        place = content.find(b"PK\1\2", place + 4)
    path.write_bytes(content)
    done = CliRunner().invoke(cli, ["index", str(path), "--index", str(tmp_path / "index")])
    assert done.exit_code == 1
    assert done.stderr.startswith(f"bisearch: left out: {path}: broken: ")


def test_a_folder_counts_the_files_of_forms_that_are_not_read_and_names_the_command(tmp_path: Path) -> None:
    for name in ("a.doc", "b.doc", "c.djvu", "d.xyz"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "good.txt").write_text("Losev returned from the coast.", encoding="utf-8")
    done = CliRunner().invoke(cli, ["index", str(tmp_path), "--index", str(tmp_path / "index"), "--jobs=1"])
    assert done.exit_code == 0
    assert done.stderr.splitlines() == [
        "bisearch: skipped 2 .doc (unsupported); soffice --headless --convert-to docx NAME.doc",
        "bisearch: skipped 1 .djvu (unsupported); djvutxt NAME.djvu NAME.txt",
        "bisearch: skipped 1 .xyz (unsupported); save as text: NAME.ru.txt, NAME.en.txt",
    ]


def test_xml_of_too_much_text_is_refused_before_there_is_a_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pictures of an FB2 do not count."""
    monkeypatch.setattr(xml_trees, "MAX_TREE_TEXT", 10)
    assert xml_trees.parse_xml(f"<a><p>Енот</p><binary>{'A' * 50}</binary></a>".encode(), "a.fb2")[0].text == "Енот"
    monkeypatch.setattr("lxml.etree.fromstring", pytest.fail)
    with pytest.raises(SourceError, match=r"more than 10 characters of text"):
        xml_trees.parse_xml("<a><p>Енот и ещё один енот</p></a>".encode(), "a.fb2")
