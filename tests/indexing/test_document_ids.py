"""Documents keep their ids from one build to the next, and none replaces another."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

import bisearch
from bisearch.storage.index_folder import IndexFolder

if TYPE_CHECKING:
    from random import Random

    import pytest

    from bisearch.indexing.options import BuildReport
    from bisearch.model import Metadata

RU, EN = "Кот спит.", "The cat sleeps."


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def pair(name: str, ru: str = RU, en: str = EN) -> dict[str, str]:
    return {f"{name}.ru.txt": ru, f"{name}.en.txt": en}


def stored(index: Path) -> list[Metadata]:
    folder = IndexFolder(index)
    with folder.documents(folder.manifest()) as store:
        return [document.metadata for document in store.documents()]


def documents(index: Path) -> dict[str, str]:
    """Return the name of each document's file with its folder, by the document's id."""
    return {metadata.id: "/".join(Path(metadata.path).parts[-2:]) for metadata in stored(index)}


def build(index: Path, *paths: Path, **options: bool) -> BuildReport:
    return bisearch.build(paths, index, bisearch.BuildOptions(**options, jobs=1))  # type: ignore[arg-type]


def test_a_second_run_does_not_replace_a_document_from_another_folder(tmp_path: Path) -> None:
    source, index = tmp_path / "in", tmp_path / "index"
    write(source, pair("1946/doc1") | pair("1947/doc1", "Пёс лает.", "The dog barks."))
    build(index, source / "1946")
    assert build(index, source / "1947").added == ["1947/doc1"]
    assert documents(index) == {"doc1": "1946/doc1.ru.txt", "1947/doc1": "1947/doc1.ru.txt"}
    assert build(index, source).unchanged == 2


def test_a_changed_document_keeps_its_id(tmp_path: Path) -> None:
    source, index = write(tmp_path / "in", pair("1946/a") | pair("1947/a")), tmp_path / "index"
    build(index, source)
    write(source, pair("1947/a", "Пёс лает.", "The dog barks."))
    assert build(index, source).changed == ["1947/a"]


def test_a_rebuild_keeps_the_ids(tmp_path: Path) -> None:
    source, index = write(tmp_path / "in", pair("1946/a") | pair("1947/a")), tmp_path / "index"
    build(index, source / "1947")
    build(index, source)
    build(index, source, rebuild=True)
    assert documents(index) == {"a": "1947/a.ru.txt", "1946/a": "1946/a.ru.txt"}


def test_moved_files_keep_their_ids(tmp_path: Path) -> None:
    source, index = write(tmp_path / "in", pair("1946/a") | pair("1947/a", "Пёс.", "Dog.")), tmp_path / "index"
    build(index, source)
    source.rename(tmp_path / "out")
    report = build(index, tmp_path / "out")
    assert (sorted(report.moved), report.added, report.unchanged) == (["1947/a", "a"], [], 0)
    assert build(index, tmp_path / "out").unchanged == 2
    assert stored(index)[1].path == str(tmp_path / "out" / "1946" / "a.ru.txt")
    assert bisearch.check(index) == []


def test_an_index_moved_with_its_sources_recognizes_them(tmp_path: Path) -> None:
    project = tmp_path / "project"
    write(project / "in", pair("a"))
    build(project / "index", project / "in")
    moved = project.rename(tmp_path / "copy")
    write(moved / "in", pair("a", "Пёс лает.", "The dog barks."))
    assert build(moved / "index", moved / "in").changed == ["a"]


def test_runs_from_other_working_directories_recognize_the_sources(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, index = write(tmp_path / "in", pair("1946/a")), tmp_path / "index"
    monkeypatch.chdir(tmp_path)
    build(index, Path("in"))
    monkeypatch.chdir(source)
    assert build(index, Path("1946")).unchanged == 1


def test_a_text_that_gets_its_translation_keeps_its_id(tmp_path: Path) -> None:
    source, index = write(tmp_path / "in", {"a_en.txt": EN}), tmp_path / "index"
    build(index, source)
    write(source, {"a_ru.txt": RU})
    assert build(index, source).changed == ["a_en"]
    assert documents(index) == {"a_en": "in/a_ru.txt"}


def test_a_document_that_becomes_part_of_another_is_removed(tmp_path: Path) -> None:
    source, index = write(tmp_path / "in", {"a_original.txt": EN, "a_translation.txt": EN}), tmp_path / "index"
    build(index, source)
    write(source, {"a_original.txt": RU})
    report = build(index, source)
    assert (report.changed, report.removed) == (["a_original"], ["a_translation"])


def test_translations_of_one_original_know_each_other(tmp_path: Path) -> None:
    source, index = write(tmp_path / "in", pair("x") | {"x.en2.txt": "A cat is asleep."}), tmp_path / "index"
    build(index, source)
    assert build(index, source).unchanged == 2
    (source / "x.en2.txt").rename(source / "x.en3.txt")
    report = build(index, source, prune=True)
    assert (report.added, report.changed, report.removed) == (["x.en3"], ["x"], ["x.en2"])
    assert {metadata.id: metadata.fields for metadata in stored(index)} == {
        "x": {"related_documents": "x.en3"},
        "x.en3": {"related_documents": "x"},
    }


def test_an_id_with_a_slash_can_be_shown_and_filtered(tmp_path: Path) -> None:
    source, index = write(tmp_path / "in", pair("1946/a") | pair("1947/a")), tmp_path / "index"
    build(index, source)
    with bisearch.open(index) as opened:
        for query in ("id:1947/a", "id:1947/*", 'id:"1947/a"', "кот id:1947/a"):
            results = opened.search(query, bisearch.SearchOptions(group="passage"))
            assert {hit.document.id for hit in results} == {"1947/a"}


FILES = [
    f"{folder}{name}" for folder in ("", "a/", "b/", "a/b/") for name in ("1.md", "1.en.txt", "1.jsonl", "2_en.txt")
]


@settings(max_examples=8, deadline=None)
@given(st.lists(st.sampled_from(FILES), unique=True, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_no_document_is_lost_in_any_order_of_runs(names: list[str], random: Random) -> None:
    with TemporaryDirectory() as temporary:
        source, index = Path(temporary, "in"), Path(temporary, "index")
        write(source, {name: json.dumps({"id": "1", "text_en": name}) if "json" in name else name for name in names})
        ids: dict[str, str] = {}
        order = [*names, *names]
        random.shuffle(order)
        for name in order:
            build(index, source / name)
            found = {metadata.path: metadata.id for metadata in stored(index)}
            assert ids.items() <= found.items()
            assert len(found) == len(ids | found)
            ids = found
        assert set(ids) == {str(source / name) for name in names}
        assert build(index, source).unchanged == len(names)
