from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from bisearch.storage import checksums as seals
from bisearch.storage.checksums import fault, opening_faults, seal_file, seal_row, unseal_row

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "file"
    file.write_bytes(b"some bytes")
    return file


def flip_behind_the_file_system(path: Path, data: bytes = b"some bites") -> None:
    status = path.stat()
    path.write_bytes(data)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def test_a_small_index_is_read_whole_at_each_opening(path: Path) -> None:
    files = {path.name: seal_file(path)}
    assert list(opening_faults(path.parent, files)) == []
    flip_behind_the_file_system(path)
    (line,) = opening_faults(path.parent, files)
    assert line == f"{path}: its bytes are not those that were written"


def test_of_a_large_index_only_what_was_touched_is_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seals, "READ_AT_OPENING", 0)
    seal = seal_file(path)
    flip_behind_the_file_system(path)
    assert list(opening_faults(path.parent, {path.name: seal})) == []
    assert fault(path, seal) is not None
    os.utime(path)
    assert list(opening_faults(path.parent, {path.name: seal})) != []


def test_of_a_large_index_the_small_files_are_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seals, "READ_AT_OPENING", 20)
    large = path.with_name("large")
    large.write_bytes(b"many bytes" * 2)
    files = {file.name: seal_file(file) for file in (large, path)}
    flip_behind_the_file_system(path)
    flip_behind_the_file_system(large, b"many bites" * 2)
    (line,) = opening_faults(path.parent, files)
    assert line.startswith(f"{path}: ")


def test_a_copy_found_sound_is_not_read_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seals, "READ_AT_OPENING", 0)
    seal = seal_file(path)
    os.utime(path)
    assert list(opening_faults(path.parent, {path.name: seal})) == []
    assert path.stat().st_mtime_ns == seal.modified


def test_a_missing_and_a_cut_file_are_named(path: Path) -> None:
    seal = seal_file(path)
    path.write_bytes(b"some")
    (line,) = opening_faults(path.parent, {path.name: seal})
    assert line == f"{path}: 4 bytes, should be 10"
    path.unlink()
    assert fault(path, seal) == f"{path}: missing"


def test_a_row_is_what_was_written_under_its_key() -> None:
    stored = seal_row("Смит".encode(), 7, 3)
    assert unseal_row(stored, 7, 3) == "Смит".encode()
    for broken, key in ((stored, (8, 3)), (stored[:-1], (7, 3)), (b"x" + stored[1:], (7, 3)), (b"", (7, 3))):
        with pytest.raises(ValueError, match="not what was written"):
            unseal_row(broken, *key)
