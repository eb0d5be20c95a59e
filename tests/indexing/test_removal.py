"""Which documents `prune` and `rebuild` remove."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import bisearch
from bisearch.indexing.removal import missing_documents

RU, EN = "Смит вернулся в Москву.", "Smith returned to Moscow."


def source(folder: Path, **texts: str) -> Path:
    """Write text pairs, NAME=Russian text, each with the same English text; return their folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.ru.txt").write_text(text, encoding="utf-8")
        (folder / f"{name}.en.txt").write_text(EN, encoding="utf-8")
    return folder


def ids(index: Path, query: str = "Smith") -> set[str]:
    with bisearch.open(index) as opened:
        results = opened.search(query, bisearch.SearchOptions(group="passage"))
        return {hit.document.id for hit in results}


def test_documents_whose_files_are_gone_are_removed_only_with_prune(tmp_path: Path) -> None:
    texts, index = source(tmp_path / "texts", a=RU, b=RU), tmp_path / "index"
    bisearch.build([texts], index)
    for side in ("ru", "en"):
        (texts / f"b.{side}.txt").unlink()
    bisearch.build([texts], index)
    assert ids(index) == {"a", "b"}
    report = bisearch.build([texts], index, bisearch.BuildOptions(prune=True))
    assert report.removed == ["b"]
    assert ids(index) == {"a"}


def test_only_documents_from_the_given_paths_are_pruned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts, index = source(tmp_path / "texts", a=RU, b=RU), tmp_path / "index"
    bisearch.build([texts, source(tmp_path / "texts-2", c=RU)], index)
    for side in ("ru", "en"):
        (texts / f"b.{side}.txt").unlink()
    monkeypatch.chdir(tmp_path)
    assert bisearch.build(["texts"], index, bisearch.BuildOptions(prune=True)).removed == ["b"]
    assert ids(index) == {"a", "c"}


def test_a_document_whose_file_has_become_unreadable_is_not_pruned(tmp_path: Path) -> None:
    texts, index = tmp_path / "texts", tmp_path / "index"
    texts.mkdir()
    (texts / "records.jsonl").write_text(json.dumps({"id": "x", "text_en": EN}), encoding="utf-8")
    bisearch.build([texts], index)
    (texts / "records.jsonl").write_text("{oops", encoding="utf-8")
    bisearch.build([texts], index, bisearch.BuildOptions(prune=True))
    assert ids(index) == {"x"}


def test_documents_behind_unreadable_files_are_not_pruned(tmp_path: Path) -> None:
    texts, index = source(tmp_path / "disk" / "texts", a=RU), tmp_path / "index"
    other = source(tmp_path / "other", b=RU, c=RU)
    prune = bisearch.BuildOptions(prune=True)
    bisearch.build([texts, other], index)
    # The Russian file of one pair, the English file of another.
    (texts / "a.ru.txt").write_bytes(b"\0\1\2")
    (other / "b.en.txt").write_bytes(b"\0\1\2")
    (other / "c.en.txt").unlink()
    (other / "c.ru.txt").unlink()
    report = bisearch.build([texts, other], index, prune)
    assert report.removed == ["c"]
    assert ids(index, "id:*") == {"a", "b"}


@pytest.mark.parametrize("options", [bisearch.BuildOptions(prune=True), bisearch.BuildOptions(rebuild=True)])
def test_a_missing_path_stops_prune_and_rebuild(tmp_path: Path, options: bisearch.BuildOptions) -> None:
    texts, index = source(tmp_path / "texts", a=RU), tmp_path / "index"
    bisearch.build([texts], index)
    with pytest.raises(bisearch.SourceError, match=r"tpyo: no such file or folder"):
        bisearch.build([texts, tmp_path / "tpyo"], index, options)
    assert ids(index) == {"a"}
    assert len(list(index.glob("generation-*"))) == 1


def test_a_folder_without_any_documents_left_stops_prune_and_rebuild(tmp_path: Path) -> None:
    texts, other, index = source(tmp_path / "texts", a=RU), source(tmp_path / "other", b=RU), tmp_path / "index"
    bisearch.build([texts, other], index)
    for file in texts.iterdir():
        file.unlink()
    with pytest.raises(bisearch.SourceError, match=r"texts: no documents found here, but 1 .*--rebuild"):
        bisearch.build([texts, other], index, bisearch.BuildOptions(prune=True))
    with pytest.raises(bisearch.SourceError, match=r"texts: no documents found here; to rebuild"):
        bisearch.build([texts, other], index, bisearch.BuildOptions(rebuild=True))
    assert ids(index) == {"a", "b"}
    bisearch.build([other / "b.en.txt"], index, bisearch.BuildOptions(rebuild=True))
    assert ids(index) == {"b"}


def test_a_relative_path_names_the_same_documents_as_its_absolute_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = {"a": str(tmp_path / "texts" / "a.ru.txt")}
    monkeypatch.chdir(tmp_path)
    assert missing_documents([Path("texts")], missing, ["texts/b.ru.txt"], []).removable == ["a"]
    assert missing_documents([Path("texts")], missing, ["texts/b.ru.txt"], ["texts/a.ru.txt"]).removable == []
    assert missing_documents([Path("other")], missing, [], []).removable == []
