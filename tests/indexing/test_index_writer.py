"""A writer of an open index commits all its changes or none, and is the only one."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

import bisearch
from bisearch import Document

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def copy(index_folders: dict[str, Path], tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """Return the folder of an index of the archive that the test may change."""
    engine = getattr(request, "param", "whoosh")
    return shutil.copytree(index_folders[engine], tmp_path / "copy")


def _delete_and_fail(writer: bisearch.IndexWriter, folder: Path) -> None:
    writer.delete("cable-1")
    (folder / "no-such-file").read_text()


@pytest.mark.parametrize("copy", ["whoosh", "tantivy"], indirect=True)
def test_deleted_documents_are_gone_after_the_block_and_their_neighbours_stay(copy: Path) -> None:
    with bisearch.open(copy) as index:
        with index.writer() as writer:
            assert [writer.delete(id_) for id_ in ("cable-1", "cable-1", "no-such-id")] == [True, False, False]
            assert index.search("Truman").total == 1, "the commit is at the end of the block"
        assert writer.report.removed == ["cable-1"]
        assert (len(index), index.search("Truman").total, index.search("Smirnova").total) == (3, 0, 1)
    assert bisearch.check(copy) == []


def test_an_exception_in_the_block_leaves_the_index_unchanged(copy: Path) -> None:
    with bisearch.open(copy) as index:
        with pytest.raises(FileNotFoundError), index.writer() as writer:
            _delete_and_fail(writer, copy)
        assert "cable-1" in index
        assert not index.refresh()
        with index.writer() as writer:  # the lock is free again
            pass
        assert not writer.report.is_changed


def test_a_second_writer_is_refused_with_who_writes(copy: Path) -> None:
    with bisearch.open(copy) as index, index.writer():
        with pytest.raises(bisearch.IndexLockedError, match=r"process .* has been writing"), index.writer():
            pass
        with pytest.raises(bisearch.IndexLockedError):
            bisearch.build([], copy)


def test_a_writer_outside_its_block_is_closed(copy: Path) -> None:
    with bisearch.open(copy) as index:
        with pytest.raises(bisearch.IndexClosedError, match="with statement"):
            index.writer().delete("cable-1")
        with index.writer() as writer:
            pass
        with pytest.raises(bisearch.IndexClosedError, match="with statement"):
            writer.delete("cable-1")


def test_a_deleted_document_of_a_file_returns_only_if_it_is_restored(archive: Path, tmp_path: Path) -> None:
    bisearch.build([archive], tmp_path / "index")
    with bisearch.open(tmp_path / "index") as index:
        with index.writer() as writer:
            writer.delete("memo-4")
        assert bisearch.build([archive], tmp_path / "index").excluded == ["memo-4"]
        restored = bisearch.build([archive], tmp_path / "index", bisearch.BuildOptions(restore=True))
        assert restored.added == ["memo-4"]
        assert index.refresh()
        assert "memo-4" in index


@pytest.mark.parametrize("copy", ["whoosh", "tantivy"], indirect=True)
def test_added_documents_are_found_after_the_block(copy: Path) -> None:
    with bisearch.open(copy) as index:
        with index.writer() as writer:
            writer.add(Document(id="volkov", text_ru="Волков вернулся.", text_en="Volkov is back."))
            writer.add(Document(id="passing", text_ru="Да."))
            assert writer.delete("passing")
            writer.delete("memo-4")
        assert (writer.report.added, writer.report.removed) == (["volkov"], ["memo-4"])
        assert [hit.document.id for hit in index.search("Волков")] == ["volkov"]
        with index.writer() as writer:
            writer.add(Document(id="volkov", text_ru="Другое."))
            writer.add(Document(id="volkov", text_ru="Енот спит."))
        assert writer.report.changed == ["volkov"]
        assert (index.search("Волков").total, index.search("енот").total) == (0, 1)
    assert bisearch.check(copy) == []


def test_a_document_replaces_one_of_a_file_only_after_that_was_deleted(copy: Path) -> None:
    with bisearch.open(copy) as index:
        with index.writer() as writer:
            with pytest.raises(bisearch.SourceError, match="'cable-1': the id is already used by"):
                writer.add(Document(id="cable-1", text_ru="Енот спит."))
            writer.delete("cable-1")
            writer.add(Document(id="cable-1", text_ru="Енот спит."))
        assert writer.report.changed == ["cable-1"]
        assert [hit.document.id for hit in index.search("енот OR Truman")] == ["cable-1"]


def test_a_document_that_cannot_be_added_is_refused_at_once_and_the_block_goes_on(copy: Path) -> None:
    with bisearch.open(copy) as index:
        with index.writer() as writer:
            with pytest.raises(bisearch.SourceError, match="no text in either language"):
                writer.add(Document(id="empty"))
            with pytest.raises(TypeError, match="document must be a Document, not 'cable'"):
                writer.add("cable")  # type: ignore[arg-type]  # on purpose
            writer.add(Document(id="x", text_ru="Енот спит."))
        assert writer.report.added == ["x"]
