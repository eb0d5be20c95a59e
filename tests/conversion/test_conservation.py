"""No form loses a word, or reads one twice: generated files hold each word once, in places of every kind."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bisearch.conversion.forms import convert
from bisearch.model import Document
from bisearch.sources.archive_page import read_page
from tests.conversion.form_files import WRITERS, Block, W, write_docx, write_epub, write_odt

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Wrap = Callable[[list[str]], str]

MANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
WORD = re.compile(r"word\w+")


def run(text: str, properties: str = "") -> str:
    """Return a run of WordprocessingML, with the word cut in two runs."""
    return "".join(
        f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{part}</w:t></w:r>' for part in (text[:6], text[6:])
    )


def paragraph(text: str) -> str:
    return f"<w:p>{text}</w:p>"


def each(template: str, *, around: str = "{}") -> Wrap:
    """Return what puts each word into a template, and all of them into another."""
    return lambda words: around.replace("{}", "".join(template.replace("{}", word) for word in words))


def first_and_rest(template: str) -> Wrap:
    """Return what puts the first word in place of ``{0}`` and the others in place of ``{1}``."""
    return lambda words: template.replace("{0}", words[0]).replace("{1}", " ".join(words[1:]))


def cut(template: str, before: str, after: str) -> Wrap:
    """Return what puts words into a template, each cut in two pieces."""
    return lambda words: template.replace("{}", " ".join(f"{word[:5]}{before}{word[5:]}{after}" for word in words))


RUN, CELL = paragraph(run("{}")), paragraph("")
BOX = (
    '<w:r><a:AlternateContent xmlns:a="x"><a:Choice>{}</a:Choice><a:Fallback>{}</a:Fallback></a:AlternateContent></w:r>'
)
DOCX: dict[str, Wrap] = {
    "paragraphs": each(RUN),
    "line": lambda words: paragraph(run(" ".join(words))),
    "bold": lambda words: paragraph(run(" ".join(words), "<w:b/>")),
    "breaks": lambda words: paragraph("<w:r><w:br/></w:r>".join(map(run, words))),
    "changes": first_and_rest(
        paragraph(f"<w:ins>{run('{0}')}</w:ins><w:del><w:r><w:delText>{{1}}</w:delText></w:r></w:del>")
    ),
    "table": each(f"<w:tr><w:tc>{RUN}</w:tc><w:tc>{CELL}</w:tc></w:tr>", around="<w:tbl>{}</w:tbl>"),
    "long cells": each(RUN, around="<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>"),
    "box": first_and_rest(
        paragraph(run("{0}") + BOX.replace("{}", f"<w:txbxContent>{paragraph(run('{1}'))}</w:txbxContent>"))
    ),
    "hidden": lambda words: paragraph(run(" ".join(words), "<w:vanish/>")),
    "link": lambda words: paragraph(f"<w:hyperlink>{run(' '.join(words))}</w:hyperlink>"),
}
ODT: dict[str, Wrap] = {
    "paragraphs": each("<text:p>{}</text:p>"),
    "heading": first_and_rest("<text:h>{0}<text:line-break/>{1}</text:h>"),
    "list": each("<text:list-item><text:p>{}</text:p></text:list-item>", around="<text:list>{}</text:list>"),
    "note": first_and_rest(
        "<text:p>{0}<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>{1}</text:p>"
        "</text:note-body></text:note></text:p>"
    ),
    "comment": first_and_rest("<text:p>{0}<office:annotation><text:p>{1}</text:p></office:annotation></text:p>"),
    "table": each(
        "<table:table-row><table:table-cell><text:p>{}</text:p></table:table-cell></table:table-row>",
        around="<table:table>{}</table:table>",
    ),
    "box": first_and_rest("<text:p>{0}<draw:text-box><text:p>{1}</text:p></draw:text-box></text:p>"),
    "section": each("<text:p>{}</text:p>", around="<text:section>{}</text:section>"),
    "cut": cut("<text:p>{}</text:p>", "<text:span>", "</text:span>"),
}
RTF: dict[str, Wrap] = {
    "paragraphs": each(r"\pard {}\par "),
    "bold": each(r"{\b {} }", around=r"\pard{}\par "),
    "note": first_and_rest(r"\pard {0}{\footnote {1}} \par "),
    "deletion": first_and_rest(r"\pard {0} {\deleted {1}}\par "),
    "comment": first_and_rest(r"\pard {0} {\*\annotation {1}}\par "),
    "table": each(r"{}\cell ", around=r"\trowd\pard\intbl {}\row "),
    "cut": cut(r"\pard {}\par ", r"{\i ", "}"),
    "header": each("{} ", around=r"{\header {}}"),
    "box": first_and_rest(r"\pard {0} {\shp{\*\shpinst{\shptxt {1}\par}}}\par "),
}
HTML: dict[str, Wrap] = {
    "paragraphs": each("<p>{}</p>"),
    "loose": lambda words: f" {' '.join(words)} ",
    "bold": first_and_rest("<div><b>{0}</b> {1}</div>"),
    "list": each("<li>{}</li>", around="<ol>{}</ol>"),
    "table": each("<tr><td>{}</td><td></td></tr>", around="<table>{}</table>"),
    "bad table": first_and_rest("<table>{0}<tr>{1}</tr></table>"),
    "script": each("{} ", around="<script>{}</script>"),
    "hidden": each("{} ", around="<p hidden='hidden'>{}</p>"),
    "hidden paragraphs": each("<p hidden='hidden'>{}</p>"),
    "deleted pieces": cut("<p><del datetime='1'>{}</del></p>", "</del><del datetime='1'>", " "),
    "cut": cut("<p>{}</p>", "<i>", "</i>"),
    "note": lambda words: first_and_rest(
        f'<p>{{0}}<sup><a href="#{words[0][4:]}">1</a></sup></p><div id="{words[0][4:]}"><p>{{1}}</p></div>'
    )(words),
    "form": first_and_rest("<form>{0}<select><option>{1}</option></select></form>"),
}


def write_rtf(path: Path, body: str) -> None:
    path.write_text(rf"{{\rtf1\ansi {body}}}", encoding="ascii")


def write_html(path: Path, body: str) -> None:
    path.write_text(f"<html><body>{body}</body></html>", encoding="utf-8")


FORMS: dict[str, tuple[dict[str, Wrap], Callable[[Path, str], None]]] = {
    "docx": (DOCX, write_docx), "odt": (ODT, write_odt), "rtf": (RTF, write_rtf), "html": (HTML, write_html),
    "epub": (HTML, write_epub),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
@MANY
@given(data=st.data())
def test_each_word_of_a_generated_file_is_read_once_or_reported_once(
    tmp_path: Path, form: str, data: st.DataObject
) -> None:
    wraps, write = FORMS[form]
    kinds = data.draw(st.lists(st.tuples(st.sampled_from(sorted(wraps)), st.integers(2, 4)), min_size=1, max_size=8))
    words = [[f"word{number}x{part}end" for part in range(count)] for number, (_, count) in enumerate(kinds)]
    path = tmp_path / f"a.{form}"
    write(path, "".join(wraps[kind](own) for (kind, _), own in zip(kinds, words, strict=True)))
    (found,) = convert(path)
    read = Counter(WORD.findall(found.text)) + Counter(
        word for part in found.left_out for word in WORD.findall(part.text)
    )
    assert read == Counter(word for own in words for word in own)


SIGNS = st.text(st.sampled_from("аб яz*_#\\[]()<>&|`~!-+.№1\t"), min_size=1, max_size=30)


@pytest.mark.parametrize("suffix", [".docx", ".odt", ".rtf", ".html", ".fb2", ".xml"])
@MANY
@given(texts=st.lists(SIGNS, min_size=1, max_size=4))
def test_no_sign_of_a_paragraph_is_taken_for_markup(tmp_path: Path, suffix: str, texts: list[str]) -> None:
    """The words of a document that is read from a form are those that were written, whatever signs are beside them."""
    blocks = [Block(f"Смит {text} ушел") for text in texts]
    path = tmp_path / f"a{suffix}"
    WRITERS[suffix](path, blocks)
    (document,) = (each for each in read_page(path) if isinstance(each, Document))
    written = Counter(re.findall(r"[^\W_]+", " ".join(block.text for block in blocks)))
    assert Counter(re.findall(r"[^\W_]+", f"{document.text_ru} {document.text_en or ''}")) == written


RICH = """
# Записка Лосева

Секретно.[^1] Посол *Смит* сообщил^2^, что **договор** подписан[^b]. Далее он уехал.

1.  Первый пункт

2.  Второй пункт

    a.  вложенный

| Имя | Сумма |
|-----|-------|
| Лосев | 15 |

> Цитата с ~~зачёркнутым~~ словом и [ссылкой](https://archive.example).

[^1]: Сноска первая.

[^b]: Вторая сноска.

    Её второй абзац.
"""


@pytest.mark.skipif(shutil.which("pandoc") is None, reason="pandoc is not installed")
@pytest.mark.parametrize("form", ["docx", "odt", "html", "epub", "rtf"])
def test_pandoc_finds_no_word_that_is_not_read(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"a.{form}"
    subprocess.run(["pandoc", "--from=markdown", "--standalone", f"--output={path}"], input=RICH, encoding="utf-8",
                   check=True, capture_output=True)  # fmt: skip
    done = subprocess.run(["pandoc", "--from=markdown", "--to=plain", "--wrap=none"], input=RICH, encoding="utf-8",
                          check=True, capture_output=True)  # fmt: skip
    (found,) = convert(path)
    theirs = Counter(re.findall(r"[^\W\d_]+", done.stdout))
    ours = Counter(re.findall(r"[^\W\d_]+", f"{found.text} {found.values}"))
    assert not theirs - ours


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_finds_no_word_that_is_not_read(tmp_path: Path) -> None:
    """It writes the document in three forms; its own text export has no notes."""
    blocks = [Block("Записка Лосева", is_heading=True), Block("Смит ушел.\nДа."), Block("Он * вернулся _ 5_6 #7.")]
    WRITERS[".docx"](tmp_path / "a.docx", blocks)
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    for form in ("odt", "rtf", "html"):
        subprocess.run(["soffice", home, "--headless", "--convert-to", form, "--outdir", tmp_path, tmp_path / "a.docx"],
                       check=True, capture_output=True, timeout=120)  # fmt: skip
        (found,) = convert(tmp_path / f"a.{form}")
        assert Counter(re.findall(r"[^\W_]+", found.text)) == Counter(
            re.findall(r"[^\W_]+", " ".join(block.text for block in blocks))
        )


def test_comments_of_word_are_read_once(tmp_path: Path) -> None:
    comment = f'<w:comments {W}><w:comment w:id="0">{paragraph(run("worda"))}</w:comment></w:comments>'
    write_docx(tmp_path / "a.docx", paragraph(run("wordb")), comments=comment)
    (found,) = convert(tmp_path / "a.docx")
    assert (found.text, found.left_out) == ("wordb", (("comment", "worda"),))
