from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from bisearch.storage import checksums
from bisearch.storage.checksums import add_checksum, check_file, check_on_opening, file_checksum, verify_checksum

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "file"
    file.write_bytes(b"some bytes")
    return file


def change_keeping_the_modification_time(path: Path, data: bytes = b"some bites") -> None:
    status = path.stat()
    path.write_bytes(data)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def test_a_small_index_is_read_completely_at_each_opening(path: Path) -> None:
    files = {path.name: file_checksum(path)}
    assert list(check_on_opening(path.parent, files)) == []
    change_keeping_the_modification_time(path)
    (line,) = check_on_opening(path.parent, files)
    assert line == f"{path}: file is corrupted (checksum mismatch)"


def test_only_touched_files_of_a_large_index_are_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checksums, "MAX_BYTES_READ_ON_OPENING", 0)
    checksum = file_checksum(path)
    change_keeping_the_modification_time(path)
    assert list(check_on_opening(path.parent, {path.name: checksum})) == []
    assert check_file(path, checksum) is not None
    os.utime(path)
    assert list(check_on_opening(path.parent, {path.name: checksum})) != []


def test_the_small_files_of_a_large_index_are_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checksums, "MAX_BYTES_READ_ON_OPENING", 20)
    large = path.with_name("large")
    large.write_bytes(b"many bytes" * 2)
    files = {file.name: file_checksum(file) for file in (large, path)}
    change_keeping_the_modification_time(path)
    change_keeping_the_modification_time(large, b"many bites" * 2)
    (line,) = check_on_opening(path.parent, files)
    assert line.startswith(f"{path}: ")


def test_checking_a_copied_file_does_not_change_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checksums, "MAX_BYTES_READ_ON_OPENING", 0)
    checksum = file_checksum(path)
    os.utime(path, ns=(1, 1))
    for _ in range(2):
        assert list(check_on_opening(path.parent, {path.name: checksum})) == []
    assert path.stat().st_mtime_ns == 1


def test_missing_and_truncated_files_are_named(path: Path) -> None:
    checksum = file_checksum(path)
    path.write_bytes(b"some")
    (line,) = check_on_opening(path.parent, {path.name: checksum})
    assert line == f"{path}: 4 bytes, should be 10"
    path.unlink()
    assert check_file(path, checksum) == f"{path}: missing"


def test_a_row_is_verified_together_with_its_key() -> None:
    stored = add_checksum("Смит".encode(), 7, 3)
    assert verify_checksum(stored, 7, 3) == "Смит".encode()
    for broken, key in ((stored, (8, 3)), (stored[:-1], (7, 3)), (b"x" + stored[1:], (7, 3)), (b"", (7, 3))):
        with pytest.raises(ValueError, match="checksum mismatch"):
            verify_checksum(broken, *key)
