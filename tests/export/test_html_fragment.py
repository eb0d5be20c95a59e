from __future__ import annotations

import io
from typing import TYPE_CHECKING

import lxml.html

from bisearch.export.html_fragment import write_html
from bisearch.export.rows import Layout

if TYPE_CHECKING:
    from bisearch.export.rows import ExportHeader, ExportRow
    from tests.export.conftest import MakeRow


def read(header: ExportHeader, *rows: ExportRow) -> lxml.html.HtmlElement:
    stream = io.StringIO()
    write_html(stream, header, rows, Layout())
    return lxml.html.fragment_fromstring(stream.getvalue())


def texts(fragment: lxml.html.HtmlElement, path: str) -> list[str]:
    found = fragment.xpath(path)
    assert isinstance(found, list)
    return [each.text_content() for each in found]


def test_each_passage_is_an_article_with_both_sides_and_its_citation(header: ExportHeader, make_row: MakeRow) -> None:
    fragment = read(header, make_row(), make_row(2))
    assert fragment.tag == "section"
    assert texts(fragment, "//article/h2") == ["1. Cable", "2. Cable"]
    assert texts(fragment, "//article[1]//td[@lang='ru']") == ["О контроле над энергией."]
    assert texts(fragment, "//article[1]//td[@lang='en']") == ["On control of energy."]
    assert texts(fragment, "//article[1]//mark") == ["энергией", "energy"]
    assert texts(fragment, "//article[1]//p[@class='citation']/a[@href='https://archive.example/641']") != []
    assert texts(fragment, "//article[1]//dd")[1] == "RGASPI, f. 558, op. 11, d. 102, ll. 0106"
    assert texts(fragment, "./dl/dd") == ["=энергия <b>", "all 2"]


def test_nothing_of_a_hostile_text_is_markup(header: ExportHeader, make_row: MakeRow, hostile_row: ExportRow) -> None:
    tags = {each.tag for each in read(header, make_row()).iter()}
    fragment = read(header, hostile_row)
    assert {each.tag for each in fragment.iter()} == tags - {"a"}
    assert texts(fragment, "//mark") == ["зло", "зло"]
    assert "<b>&amp;</b>" in texts(fragment, "//h2")[0]
    assert not {"\u202e", "\x1b", "\x00"} & set(fragment.text_content())
