"""Tables of counts fit the terminal, say what was counted, and pass on no control characters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bisearch.render.counts import collocate_lines, frequency_lines, keyword_lines
from bisearch.render.layout import columns_of
from bisearch.statistics.frequencies import CountedSeries, Frequencies, Frequency
from bisearch.statistics.scope import CountBasis
from bisearch.storage.signature import IndexSignature

if TYPE_CHECKING:
    import bisearch

SIGNATURE = IndexSignature("a" * 32, "b" * 32, 3, 11, "forms 6; nltk 3.10")
BASIS = CountBasis("date:1946", 7, 2, ("names",), SIGNATURE)


def frequencies(value: str | None = "1946") -> Frequencies:
    some, none = Frequency(12, 4_000, 3, 1_717.0, 5_238.0), Frequency(0, 0, 0, 0.0, 1e6)
    series = CountedSeries("уголь", "ru", some, (("уголь", 9), ("угля", 3)), 0.25, (some, none))
    return Frequencies("year", (value, None), 1, (series,), BASIS)


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_a_table_of_frequencies_fits_the_width_and_says_what_was_counted(width: int) -> None:
    lines = list(frequency_lines(frequencies(), width, bars=True))
    assert max(map(columns_of, lines)) <= width
    text = " ".join(" ".join(lines).split())
    for part in (
        "1946", "undated", "4,000", "3,000.0", "уголь 9, угля 3", "DPnorm 0.250", "Wilson 1927", "counted in each",
        "date:1946, 7 documents, 2 undated left out", "also counted: names", "index aaaaaaaa, commit 3 (bbbbbbbb)",
    ):  # fmt: skip
        assert part in text


def test_bars_are_drawn_where_there_is_room() -> None:
    assert any("█" in line for line in frequency_lines(frequencies(), 100, bars=True))
    assert not any("█" in line for line in frequency_lines(frequencies(), 100, bars=False))
    assert not any("█" in line for line in frequency_lines(frequencies(), 30, bars=True))


def test_values_and_queries_pass_on_no_control_characters() -> None:
    assert "\x1b" not in "\n".join(frequency_lines(frequencies("19\x1b[31m46"), 80, bars=False))


@pytest.mark.parametrize("width", [20, 60, 120])
def test_tables_of_collocates_and_keywords_fit_the_width(index: bisearch.Index, width: int) -> None:
    near = list(collocate_lines(index.collocates("энергия"), width))
    part = list(keyword_lines(index.keywords("id:cable-1", side="en"), width))
    assert max(map(columns_of, near + part)) <= width
    text = " ".join(" ".join(near + part).split())
    for source in ("Dunning 1993", "Gries 2008", "Rychly 2008", "Hardie 2014"):
        assert source in text
