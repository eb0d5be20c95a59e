"""Rows to export, harmless and hostile."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import pytest

from bisearch.export.marked_text import marked_runs
from bisearch.export.rows import ExportHeader, ExportRow

if TYPE_CHECKING:
    from collections.abc import Callable

    MakeRow = Callable[..., ExportRow]

# Escape sequences, a bidirectional override, markup of every format, and what XML forbids.
HOSTILE = "\x1b]0;x\x07\u202eзло\u2066 <b>&amp;</b> **x** `y` | [a](javascript:b) \x00\ufffe_x0041_ \\ $z$"


@pytest.fixture
def header() -> ExportHeader:
    return ExportHeader((("query", "=энергия <b>"), ("exported", "all 2")), datetime.date(2026, 11, 26))


@pytest.fixture
def make_row() -> MakeRow:
    """Return a function that makes a row; keywords replace its parts."""

    def make(number: int = 1, **parts: Any) -> ExportRow:
        row = ExportRow(
            number,
            tuple(marked_runs("О контроле над энергией.", [(15, 23)])),
            tuple(marked_runs("On control of energy.", [(14, 20)])),
            "Cable",
            "RGASPI, f. 558, op. 11, d. 102, ll. 0106",
            "November 20, 1946",
            "cable-641/8-sn5ze",
            "https://archive.example/641",
            "ru энергией: lemma of энергия",
            "“Cable,” November 20, 1946, https://archive.example/641.",
            "",
            lambda: {"n": number},
        )
        return row._replace(**parts)

    return make


@pytest.fixture
def hostile_row(make_row: MakeRow) -> ExportRow:
    """Return a row in which every text is hostile; the marks of both sides are around the word зло."""
    start = HOSTILE.index("зло")
    runs = tuple(marked_runs(HOSTILE, [(start, start + 3)]))
    return make_row(
        ru=runs, en=runs, title=HOSTILE, shelfmark=HOSTILE, date=HOSTILE, reference=HOSTILE, link="javascript:alert(1)",
        why=HOSTILE, citation=f"{HOSTILE} javascript:alert(1)",
    )  # fmt: skip
