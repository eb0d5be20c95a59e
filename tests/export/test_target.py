from __future__ import annotations

import gc
import io
import sys
from typing import IO, TYPE_CHECKING, NoReturn

import pytest

from bisearch.errors import ExportError
from bisearch.export.rows import Layout
from bisearch.export.target import Target

if TYPE_CHECKING:
    from pathlib import Path

    from bisearch.export.formats import ExportFormat
    from bisearch.export.rows import ExportHeader
    from tests.export.conftest import MakeRow


def test_the_ending_of_a_file_says_its_format(tmp_path: Path) -> None:
    assert Target(tmp_path / "out.XLSX", None).format == "xlsx"
    assert Target(str(tmp_path / "out.txt"), "csv").format == "csv"


@pytest.mark.parametrize("stream", [io.StringIO(newline=""), io.BytesIO()])
def test_text_goes_to_streams_of_text_and_of_bytes_and_leaves_them_open(
    header: ExportHeader, make_row: MakeRow, stream: IO[str] | IO[bytes]
) -> None:
    Target(stream, "csv").write(header, [make_row()], Layout(bom=True))
    assert isinstance(stream, io.StringIO | io.BytesIO)
    value = stream.getvalue()
    assert (value if isinstance(value, str) else value.decode()).startswith("\ufeffnumber,russian")


class _ClosedPipe(io.BytesIO):
    """A stream whose reader has gone."""

    def write(self, _data: object) -> NoReturn:
        raise BrokenPipeError


@pytest.mark.parametrize("format_", ["csv", "jsonl", "tmx", "markdown", "html"])
def test_a_stream_whose_reader_has_gone_stays_open(
    header: ExportHeader, make_row: MakeRow, format_: ExportFormat
) -> None:
    stream = _ClosedPipe()
    with pytest.raises(BrokenPipeError):
        Target(stream, format_).write(header, [make_row()], Layout())
    gc.collect()
    assert not stream.closed


def test_a_stream_needs_the_name_of_a_format_and_the_right_type() -> None:
    with pytest.raises(ExportError, match="needs the name of a format"):
        Target(io.BytesIO(), None)
    for name in ("xlsx", "docx"):
        with pytest.raises(ExportError, match=f"{name} needs a stream of bytes"):
            Target(io.StringIO(), name)


def test_a_missing_library_is_named_with_the_command_that_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "bisearch.export.xlsx", raising=False)
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(ExportError, match=r"xlsx needs xlsxwriter, .*bisearch-archive\[exports\]"):
        Target(tmp_path / "out.xlsx", None)
    assert list(tmp_path.iterdir()) == []


def test_a_link_leads_to_the_file_that_is_replaced(tmp_path: Path, header: ExportHeader, make_row: MakeRow) -> None:
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_text("old")
    link.symlink_to(real)
    Target(link, None).write(header, [make_row()], Layout())
    assert link.is_symlink()
    assert real.read_text(encoding="utf-8").startswith("number,")
