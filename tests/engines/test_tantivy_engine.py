from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from bisearch.engines.registry import TO_INSTALL_TANTIVY

if TYPE_CHECKING:
    from pathlib import Path

engine = pytest.importorskip("bisearch.engines.tantivy.engine", reason=TO_INSTALL_TANTIVY)

# Longer than tantivy takes to see a commit, in seconds.
SEEN = 0.8


def _index(folder: Path) -> None:
    with engine.TantivyWriter(folder) as writer:
        writer.add(1, {"en": [("smith",)]})
        writer.commit()


def test_a_writer_leaves_no_file_to_lock_however_long_it_lives(tmp_path: Path) -> None:
    with engine.TantivyWriter(tmp_path) as writer:
        writer.add(1, {"en": [("smith",)]})
        writer.commit()
        time.sleep(SEEN)
        assert not list(tmp_path.glob("*.lock"))


def test_reading_neither_needs_nor_touches_a_file_to_lock(tmp_path: Path) -> None:
    _index(tmp_path)
    lock = tmp_path / ".tantivy-meta.lock"
    lock.mkdir()  # which cannot be opened as a file
    assert engine.TantivyReader(tmp_path).passage_count == 1
    lock.rmdir()
    lock.symlink_to(tmp_path / "nowhere")
    assert engine.TantivyReader(tmp_path).passage_count == 1
    assert not (tmp_path / "nowhere").exists()
