"""Only regular files are opened, and not while they change."""

from __future__ import annotations

import json
import os
import socket
from typing import TYPE_CHECKING

import pytest

import bisearch
from bisearch import regular_files
from bisearch.decoding import read_lines, read_text
from bisearch.errors import SourceError
from bisearch.regular_files import open_regular, read_regular

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs FIFOs")


def make(kind: str, path: Path) -> None:
    """Make something that is no regular file."""
    if kind == "fifo":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    elif kind == "folder":
        path.mkdir()
    else:
        with socket.socket(socket.AF_UNIX) as opened:
            opened.bind(str(path))


KINDS = pytest.mark.parametrize("kind", ["fifo", "device", "folder", "socket"])


@KINDS
def test_what_is_no_regular_file_is_refused_at_once(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a.txt"
    make(kind, path)
    with pytest.raises(OSError, match=r"not a regular file|directory|No such device"):
        read_regular(path)
    with pytest.raises(SourceError):
        read_text(path)
    with pytest.raises(SourceError):
        list(read_lines(path))


@KINDS
@pytest.mark.parametrize("name", ["b.txt", "a.json", "a.ru.txt", "b.docx", "b.jsonl", "b.csv"])
def test_what_is_no_regular_file_beside_a_text_does_not_stop_indexing(tmp_path: Path, kind: str, name: str) -> None:
    folder = tmp_path / "s"
    folder.mkdir()
    (folder / "a.en.txt").write_text("The minister signed the letter.", encoding="utf-8")
    make(kind, folder / name)
    report = bisearch.build([folder], tmp_path / "index")
    assert report.passages + len(report.left_out) >= 1


@KINDS
def test_a_table_of_pairs_that_is_no_regular_file_is_reported(tmp_path: Path, kind: str) -> None:
    (tmp_path / "a.en.txt").write_text("The minister signed the letter.", encoding="utf-8")
    make(kind, tmp_path / "pairs.tsv")
    with pytest.raises(bisearch.BisearchError):
        bisearch.build([tmp_path], tmp_path / "index", bisearch.BuildOptions(pairs=tmp_path / "pairs.tsv", strict=True))


@pytest.mark.parametrize("change", [lambda path: path.write_text("longer"), lambda path: os.truncate(path, 1)])
def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path, change: object) -> None:
    path = tmp_path / "a.txt"
    path.write_text("text", encoding="utf-8")
    with pytest.raises(OSError, match="changed while it was read"), open_regular(path):
        change(path)  # type: ignore[operator]


def test_a_file_that_grows_between_its_records_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    lines = [json.dumps({"id": f"d{number}", "text_en": "The minister signed. " * 50}) for number in range(200)]
    path.write_text("\n".join(lines), encoding="utf-8")
    found = read_lines(path)
    next(found)
    with path.open("a", encoding="utf-8") as file:
        file.write("\n" + lines[0])
    with pytest.raises(SourceError, match="changed while it was read"):
        list(found)


def test_a_file_is_opened_without_waiting_for_a_writer() -> None:
    assert regular_files._FLAGS & os.O_NONBLOCK  # noqa: SLF001
