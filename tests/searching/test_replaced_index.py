"""An open index keeps what it opened, whatever is put in the place of its folder."""

from __future__ import annotations

import gc
import os
import shutil
import threading
from typing import TYPE_CHECKING

import pytest

import bisearch
from bisearch.engines.registry import LOCAL_ENGINES
from bisearch.storage.index_folder import DOCUMENTS, POSTINGS, VOCABULARY, IndexFolder
from bisearch.storage.manifest import write_manifest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from bisearch.storage.checksums import FileChecksum

TRIES = 20


def texts_of_smith(index: bisearch.Index) -> list[str]:
    """Return what a new thread finds, or the error that refuses to answer."""
    found: list[str] = []

    def search() -> None:
        try:
            hits = index.search("Smith")
        except bisearch.IndexDamagedError:
            found.append("refused")
        else:
            found.extend(hit.passage.en.text for hit in hits if hit.passage.en is not None)

    thread = threading.Thread(target=search)
    thread.start()
    thread.join()
    return found


@pytest.fixture(params=LOCAL_ENGINES)
def places(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, Path]:
    """The folders of two indexes, whose passages have the same numbers and other texts."""
    made = []
    for name, ru, en in (
        ("smith", "Смит уехал в Москву.", "Smith left for Moscow."),
        ("zhukov", "Жуков помилован.", "Zhukov was pardoned."),
    ):
        document = bisearch.Document(id="cable-1", text_ru=ru, text_en=en)
        bisearch.build(document, tmp_path / name, bisearch.BuildOptions(engine=request.param))
        made.append(tmp_path / name)
    return made[0], made[1]


def rename(link: Path, smith: Path, zhukov: Path) -> None:
    link.unlink()
    smith.rename(smith.with_name("old"))
    zhukov.rename(smith)


def remove(link: Path, smith: Path, zhukov: Path) -> None:
    link.unlink()
    shutil.rmtree(smith)
    shutil.copytree(zhukov, smith)


def point_elsewhere(link: Path, smith: Path, zhukov: Path) -> None:
    assert smith.exists()
    link.unlink()
    link.symlink_to(zhukov)


@pytest.mark.skipif(os.name == "nt", reason="Windows does not let folders of open files be moved")
@pytest.mark.parametrize("put_elsewhere", [rename, remove, point_elsewhere])
def test_new_threads_find_the_texts_of_the_index_that_was_opened(
    places: tuple[Path, Path], put_elsewhere: Callable[[Path, Path, Path], None], tmp_path: Path
) -> None:
    smith, zhukov = places
    link = tmp_path / "link"
    link.symlink_to(smith)
    opened = link if put_elsewhere is point_elsewhere else smith
    with bisearch.open(opened) as index:
        put_elsewhere(link, smith, zhukov)
        for _ in range(TRIES):
            assert texts_of_smith(index) == ["Smith left for Moscow."]
        identities = [each.manifest().index_id for each in map(IndexFolder, (opened,))]
        with pytest.raises(bisearch.IndexReplacedError, match=identities[0]) as raised:
            index.refresh()
        assert index.document("cable-1") is not None
        assert len([word for word in str(raised.value).split() if len(word.strip(",")) == 32]) == 2
        with pytest.raises(bisearch.IndexReplacedError):
            index.delete(["cable-1"])


def test_a_change_of_the_working_directory_does_not_affect_an_open_index(
    places: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    smith, zhukov = places
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    zhukov.rename(elsewhere / smith.name)
    monkeypatch.chdir(tmp_path)
    with bisearch.open(smith.name) as index:
        monkeypatch.chdir(elsewhere)
        assert texts_of_smith(index) == ["Smith left for Moscow."]
        assert not index.refresh()
        assert index.delete(["cable-1"]).removed == ["cable-1"]
    with bisearch.open(elsewhere / smith.name) as other:
        assert len(other) == 1


@pytest.mark.parametrize("part", [DOCUMENTS, VOCABULARY, POSTINGS])
def test_a_file_of_another_index_is_refused_even_if_its_checksum_is_right(places: tuple[Path, Path], part: str) -> None:
    smith, zhukov = places
    folders = [IndexFolder(place) for place in (smith, zhukov)]
    generations = [folder.generation(folder.manifest().generation) for folder in folders]
    ours, theirs = (generation / part for generation in generations)
    if part == POSTINGS:
        shutil.rmtree(ours)
        shutil.copytree(theirs, ours)
    else:
        shutil.copy2(theirs, ours)
    # The manifest of this index, with the checksums of the other one's files.
    manifest, other = (folder.manifest() for folder in folders)
    own = {name: checksum for name, checksum in manifest.files.items() if not name.startswith(part)}
    new = {name: checksum for name, checksum in other.files.items() if name.startswith(part)}
    reseal(smith, {**own, **new})
    with pytest.raises(bisearch.IndexDamagedError, match="belongs to another index or commit"):
        bisearch.open(smith)
    with pytest.raises(bisearch.IndexDamagedError, match="belongs to another index or commit"):
        bisearch.check(smith)


def reseal(index: Path, files: Mapping[str, FileChecksum]) -> None:
    folder = IndexFolder(index)
    write_manifest(index, folder.manifest()._replace(files=files))


def test_a_rebuilt_index_is_the_same_index(places: tuple[Path, Path]) -> None:
    smith, _ = places
    engine = IndexFolder(smith).manifest().engine
    with bisearch.open(smith) as index:
        bisearch.build(
            bisearch.Document(id="cable-2", text_ru="Смит вернулся.", text_en="Smith is back."),
            smith,
            bisearch.BuildOptions(rebuild=True, engine=engine),
        )
        assert index.refresh()
        assert index.document("cable-2") is not None


def test_an_index_that_is_dropped_warns_and_frees_its_files(places: tuple[Path, Path]) -> None:
    with pytest.warns(ResourceWarning, match="unclosed index"):
        bisearch.open(places[0]).search("Smith")
    gc.collect()
    with bisearch.open(places[0]) as index:
        index.search("Smith")
