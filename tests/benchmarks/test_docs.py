"""Writing tables into the generated blocks of docs/."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks import docs

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A page with one generated block."""
    path = tmp_path / "benchmarks.md"
    path.write_text("a\n<!-- generated: t -->\nold\n<!-- end -->\nb\n", encoding="utf-8")
    monkeypatch.setattr(docs, "DOCS", tmp_path)
    return path


def test_only_the_content_of_the_block_is_replaced(page: Path) -> None:
    docs.write_block("t", "new\n")
    assert page.read_text(encoding="utf-8") == "a\n<!-- generated: t -->\nnew\n<!-- end -->\nb\n"


@pytest.mark.usefixtures("page")
def test_a_block_is_read_without_its_marks() -> None:
    assert docs.read_block("t") == "old\n"
    docs.write_block("t", "two\nlines\n")
    assert docs.read_block("t") == "two\nlines\n"
    with pytest.raises(ValueError, match="no generated block 'other'"):
        docs.read_block("other")


def test_an_unknown_block_is_an_error(page: Path) -> None:
    with pytest.raises(ValueError, match="no generated block 'other'"):
        docs.write_block("other", "new\n")
    assert "old" in page.read_text(encoding="utf-8")
