from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bisearch.errors import IndexDamagedError
from bisearch.storage.checked_pages import PAGE, CheckedPages, page_checksums_path, write_page_checksums

if TYPE_CHECKING:
    from pathlib import Path

DATA = bytes(range(256)) * (PAGE // 256) * 2 + b"the end"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "file"
    file.write_bytes(DATA)
    write_page_checksums(file)
    return file


def damage(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("start", "stop"), [(0, 1), (PAGE - 1, PAGE + 1), (PAGE, PAGE), (0, len(DATA)), (2 * PAGE, len(DATA) + 9)]
)
def test_bytes_are_read_as_they_were_written(path: Path, start: int, stop: int) -> None:
    pages = CheckedPages(path)
    assert pages.read(start, stop) == pages.read(start, stop) == DATA[start:stop]
    assert len(pages) == len(DATA)


@pytest.mark.parametrize(("at", "start", "stop"), [(0, 5, 6), (PAGE + 7, 0, PAGE + 1), (len(DATA) - 1, 2 * PAGE, 9999)])
def test_a_corrupted_page_is_found_whenever_it_is_read(path: Path, at: int, start: int, stop: int) -> None:
    damage(path, at)
    pages = CheckedPages(path)
    for _ in range(2):
        with pytest.raises(IndexDamagedError, match=f"corrupted at byte {at - at % PAGE:,} "):
            pages.read(start, stop)


def test_a_corrupted_page_does_not_affect_other_pages(path: Path) -> None:
    damage(path, 0)
    assert CheckedPages(path).read(PAGE, len(DATA)) == DATA[PAGE:]


def test_checksums_for_another_file_size_are_refused(path: Path) -> None:
    page_checksums_path(path).write_bytes(bytes(8))
    with pytest.raises(IndexDamagedError, match="does not fit a file of"):
        CheckedPages(path)


def test_existing_checksums_are_not_overwritten(path: Path) -> None:
    """They may be hard links that the committed generation shares."""
    damage(path, 0)
    write_page_checksums(path)
    with pytest.raises(IndexDamagedError):
        CheckedPages(path).read(0, 1)
