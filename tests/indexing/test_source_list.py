"""The sources that an index remembers, and what becomes of them."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

import bisearch
from bisearch.storage.index_folder import IndexFolder

if TYPE_CHECKING:
    from pathlib import Path

EN = "Smith returned to Moscow."


def records(folder: Path, *ids: str, encoding: str = "utf-8") -> Path:
    """Write one file of one record for each id."""
    folder.mkdir(parents=True, exist_ok=True)
    for id_ in ids:
        text = json.dumps({"id": id_, "text_ru": "Смит вернулся.", "text_en": EN}, ensure_ascii=False)
        (folder / f"{id_}.jsonl").write_text(text, encoding=encoding)
    return folder


def documents(index: Path) -> set[str]:
    with bisearch.open(index) as opened:
        return {document.id for document in opened.documents()}


def sources(index: Path) -> list[str]:
    with bisearch.open(index) as opened:
        return list(opened.stats().sources)


def test_a_build_without_sources_reads_the_known_ones_from_any_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records(tmp_path / "letters", "a"), records(tmp_path / "cables", "b")
    monkeypatch.chdir(tmp_path)
    bisearch.build(["letters"], "index")
    bisearch.build(["cables"], "index")
    records(tmp_path / "letters", "c")
    monkeypatch.chdir(tmp_path / "cables")
    report = bisearch.build(index=tmp_path / "index")
    assert (report.added, report.unchanged) == (["c"], 2)
    assert sources(tmp_path / "index") == [str(tmp_path / "cables"), str(tmp_path / "letters")]


def test_a_source_in_a_symlinked_folder_is_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    records(tmp_path / "real" / "letters", "a")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    monkeypatch.chdir(tmp_path / "link")
    bisearch.build(["letters"], "index")
    records(tmp_path / "real" / "letters", "b")
    monkeypatch.chdir("/")
    assert bisearch.build(index=tmp_path / "link" / "index").added == ["b"]


def test_a_rebuild_without_sources_reads_all_of_them_even_if_the_index_is_damaged(tmp_path: Path) -> None:
    index = tmp_path / "index"
    bisearch.build([records(tmp_path / "x", "a"), records(tmp_path / "y", "b")], index)
    next(index.glob("*/vocabulary.sqlite")).write_bytes(b"damaged")
    report = bisearch.build(index=index, options=bisearch.BuildOptions(rebuild=True))
    assert sorted(report.added) == ["a", "b"]
    assert sources(index) == [str(tmp_path / "x"), str(tmp_path / "y")]


def test_a_rebuild_with_sources_forgets_the_others(tmp_path: Path) -> None:
    index = tmp_path / "index"
    bisearch.build([records(tmp_path / "x", "a"), records(tmp_path / "y", "b")], index)
    bisearch.build([tmp_path / "y"], index, bisearch.BuildOptions(rebuild=True))
    assert sources(index) == [str(tmp_path / "y")]


@pytest.mark.parametrize("has_paths", [False, True])
def test_a_rebuild_without_documents_keeps_those_of_a_program(tmp_path: Path, *, has_paths: bool) -> None:
    index = tmp_path / "index"
    path = records(tmp_path / "x", "a")
    bisearch.build([path], index)
    bisearch.build([bisearch.Document(id="own", text_en=EN)], index)
    bisearch.build([path] if has_paths else None, index, bisearch.BuildOptions(rebuild=True))
    assert documents(index) == {"a", "own"}


def test_a_rebuild_with_documents_replaces_those_of_a_program(tmp_path: Path) -> None:
    index = tmp_path / "index"
    bisearch.build([bisearch.Document(id="old", text_en=EN)], index)
    bisearch.build([bisearch.Document(id="new", text_en=EN)], index, bisearch.BuildOptions(rebuild=True))
    assert documents(index) == {"new"}


def test_each_source_is_read_with_its_own_encoding(tmp_path: Path) -> None:
    index = tmp_path / "index"
    bisearch.build([records(tmp_path / "old", "a", encoding="koi8-r")], index, bisearch.BuildOptions(encoding="koi8-r"))
    bisearch.build([records(tmp_path / "new", "b")], index)
    records(tmp_path / "old", "c", encoding="koi8-r")
    assert bisearch.build(index=index).added == ["c"]
    with bisearch.open(index) as opened:
        for id_ in "abc":
            passages = opened.find_document(id_).passages
            assert [passage.ru.text for passage in passages if passage.ru] == ["Смит вернулся."]


def test_a_folder_inside_another_source_keeps_its_own_options(tmp_path: Path) -> None:
    index = tmp_path / "index"
    records(tmp_path / "x", "a"), records(tmp_path / "x" / "old", "b", encoding="koi8-r")
    bisearch.build([tmp_path / "x" / "old"], index, bisearch.BuildOptions(encoding="koi8-r"))
    bisearch.build([records(tmp_path / "x" / "new", "c")], index)
    bisearch.build([tmp_path / "x" / "a.jsonl"], index)
    report = bisearch.build(index=index)
    assert (report.unchanged, report.left_out, report.gone) == (3, [], [])


def test_an_absent_source_is_reported_and_its_documents_stay(tmp_path: Path) -> None:
    index = tmp_path / "index"
    bisearch.build([records(tmp_path / "x", "a", "b"), records(tmp_path / "disk", "c")], index)
    (tmp_path / "disk").rename(tmp_path / "unmounted")
    for options in (None, None):
        report = bisearch.build(index=index, options=options)
        (error,) = report.left_out
        assert error.path == str(tmp_path / "disk")
        assert "no such file or folder, but 1 in the index" in error.reason
        assert (report.gone, documents(index)) == ([], {"a", "b", "c"})
    for options in (bisearch.BuildOptions(prune=True), bisearch.BuildOptions(rebuild=True)):
        with pytest.raises(bisearch.SourceError, match="no such file or folder"):
            bisearch.build(index=index, options=options)
        assert documents(index) == {"a", "b", "c"}
    (tmp_path / "unmounted").rename(tmp_path / "disk")
    assert bisearch.build(index=index).left_out == []


def test_an_emptied_source_is_reported_and_its_documents_stay(tmp_path: Path) -> None:
    index = tmp_path / "index"
    bisearch.build([records(tmp_path / "x", "a"), records(tmp_path / "disk", "c")], index)
    (tmp_path / "disk" / "c.jsonl").unlink()
    (error,) = bisearch.build(index=index).left_out
    assert "no documents found here, but 1 in the index" in error.reason
    with pytest.raises(bisearch.SourceError, match="nothing was removed"):
        bisearch.build(index=index, options=bisearch.BuildOptions(prune=True))
    assert documents(index) == {"a", "c"}


def test_a_moved_source_is_forgotten_when_its_new_place_is_named(tmp_path: Path) -> None:
    index = tmp_path / "index"
    bisearch.build([records(tmp_path / "x", "a")], index)
    (tmp_path / "x").rename(tmp_path / "y")
    assert bisearch.build([tmp_path / "y"], index).moved == ["a"]
    assert sources(index) == [str(tmp_path / "y")]


def test_an_index_that_moves_together_with_its_sources_finds_them(tmp_path: Path) -> None:
    bisearch.build([records(tmp_path / "one" / "x", "a")], tmp_path / "one" / "index")
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    report = bisearch.build(index=tmp_path / "two" / "index")
    assert report.unchanged == 1
    assert sources(tmp_path / "two" / "index") == [str(tmp_path / "two" / "x")]


def test_an_index_that_moves_alone_still_finds_its_sources(tmp_path: Path) -> None:
    bisearch.build([records(tmp_path / "one" / "x", "a")], tmp_path / "one" / "index")
    (tmp_path / "deep" / "er").mkdir(parents=True)
    shutil.move(tmp_path / "one" / "index", tmp_path / "deep" / "er" / "index")
    assert bisearch.build(index=tmp_path / "deep" / "er" / "index").left_out == []


def test_files_that_are_gone_are_reported_at_each_run(tmp_path: Path) -> None:
    index = tmp_path / "index"
    bisearch.build([records(tmp_path / "x", "a", "b")], index)
    (tmp_path / "x" / "b.jsonl").unlink()
    for _ in range(2):
        assert bisearch.build(index=index).gone == ["b"]
    report = bisearch.build(index=index, options=bisearch.BuildOptions(prune=True))
    assert (report.removed, report.gone) == (["b"], [])


def test_a_mistyped_path_is_not_remembered(tmp_path: Path) -> None:
    index = tmp_path / "index"
    bisearch.build([records(tmp_path / "x", "a")], index)
    bisearch.build([tmp_path / "y"], index)
    assert sources(index) == [str(tmp_path / "x")]


def test_a_run_that_changes_nothing_writes_nothing(tmp_path: Path) -> None:
    index = tmp_path / "index"
    bisearch.build([records(tmp_path / "x", "a")], index)
    before = (index / "manifest.json").stat()
    bisearch.build(index=index)
    bisearch.build([tmp_path / "x"], index)
    assert (index / "manifest.json").stat() == before


def test_without_known_sources_a_build_asks_for_them(tmp_path: Path) -> None:
    with pytest.raises(bisearch.IndexMissingError):
        bisearch.build(index=tmp_path / "none")
    assert not (tmp_path / "none").exists()
    bisearch.build([bisearch.Document(id="own", text_en=EN)], tmp_path / "index")
    with pytest.raises(bisearch.SourceError, match="no sources are known"):
        bisearch.build(index=tmp_path / "index")


def test_a_deleted_document_does_not_return_until_it_is_restored(tmp_path: Path) -> None:
    index = tmp_path / "index"
    bisearch.build([records(tmp_path / "x", "a", "b")], index)
    with bisearch.open(index) as opened:
        assert opened.delete(["b", "b"]).removed == ["b"]
        assert "b" not in opened
    report = bisearch.build(index=index)
    assert (report.excluded, report.added, report.gone) == (["b"], [], [])
    (tmp_path / "x" / "b.jsonl").rename(tmp_path / "x" / "c.jsonl")
    assert bisearch.build([tmp_path / "x"], index).added == []
    bisearch.build(index=index, options=bisearch.BuildOptions(rebuild=True))
    assert documents(index) == {"a"}
    assert bisearch.build(index=index, options=bisearch.BuildOptions(restore=True)).added == ["b"]
    assert bisearch.build(index=index).excluded == []
    assert documents(index) == {"a", "b"}


def test_nothing_is_deleted_if_one_id_is_unknown(tmp_path: Path) -> None:
    index = tmp_path / "index"
    bisearch.build([records(tmp_path / "x", "cable-1", "b")], index)
    with bisearch.open(index) as opened, pytest.raises(bisearch.DocumentIdError, match="cable-1") as raised:
        opened.delete(["b", "cable-11"])
    assert raised.value.candidates == ("cable-1",)
    assert documents(index) == {"cable-1", "b"}
    assert IndexFolder(index).manifest().generation == 1
