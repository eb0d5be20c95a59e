"""A plot is well-formed, says in words what it shows, and styles nothing inline."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from bisearch.render.frequency_plot import frequency_plot
from bisearch.statistics.frequencies import CountedSeries, Frequencies, Frequency
from bisearch.statistics.scope import CountBasis
from bisearch.storage.signature import IndexSignature

BASIS = CountBasis("", 7, 0, (), IndexSignature("a" * 32, "b" * 32, 3, 11, "forms 6"))
SVG = "{http://www.w3.org/2000/svg}"


def plot(
    query: str, values: tuple[str | None, ...], counts: tuple[int, ...], *, standalone: bool = False
) -> ET.Element:
    frequencies = tuple(Frequency(each, 1000, 1, 900.0 * each, 1100.0 * each) for each in counts)
    series = CountedSeries(query, "ru", Frequency(sum(counts), 1000, 1, 0.0, 1.0), (), None, frequencies)
    return ET.fromstring(frequency_plot(Frequencies("year", values, 0, (series,), BASIS), standalone=standalone))


def test_a_plot_has_a_point_and_an_interval_for_each_value_and_says_it_in_words() -> None:
    root = plot("уголь", ("1946", "1947", None), (1, 4, 2))
    assert len(root.findall(f"{SVG}circle")) == 3
    assert len([line for line in root.iter(f"{SVG}line") if "interval" in line.get("class", "")]) == 3
    (line,) = root.findall(f"{SVG}polyline")
    assert len(line.get("points", "").split()) == 2  # what is undated has no place in time
    assert root.findtext(f"{SVG}title") == "Frequency of уголь (ru) by year"
    description = root.findtext(f"{SVG}desc") or ""
    assert "1946 1,000; 1947 4,000; undated 2,000" in description
    assert root.get("role") == "img"


@pytest.mark.parametrize("query", ["<script>alert(1)</script>", 'a"&b', "\x1b[31mуголь"])
def test_a_hostile_query_stays_text(query: str) -> None:
    root = plot(query, (query,), (3,), standalone=True)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "title", "desc", "style", "line", "text", "circle", "polyline",
    }  # fmt: skip


def test_only_a_file_brings_a_style_sheet_and_nothing_is_styled_inline() -> None:
    page, file = plot("уголь", ("1946",), (1,)), plot("уголь", ("1946",), (1,), standalone=True)
    assert page.find(f"{SVG}style") is None
    assert file.find(f"{SVG}style") is not None
    assert not any(element.get("style") for element in page.iter())


def test_an_empty_table_has_a_plot_too() -> None:
    assert plot("уголь", (), ()).findall(f"{SVG}circle") == []


def test_a_frequency_of_every_word_is_a_number_without_an_exponent() -> None:
    texts = [text.text or "" for text in plot("уголь", ("1946",), (1000,)).iter(f"{SVG}text")]
    assert "1,000,000" in texts
    assert not any("e+" in text for text in texts)
