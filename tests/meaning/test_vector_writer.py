"""The vectors of a generation follow its documents, and no file that is shared with an older one is changed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import numpy as np
import pytest

from bisearch.meaning import vector_writer
from bisearch.meaning.vector_files import VectorFiles
from bisearch.meaning.vector_writer import VectorWriter

if TYPE_CHECKING:
    from pathlib import Path

    from bisearch.meaning.encoder import Vectors

SEED = 5


def keys_in(folder: Path) -> list[int]:
    vectors = VectorFiles(folder, [path.name for path in folder.iterdir()], SEED).vectors
    return vectors.keys(range(10_000))


@pytest.fixture
def folder(tmp_path: Path, random_vectors: Vectors, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with passages 0 to 49, Russian alone, in segments of 20."""
    monkeypatch.setattr(vector_writer, "MAX_ROWS", 20)
    folder = tmp_path / "vectors"
    VectorWriter(folder, SEED).append([(list(range(0, 100, 2)), random_vectors[:50])])
    return folder


def test_vectors_of_removed_documents_are_dropped(folder: Path) -> None:
    assert VectorWriter(folder, SEED).keep([range(5), range(45, 50), range(50, 53)]) == [range(50, 53)]
    assert keys_in(folder) == [0, 2, 4, 6, 8, 90, 92, 94, 96, 98]
    assert sorted(path.name for path in folder.iterdir()) == ["000001.vectors", "000003.vectors"]


def test_new_vectors_fill_the_last_segment_first(folder: Path, random_vectors: Vectors) -> None:
    full = (folder / "000001.vectors").stat().st_ino
    added = VectorWriter(folder, SEED).append([([100, 101], random_vectors[50:52]), ([110], random_vectors[60:61])])
    assert added == 3
    assert keys_in(folder)[-4:] == [98, 100, 101, 110]
    assert (folder / "000001.vectors").stat().st_ino == full


def test_a_file_that_another_generation_shares_is_replaced_not_changed(folder: Path, tmp_path: Path) -> None:
    older = tmp_path / "older"
    older.mkdir()
    for path in folder.iterdir():
        os.link(path, older / path.name)
    before = {path.name: path.read_bytes() for path in older.iterdir()}
    writer = VectorWriter(folder, SEED)
    writer.keep([range(7, 33)])
    writer.append([([200], np.ones((1, 512), np.int8))])
    assert {path.name: path.read_bytes() for path in older.iterdir()} == before


def test_vectors_of_another_version_are_missing_vectors(folder: Path, random_vectors: Vectors) -> None:
    for path in folder.iterdir():
        data = bytearray(path.read_bytes())
        data[16] ^= 1
        path.write_bytes(data)
    writer = VectorWriter(folder, SEED)
    assert writer.keep([range(50)]) == [range(50)]
    writer.append([(list(range(0, 100, 2)), random_vectors[:50])])
    assert keys_in(folder) == list(range(0, 100, 2))


def test_an_index_without_passages_still_has_a_file_of_vectors(tmp_path: Path) -> None:
    writer = VectorWriter(tmp_path / "vectors", SEED)
    assert writer.keep([]) == []
    assert writer.append([]) == 0
    assert keys_in(tmp_path / "vectors") == []
