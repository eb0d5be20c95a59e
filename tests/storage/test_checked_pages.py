from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bisearch.errors import IndexDamagedError
from bisearch.storage.checked_pages import PAGE, Pages, sums_of, write_sums

if TYPE_CHECKING:
    from pathlib import Path

DATA = bytes(range(256)) * (PAGE // 256) * 2 + b"the end"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "file"
    file.write_bytes(DATA)
    write_sums(file)
    return file


def damage(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("start", "stop"), [(0, 1), (PAGE - 1, PAGE + 1), (PAGE, PAGE), (0, len(DATA)), (2 * PAGE, len(DATA) + 9)]
)
def test_what_is_read_is_what_was_written(path: Path, start: int, stop: int) -> None:
    pages = Pages(path)
    assert pages.read(start, stop) == pages.read(start, stop) == DATA[start:stop]
    assert len(pages) == len(DATA)


@pytest.mark.parametrize(("at", "start", "stop"), [(0, 5, 6), (PAGE + 7, 0, PAGE + 1), (len(DATA) - 1, 2 * PAGE, 9999)])
def test_damage_is_found_where_its_page_is_read(path: Path, at: int, start: int, stop: int) -> None:
    damage(path, at)
    pages = Pages(path)
    for _ in range(2):
        with pytest.raises(IndexDamagedError, match=f"its bytes at {at - at % PAGE:,} are not"):
            pages.read(start, stop)


def test_damage_elsewhere_does_not_matter(path: Path) -> None:
    damage(path, 0)
    assert Pages(path).read(PAGE, len(DATA)) == DATA[PAGE:]


def test_checksums_of_another_size_are_refused(path: Path) -> None:
    sums_of(path).write_bytes(bytes(8))
    with pytest.raises(IndexDamagedError, match="not the checksums of a file of"):
        Pages(path)


def test_checksums_are_written_once(path: Path) -> None:
    """A linked file's may not be touched: the committed generation has them too."""
    damage(path, 0)
    write_sums(path)
    with pytest.raises(IndexDamagedError):
        Pages(path).read(0, 1)
