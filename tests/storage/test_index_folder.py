from __future__ import annotations

import os
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from bisearch.errors import IndexDamagedError, IndexLockedError, IndexWriteError
from bisearch.storage.index_folder import DOCUMENTS, MANIFEST, POSTINGS, IndexFolder, Manifest
from bisearch.storage.manifest import write_manifest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> IndexFolder:
    return IndexFolder(tmp_path / "index")


def commit(folder: IndexFolder, text: str, engine: str = "whoosh") -> Path:
    """Commit a generation whose documents are `text`, beside one postings file a generation."""
    with folder.writing():
        committed = folder.manifest() if (folder.path / MANIFEST).exists() else None
        with folder.next_generation(committed) as generation:
            (generation / DOCUMENTS).write_text(text)
            (generation / POSTINGS / text).write_text(text)
            number = folder.number(generation)
            folder.commit(Manifest(number, engine, "fingerprint", index_id="0" * 32, commit_id="1" * 32), committed)
    return generation


def test_the_manifest_names_the_committed_generation_and_its_files(folder: IndexFolder) -> None:
    commit(folder, "one")
    generation = commit(folder, "two")
    manifest = folder.manifest()
    assert folder.generation(manifest.generation) == generation
    assert manifest.files.keys() == {DOCUMENTS, f"{POSTINGS}/one", f"{POSTINGS}/two"}
    assert list(folder.damage(manifest)) == []


def test_files_to_lock_are_not_part_of_a_commit(folder: IndexFolder) -> None:
    with folder.writing(), folder.next_generation(None) as generation:
        (generation / DOCUMENTS).write_text("one")
        (generation / POSTINGS / ".engine.lock").touch()
        folder.commit(Manifest(1, "whoosh", "fingerprint", index_id="0" * 32, commit_id="1" * 32), None)
    assert folder.manifest().files.keys() == {DOCUMENTS}


def test_a_file_to_lock_that_an_earlier_release_committed_may_be_missing(folder: IndexFolder) -> None:
    commit(folder, "one")
    manifest = folder.manifest()
    write_manifest(folder.path, manifest._replace(files={**manifest.files, ".engine.lock": manifest.files[DOCUMENTS]}))
    folder.verify(folder.manifest())
    assert list(folder.damage(folder.manifest())) == []
    commit(folder, "two")
    assert folder.manifest().files.keys() == {DOCUMENTS, f"{POSTINGS}/one", f"{POSTINGS}/two"}


def test_an_error_before_the_commit_leaves_only_the_old_generation(folder: IndexFolder) -> None:
    old = commit(folder, "one")
    with pytest.raises(IndexWriteError, match="disk full"), folder.writing(), folder.next_generation(folder.manifest()):
        raise OSError("disk full")
    assert [path.name for path in sorted(folder.path.glob("generation-*"))] == [old.name]
    assert list(folder.damage(folder.manifest())) == []


def test_a_locked_generation_stays_until_it_is_released(folder: IndexFolder) -> None:
    old = commit(folder, "one")
    _, held, lock = folder.hold()
    commit(folder, "two")
    assert held == old
    assert (old / DOCUMENTS).read_text() == "one"
    lock.release()
    newest = commit(folder, "three")
    assert [path.name for path in folder.path.glob("generation-*")] == [newest.name]


def test_leftovers_of_a_killed_writer_are_removed(folder: IndexFolder) -> None:
    commit(folder, "one")
    (folder.path / "generation-000009" / POSTINGS).mkdir(parents=True)
    commit(folder, "two")
    assert len(list(folder.path.glob("generation-*"))) == 1


def test_a_second_writer_is_told_which_process_is_writing(folder: IndexFolder) -> None:
    code = (
        "import sys, pathlib; from bisearch.storage.index_folder import IndexFolder\n"
        "with IndexFolder(pathlib.Path(sys.argv[1])).writing(): pass"
    )
    with folder.writing():
        other = subprocess.run([sys.executable, "-c", code, folder.path], capture_output=True, text=True, check=False)
        assert (
            f"process {os.getpid()} on {socket.gethostname()} has been writing to this index since 20" in other.stderr
        )
        assert IndexLockedError.__name__ in other.stderr
    assert subprocess.run([sys.executable, "-c", code, folder.path], check=False).returncode == 0


@pytest.mark.parametrize("damage", ["cut", "flip", "remove"])
def test_a_damaged_file_is_named(folder: IndexFolder, damage: str) -> None:
    path = commit(folder, "some-text") / DOCUMENTS
    if damage == "remove":
        path.unlink()
    else:
        path.write_text("some" if damage == "cut" else "some-tExt")
    (message,) = folder.damage(folder.manifest())
    assert str(path) in message


def test_a_manifest_without_its_generation_is_damage(folder: IndexFolder) -> None:
    generation = commit(folder, "one")
    generation.rename(folder.path / "elsewhere")
    with pytest.raises(IndexDamagedError, match="missing"):
        folder.hold()


def test_files_are_copied_where_hard_links_are_missing(folder: IndexFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(folder, "one")
    monkeypatch.delattr(os, "link")
    commit(folder, "two")
    manifest = folder.manifest()
    assert manifest.files.keys() == {DOCUMENTS, f"{POSTINGS}/one", f"{POSTINGS}/two"}
    assert list(folder.damage(manifest)) == []


def test_a_commit_records_the_modification_times_of_a_copied_index(folder: IndexFolder) -> None:
    """Afterwards, opening the copy no longer reads its large files."""
    generation = commit(folder, "one")
    os.utime(generation / POSTINGS / "one", ns=(1, 1))
    commit(folder, "two")
    assert folder.manifest().files[f"{POSTINGS}/one"].modified == 1


def test_an_error_after_the_commit_says_that_the_change_is_committed(folder: IndexFolder) -> None:
    commit(folder, "one")
    committed = folder.manifest()
    changed = committed._replace(commit_id="2" * 32)
    with pytest.raises(IndexWriteError, match="no locks; but the change is committed"), folder.writing():  # noqa: PT012
        write_manifest(folder.path, changed)
        raise OSError("no locks")
    with pytest.raises(IndexWriteError, match="no locks; the index is unchanged"), folder.writing():
        raise OSError("no locks")
    with pytest.raises(KeyboardInterrupt) as raised, folder.writing():  # noqa: PT012
        write_manifest(folder.path, committed)
        raise KeyboardInterrupt
    assert raised.value.__notes__ == ["the change is committed"]


@pytest.mark.parametrize(
    "error", [KeyboardInterrupt(), MemoryError(), SystemError("error return without exception set")]
)
def test_an_interruption_before_the_commit_says_that_the_index_is_unchanged(
    tmp_path: Path, error: BaseException
) -> None:
    with pytest.raises(type(error)) as raised, IndexFolder(tmp_path / "index").writing():
        raise error
    assert raised.value.__notes__ == ["the index is unchanged"]


def test_stray_files_among_the_generations_are_left_alone(folder: IndexFolder) -> None:
    commit(folder, "one")
    (folder.path / "generation-000002").touch()
    (folder.path / "generation-last").mkdir()
    generation = commit(folder, "two")
    assert generation.name == "generation-000003"
    assert (folder.path / "generation-000002").exists()
    assert (folder.path / "generation-last").exists()


def test_without_locks_a_replaced_generation_is_kept_for_a_day(
    folder: IndexFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bisearch.storage.index_folder.has_locks", lambda _: False)
    first, second = commit(folder, "one"), commit(folder, "two")
    assert first.exists()
    monkeypatch.setattr("bisearch.storage.index_folder.KEPT_WITHOUT_LOCKS", -1)
    commit(folder, "three")
    assert not first.exists()
    assert not second.exists()
