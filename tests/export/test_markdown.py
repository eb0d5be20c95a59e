from __future__ import annotations

import io
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt

from bisearch.export.markdown import write_markdown
from bisearch.export.marked_text import Run
from bisearch.export.rows import Layout

if TYPE_CHECKING:
    from bisearch.export.rows import ExportHeader, ExportRow
    from tests.export.conftest import MakeRow


class Page(HTMLParser):
    """The elements, links and texts of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str | None] = []
        self.bold: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1] == "strong":
            self.bold.append(data)
            self.tags.append("")
        self.text += data


def read(header: ExportHeader, *rows: ExportRow) -> Page:
    stream = io.StringIO()
    write_markdown(stream, header, rows, Layout())
    return Page(MarkdownIt("commonmark").render(stream.getvalue()))


def test_each_passage_has_a_heading_both_sides_and_its_citation(header: ExportHeader, make_row: MakeRow) -> None:
    page = read(header, make_row())
    assert page.bold == ["энергией", "energy"]
    assert page.links == ["https://archive.example/641"]
    for text in (
        "1. Cable",
        "ru: О контроле над энергией.",
        "en: On control of energy.",
        "“Cable,” November 20, 1946, https://archive.example/641.",
        "shelfmark: RGASPI, f. 558, op. 11, d. 102, ll. 0106",
        "reference: cable-641/8-sn5ze",
        "query: =энергия <b>",
    ):
        assert text in page.text


def test_nothing_of_a_hostile_text_is_markup(header: ExportHeader, make_row: MakeRow, hostile_row: ExportRow) -> None:
    tags = {tag for tag in read(header, make_row()).tags if tag}
    page = read(header, hostile_row)
    assert {tag for tag in page.tags if tag} <= tags
    assert page.links == []
    assert page.bold == ["зло", "зло"]
    # The title, both sides, the citation and the four texts below it.
    assert page.text.count("<b>&amp;</b> **x** `y` | [a](javascript:b)") == 8


@pytest.mark.parametrize("begin", ["- ", "+ ", "1. ", "2) ", "# ", "> ", "=== ", "--- ", "    ", "***"])
def test_a_citation_that_begins_like_markup_stays_text(header: ExportHeader, make_row: MakeRow, begin: str) -> None:
    tags = [tag for tag in read(header, make_row(citation="x", link="")).tags if tag]
    page = read(header, make_row(citation=f"{begin}x", link=""))
    assert [tag for tag in page.tags if tag] == tags
    assert f"{begin}x".strip() in page.text


def test_a_mark_with_spaces_at_its_ends_is_bold(header: ExportHeader, make_row: MakeRow) -> None:
    runs = (Run("a", is_marked=False), Run(" b c ", is_marked=True), Run("d", is_marked=False))
    assert read(header, make_row(ru=runs)).bold[0] == "b c"
