from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bisearch.errors import IndexDamagedError, IndexMissingError, IndexVersionError
from bisearch.storage.checksums import FileChecksum
from bisearch.storage.manifest import (
    FORMAT,
    FRESH_MANIFEST,
    MANIFEST,
    Manifest,
    read_engine,
    read_manifest,
    write_manifest,
)

if TYPE_CHECKING:
    from pathlib import Path

COMMITTED = Manifest(
    7, "tantivy", "fingerprint", 3, 11, {"documents.sqlite": FileChecksum(4, "ab", 5, 6)},
    index_id="0" * 32, commit_id="1" * 32,
)  # fmt: skip


def change(folder: Path, **values: object) -> None:
    """Change values of a written manifest without updating its checksum."""
    path = folder / MANIFEST
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **values}), encoding="utf-8")


def test_a_manifest_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_manifest(tmp_path, COMMITTED)
    assert read_manifest(tmp_path) == COMMITTED
    assert not (tmp_path / FRESH_MANIFEST).exists()


def test_a_folder_without_a_manifest_has_no_index(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nothing"):
        with pytest.raises(IndexMissingError, match="bisearch index PATH"):
            read_manifest(folder)


def test_another_format_is_refused_with_what_to_do(tmp_path: Path) -> None:
    write_manifest(tmp_path, COMMITTED)
    change(tmp_path, format=FORMAT + 1)
    with pytest.raises(IndexVersionError, match=rf"format {FORMAT + 1}, .* format {FORMAT}; .*--rebuild"):
        read_manifest(tmp_path)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", f'{{"format": {FORMAT}}}', f'{{"format": {FORMAT}, "files": {{"a": 1}}}}']
)
def test_a_malformed_manifest_is_damage(tmp_path: Path, text: str) -> None:
    (tmp_path / MANIFEST).write_text(text)
    with pytest.raises(IndexDamagedError, match="manifest"):
        read_manifest(tmp_path)


def test_a_changed_value_is_a_checksum_mismatch(tmp_path: Path) -> None:
    write_manifest(tmp_path, COMMITTED)
    change(tmp_path, next_passage=12)
    with pytest.raises(IndexDamagedError, match=r"corrupted \(checksum mismatch\); rebuild"):
        read_manifest(tmp_path)


def test_the_engine_is_read_from_a_manifest_of_any_format(tmp_path: Path) -> None:
    write_manifest(tmp_path, COMMITTED)
    change(tmp_path, format=FORMAT + 1, next_passage=12)
    assert read_engine(tmp_path) == "tantivy"


@pytest.mark.parametrize("text", ["", "[]", '{"engine": 1}'])
def test_an_unreadable_manifest_names_no_engine(tmp_path: Path, text: str) -> None:
    (tmp_path / MANIFEST).write_text(text)
    assert read_engine(tmp_path) is None
