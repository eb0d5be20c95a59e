"""Upgrading an index from its own texts."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import bisearch
from bisearch.analysis.lemmatizer import Lemmatizer
from bisearch.engines.registry import LOCAL_ENGINES
from bisearch.storage.index_folder import DOCUMENTS, FORMAT, IndexFolder
from bisearch.storage.manifest import OLDEST_UPGRADED

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLES = Path(__file__).parents[1] / "storage" / "formats"
NEWER_DICTIONARIES = ("bisearch.analysis.fingerprint.VERSION", 99)


def tables(index: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return the rows of all tables of the documents of an index, but for the number of the commit."""
    folder = IndexFolder(index)
    with sqlite3.connect(folder.generation(folder.manifest().generation) / DOCUMENTS) as connection:
        select = "SELECT name FROM sqlite_master WHERE type = 'table' AND name != 'identity'"
        names = [name for (name,) in connection.execute(select)]
        return {name: sorted(connection.execute(f"SELECT * FROM {name}"), key=repr) for name in names}  # noqa: S608


@pytest.fixture(params=LOCAL_ENGINES)
def outdated(request: pytest.FixtureRequest, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of an index that was built with older dictionaries, and whose sources are gone."""
    texts = Path(shutil.copytree(archive, tmp_path / "texts"))
    dictionary = tmp_path / "terms.tsv"
    dictionary.write_text("ледокол\ticebreaker\n", encoding="utf-8")
    index = tmp_path / "index"
    bisearch.build([texts], index, bisearch.BuildOptions(engine=request.param))
    bisearch.import_dictionary(dictionary, index)
    shutil.rmtree(texts)
    monkeypatch.setattr(*NEWER_DICTIONARIES)
    return index


def test_an_upgrade_keeps_every_row_if_the_words_have_the_same_lemmas(outdated: Path) -> None:
    """A new table of the documents that the upgrade does not carry over makes this fail."""
    before, engine = tables(outdated), IndexFolder(outdated).manifest().engine
    report = bisearch.upgrade(outdated)
    assert (report.is_changed, report.documents) == (True, 4)
    assert "forms 99" in report.after
    assert tables(outdated) == before
    assert IndexFolder(outdated).manifest().engine == engine
    assert bisearch.check(outdated) == []
    with bisearch.open(outdated) as index:
        assert index.search("ледокол").suggestions is not None
        assert {hit.document.id for hit in index.search("энергии")} >= {"cable-1", "note-3"}


def test_an_upgraded_index_can_be_updated(outdated: Path, archive: Path) -> None:
    bisearch.upgrade(outdated)
    report = bisearch.build([archive], outdated)
    assert (len(report.moved), report.added) == (4, [])


def test_new_lemmas_are_stored_and_found(outdated: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lemmas = Lemmatizer.lemmas
    monkeypatch.setattr(
        Lemmatizer, "lemmas", lambda self, form: ("newlemma",) if form == "stoves" else lemmas(self, form)
    )
    bisearch.upgrade(outdated, jobs=1)
    with bisearch.open(outdated) as index:
        assert [hit.document.id for hit in index.search("newlemma")] == ["memo-4"]


@pytest.mark.parametrize("number", range(OLDEST_UPGRADED, FORMAT))
def test_an_index_of_an_older_format_is_upgraded_without_its_sources(number: int, tmp_path: Path) -> None:
    index = Path(shutil.copytree(SAMPLES / f"format-{number}", tmp_path / "index"))
    report = bisearch.upgrade(index)
    assert report.before.startswith(f"format {number};")
    assert report.after.startswith(f"format {FORMAT};")
    fresh = tmp_path / "fresh"
    bisearch.build([SAMPLES / "records.jsonl"], fresh)
    with bisearch.open(index) as upgraded, bisearch.open(fresh) as built:
        for document in built.documents():
            old, new = upgraded.document(document.id), built.document(document.id)
            assert old is not None
            assert new is not None
            before, after = old.to_dict()["passages"], new.to_dict()["passages"]
            # The aligner of an older version was not as sure of its beads.
            confidences = [passage.pop("confidence") for passage in after]
            assert [passage.pop("confidence") for passage in before] == pytest.approx(confidences, abs=0.001)
            assert before == after
        for query in ("Smith", "энергия", "date:1946"):
            assert [hit.document.id for hit in upgraded.search(query)] == [
                hit.document.id for hit in built.search(query)
            ]
    assert bisearch.check(index) == []


def test_an_index_that_is_up_to_date_is_not_written(archive: Path, tmp_path: Path) -> None:
    bisearch.build([archive], tmp_path / "index")
    before = (tmp_path / "index" / "manifest.json").read_bytes()
    report = bisearch.upgrade(tmp_path / "index")
    assert not report.is_changed
    assert (tmp_path / "index" / "manifest.json").read_bytes() == before


@pytest.mark.parametrize("moment", ["write_manifest", "file_checksum"])
def test_an_upgrade_that_fails_leaves_the_old_index(
    outdated: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = {path: path.read_bytes() for path in outdated.rglob("*") if path.is_file()}
    with monkeypatch.context() as patch:
        patch.setattr(f"bisearch.storage.index_folder.{moment}", fail)
        with pytest.raises(bisearch.IndexWriteError, match="unchanged"):
            bisearch.upgrade(outdated)
    after = {path: path.read_bytes() for path in outdated.rglob("*") if path.is_file()}
    assert {path: after.get(path) for path in before} == before
    assert len(list(outdated.glob("generation-*"))) == 1


def test_open_readers_keep_the_old_state_until_they_refresh(outdated: Path) -> None:
    with bisearch.open(outdated) as index:
        bisearch.upgrade(outdated)
        assert index.document("cable-1") is not None
        with pytest.raises(bisearch.IndexVersionError):
            index.search("energy")
        assert index.refresh()
        assert index.search("energy").total > 0


@pytest.mark.parametrize(
    ("spoil", "error", "reason"),
    [
        (shutil.rmtree, bisearch.IndexMissingError, "no index here"),
        (lambda index: next(index.glob("*/documents.sqlite")).write_bytes(b"x"), bisearch.IndexDamagedError, "bytes"),
        (lambda index: (index / "manifest.json").write_text('{"format": 3}'), bisearch.IndexVersionError, "--rebuild"),
        (lambda index: (index / "manifest.json").write_text("{"), bisearch.IndexDamagedError, "--rebuild"),
    ],
)
def test_an_index_that_cannot_be_upgraded_gets_a_reason(
    archive: Path, tmp_path: Path, spoil: Callable[[Path], object], error: type[Exception], reason: str
) -> None:
    index = tmp_path / "index"
    bisearch.build([archive], index)
    spoil(index)
    with pytest.raises(error, match=reason):
        bisearch.upgrade(index)
