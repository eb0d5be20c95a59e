from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from bisearch.errors import ExportError
from bisearch.export.formats import FORMAT_NAMES, FORMATS, format_of


def test_every_format_has_a_writer_and_an_ending() -> None:
    assert tuple(FORMATS) == FORMAT_NAMES
    for name, each in FORMATS.items():
        assert callable(getattr(import_module(f"bisearch.export.{each.module}"), each.writer))
        assert [format_of(Path(f"a.B{suffix.upper()}")) for suffix in each.suffixes] == [name] * len(each.suffixes)


@pytest.mark.parametrize("name", ["out", "out.pdf", ".csv", "csv"])
def test_an_unknown_ending_is_refused_with_the_known_ones(name: str) -> None:
    with pytest.raises(ExportError, match=r"\.csv, \.xlsx"):
        format_of(Path(name))
