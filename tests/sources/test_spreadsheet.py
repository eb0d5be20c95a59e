from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bisearch.errors import SourceError
from bisearch.sources.spreadsheet import _rows, read_spreadsheet

if TYPE_CHECKING:
    from pathlib import Path


@given(st.text(st.sampled_from('ab ",;\n'), max_size=30))
def test_a_table_is_split_as_the_csv_module_splits_it(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "t.csv"
    try:
        expected = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        with pytest.raises(SourceError, match="malformed table"):
            list(_rows(text, ",", path))
    else:
        assert [[] if row == [""] else row for _, row in _rows(text, ",", path)] == [
            [] if row == [""] else row for row in expected
        ]


def test_a_long_cell_leaves_the_csv_limit_of_the_process_unchanged(tmp_path: Path) -> None:
    limit = csv.field_size_limit()
    (tmp_path / "t.csv").write_text('id,text_en\na,"' + "Smith. " * limit + '"\n', encoding="utf-8")
    (document,) = read_spreadsheet(tmp_path / "t.csv")
    assert not isinstance(document, SourceError)
    assert len(document.text_en or "") > limit
    assert csv.field_size_limit() == limit


def test_an_unclosed_quotation_mark_is_reported_on_the_line_that_opens_it(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text('id,text_en\na,Yes\nb,"No\nc,No\n', encoding="utf-8")
    with pytest.raises(SourceError, match="never closed") as caught:
        list(read_spreadsheet(tmp_path / "t.csv"))
    assert caught.value.line == 3
