"""Downloading data sets."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from benchmarks.datasets import DATASETS, Dataset, fetch

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data set published in a folder, under the name "tiny"."""
    folder = tmp_path / "published"
    folder.mkdir()
    (folder / "a.json").write_bytes(b"[]")
    files = {"a.json": hashlib.sha256(b"[]").hexdigest()}
    monkeypatch.setitem(DATASETS, "tiny", Dataset("CC0-1.0", "nobody", f"{folder.as_uri()}/", files))
    return folder


def test_a_data_set_is_downloaded_once(published: Path, tmp_path: Path) -> None:
    (path,) = fetch("tiny", tmp_path)
    assert path.read_bytes() == b"[]"
    (published / "a.json").unlink()
    assert fetch("tiny", tmp_path) == [path]


def test_a_file_with_the_wrong_checksum_is_refused(published: Path, tmp_path: Path) -> None:
    (published / "a.json").write_bytes(b"{}")
    with pytest.raises(ValueError, match="SHA-256"):
        fetch("tiny", tmp_path)
    assert not (tmp_path / "tiny" / "a.json").exists()
