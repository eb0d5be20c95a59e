"""Builds and updates: what is added, reported, refused, and that the result does not depend on how it was built."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING

import pytest

import bisearch
from bisearch.engines.registry import LOCAL_ENGINES, MAX_PASSAGES
from bisearch.storage.identity import Identity
from bisearch.storage.index_folder import IndexFolder

if TYPE_CHECKING:
    from pathlib import Path

RU, EN = "Смит вернулся в Москву.", "Smith returned to Moscow."


def source(folder: Path, **texts: str) -> Path:
    """Write text pairs, NAME=Russian text, each with the same English text; return their folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.ru.txt").write_text(text, encoding="utf-8")
        (folder / f"{name}.en.txt").write_text(EN, encoding="utf-8")
    return folder


def records(folder: Path, count: int) -> Path:
    """Write documents with and without alignment, each with words of its own; return their folder."""
    folder.mkdir()
    with (folder / "records.jsonl").open("w", encoding="utf-8") as file:
        for number in range(count):
            name = "бвгджзклмн"[number % 10] * 2 + "о" * (1 + number // 10)
            ru, en = f"Посол {name} вернулся 20.XI.46г. Он болен.", f"Ambassador {number} returned. He is ill."
            record: dict[str, object] = {"id": f"d{number:04}", "title": f"Cable {name}", "text_ru": ru, "text_en": en}
            if number % 3 == 0:
                record |= {"sentences_ru": [[0, len(ru)]], "sentences_en": [[0, len(en)]], "beads": [[[0], [0]]]}
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return folder


def ids(index: Path, query: str = "Smith") -> set[str]:
    with bisearch.open(index) as opened:
        results = opened.search(query, bisearch.SearchOptions(group="passage"))
        return {hit.document.id for hit in results}


def generation(index: Path) -> int:
    return IndexFolder(index).manifest().generation


def tables(index: Path, file: str) -> list[str]:
    (path,) = index.glob(f"generation-*/{file}")
    return list(sqlite3.connect(path).iterdump())


def hits(index: Path, *queries: str) -> list[tuple[str, int, float]]:
    with bisearch.open(index) as opened:
        found = [opened.search(query, limit=100) for query in queries]
        return [(hit.document.id, hit.passage.number, hit.score) for results in found for hit in results]


def test_only_new_and_changed_documents_are_added(tmp_path: Path) -> None:
    texts, index = tmp_path / "texts", tmp_path / "index"
    first = bisearch.build([source(texts, a=RU, b=RU)], index)
    assert (first.added, first.changed, first.unchanged) == (["a", "b"], [], 0)
    second = bisearch.build([source(texts, b=RU + " Он болен.", c=RU)], index)
    assert (second.added, second.changed, second.unchanged) == (["c"], ["b"], 1)
    assert ids(index, "ru:болен") == {"b"}
    assert ids(index) == {"a", "b", "c"}


def test_a_build_without_changes_writes_nothing(tmp_path: Path) -> None:
    texts, index = source(tmp_path / "texts", a=RU), tmp_path / "index"
    bisearch.build([texts], index)
    before = {path: path.stat().st_mtime_ns for path in index.rglob("*") if path.name not in {"writer.lock", "index"}}
    report = bisearch.build([texts], index)
    assert not report.is_changed
    assert before == {path: path.stat().st_mtime_ns for path in before}
    assert generation(index) == 1


@pytest.mark.parametrize("rebuild", [False, True])
def test_a_build_without_documents_creates_no_index_and_changes_none(tmp_path: Path, rebuild: bool) -> None:  # noqa: FBT001
    empty, index = tmp_path / "empty", tmp_path / "index"
    empty.mkdir()
    options = bisearch.BuildOptions(rebuild=rebuild)
    assert not bisearch.build([empty], index, options).is_changed
    with pytest.raises(bisearch.IndexMissingError):
        bisearch.open(index)
    bisearch.build([source(tmp_path / "texts", a=RU)], index)
    assert not bisearch.build([empty], index, options).is_changed
    assert (generation(index), ids(index)) == (1, {"a"})


def test_the_index_folder_is_not_read_as_a_source(tmp_path: Path) -> None:
    (tmp_path / "a.ru.txt").write_text("Смит прибыл.", encoding="utf-8")
    index = tmp_path / "index"
    bisearch.build([tmp_path], index)
    (index / "tables").mkdir()
    (index / "tables" / "equivalents.txt").write_text("тов. | Cde.\n", encoding="utf-8")
    report = bisearch.build([tmp_path], index)
    assert (report.unchanged, report.added, report.left_out, dict(report.passed_over)) == (1, [], [], {})


def test_a_malformed_line_is_reported_and_the_rest_is_indexed(tmp_path: Path) -> None:
    texts, index = source(tmp_path / "texts", a=RU), tmp_path / "index"
    (texts / "broken.jsonl").write_text('{"id": "x", "text_ru": "Слово."}\n{oops\n', encoding="utf-8")
    report = bisearch.build([texts], index)
    (fault,) = report.left_out
    assert (fault.path, fault.line) == (str(texts / "broken.jsonl"), 2)
    assert set(report.added) == {"a", "x"}


def test_strict_stops_at_the_first_error_and_changes_nothing(tmp_path: Path) -> None:
    texts, index = source(tmp_path / "texts", a=RU), tmp_path / "index"
    bisearch.build([texts], index)
    (source(texts, b=RU) / "z.jsonl").write_text("{oops", encoding="utf-8")
    with pytest.raises(bisearch.SourceError):
        bisearch.build([texts], index, bisearch.BuildOptions(strict=True))
    assert generation(index) == 1
    assert ids(index) == {"a"}
    assert len(list(index.glob("generation-*"))) == 1


def test_beads_in_memory_and_stored_beads_give_the_same_translation_table(tmp_path: Path) -> None:
    texts, index = source(tmp_path / "texts", b=RU, c=RU + " Он болен.", a=RU), tmp_path / "index"
    bisearch.build([texts], index)
    with bisearch.open(index) as opened:
        table = opened.table()
    assert any(beads for *_, beads in table)
    (texts / "d.en.txt").write_text("Smith returned.", encoding="utf-8")
    bisearch.build([texts], index)
    with bisearch.open(index) as opened:
        assert opened.table() == table


def test_an_open_index_does_not_show_later_commits(tmp_path: Path) -> None:
    texts, index = source(tmp_path / "texts", a=RU), tmp_path / "index"
    bisearch.build([texts], index)
    with bisearch.open(index) as opened:
        bisearch.build([source(texts, b=RU)], index)
        assert opened.search("Smith").total == 1
    assert ids(index) == {"a", "b"}


@pytest.mark.parametrize("engine", LOCAL_ENGINES)
def test_a_commit_does_not_change_the_files_of_the_one_before(tmp_path: Path, engine: str) -> None:
    texts, index = tmp_path / "texts", tmp_path / "index"
    options = bisearch.BuildOptions(engine=engine, prune=True)
    bisearch.build([source(texts, a=RU, b=RU)], index, options)
    with bisearch.open(index) as opened:
        files = {path: path.read_bytes() for path in index.glob("generation-000001/postings/*")}
        bisearch.build([source(texts, b="Смит болен.", c=RU)], index, options)
        assert {hit.document.id for hit in opened.search("ru:вернулся")} == {"a", "b"}
        assert {path: path.read_bytes() for path in index.glob("generation-000001/postings/*")} == files
    assert ids(index, "ru:вернулся") == {"a", "c"}
    for side in ("ru", "en"):
        (texts / f"a.{side}.txt").unlink()
    bisearch.build([texts], index, options)
    assert ids(index, "ru:вернулся") == {"c"}
    assert bisearch.check(index) == []
    with bisearch.open(index) as opened:
        assert opened.stats().engine == engine


def test_a_damaged_index_is_rebuilt_but_not_updated(tmp_path: Path) -> None:
    texts, index = source(tmp_path / "texts", a=RU), tmp_path / "index"
    bisearch.build([texts], index)
    (victim,) = index.glob("generation-*/documents.sqlite")
    victim.write_bytes(victim.read_bytes()[:-1] + b"x")
    with pytest.raises(bisearch.IndexDamagedError, match=r"documents.sqlite.*--rebuild"):
        bisearch.build([source(texts, b=RU)], index)
    bisearch.build([texts], index, bisearch.BuildOptions(rebuild=True))
    assert ids(index) == {"a", "b"}


def test_rebuild_replaces_an_index_whose_manifest_is_damaged(tmp_path: Path) -> None:
    texts, index = source(tmp_path / "texts", a=RU), tmp_path / "index"
    bisearch.build([texts], index)
    (index / "manifest.json").write_text("{")
    with pytest.raises(bisearch.IndexDamagedError):
        bisearch.build([texts], index)
    bisearch.build([texts], index, bisearch.BuildOptions(rebuild=True))
    assert ids(index) == {"a"}
    assert bisearch.check(index) == []


@pytest.mark.parametrize("is_readable", [True, False])
def test_a_rebuild_keeps_the_engine(tmp_path: Path, is_readable: bool) -> None:  # noqa: FBT001
    texts, index = source(tmp_path / "texts", a=RU), tmp_path / "index"
    bisearch.build([texts], index, bisearch.BuildOptions(engine="tantivy"))
    manifest = (index / "manifest.json").read_text()
    (index / "manifest.json").write_text(manifest if is_readable else manifest.replace('"format": ', '"format": 9'))
    bisearch.build([texts], index, bisearch.BuildOptions(rebuild=True))
    assert IndexFolder(index).manifest().engine == "tantivy"
    bisearch.build([texts], index, bisearch.BuildOptions(rebuild=True, engine="whoosh"))
    assert IndexFolder(index).manifest().engine == "whoosh"


def test_another_engine_needs_a_rebuild(tmp_path: Path) -> None:
    texts, index = source(tmp_path / "texts", a=RU), tmp_path / "index"
    bisearch.build([texts], index)
    with pytest.raises(
        bisearch.IndexVersionError, match=r"built with engine whoosh, not tantivy.*--rebuild --engine tantivy"
    ):
        bisearch.build([texts], index, bisearch.BuildOptions(engine="tantivy"))


def test_an_index_of_an_unknown_engine_needs_a_rebuild(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts, index = source(tmp_path / "texts", a=RU), tmp_path / "index"
    bisearch.build([texts], index)
    monkeypatch.setattr("bisearch.engines.registry.ENGINES", ("none",))
    with pytest.raises(bisearch.IndexVersionError, match=r"built with engine 'whoosh'.*--rebuild"):
        bisearch.open(index)
    with pytest.raises(bisearch.IndexVersionError, match=r"built with engine 'whoosh'.*--rebuild"):
        bisearch.build([texts], index)


def test_an_index_of_other_dictionaries_is_not_updated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts, index = source(tmp_path / "texts", a=RU), tmp_path / "index"
    bisearch.build([texts], index)
    monkeypatch.setattr("bisearch.analysis.fingerprint.VERSION", 99)
    with pytest.raises(bisearch.IndexVersionError, match=r"built with forms \d+.*has forms 99.*bisearch upgrade"):
        bisearch.build([source(texts, b=RU + " Неведомое слово.")], index)
    monkeypatch.undo()
    assert ids(index) == {"a"}


def test_only_the_build_that_makes_a_whoosh_index_large_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(MAX_PASSAGES, "whoosh", 2)
    texts = tmp_path / "texts"
    is_large = []
    for engine in ("whoosh", "tantivy"):
        options = bisearch.BuildOptions(engine=engine)
        for name in ("a", "b", "c", "d"):
            report = bisearch.build([source(texts, **{name: RU})], tmp_path / engine, options)
            is_large.append(report.is_large_for_engine)
        texts = tmp_path / "other"
    assert is_large == [False, False, True, False, False, False, False, False]


def test_hits_do_not_depend_on_the_order_of_builds(tmp_path: Path) -> None:
    one, two = source(tmp_path / "one", a=RU, b=RU), source(tmp_path / "two", c=RU, d=RU)
    bisearch.build([one, two], tmp_path / "first")
    bisearch.build([two], tmp_path / "second")
    bisearch.build([one], tmp_path / "second")
    assert hits(tmp_path / "first", "Смит Moscow") == hits(tmp_path / "second", "Смит Moscow")


def test_two_builds_of_the_same_sources_rank_alike(tmp_path: Path) -> None:
    names = {f"d{number}": f"Смит вернулся в Москву {number % 7} раз." for number in range(40)}
    texts = source(tmp_path / "texts", **names)
    for engine in LOCAL_ENGINES:
        found = []
        for place in ("one", "two"):
            index = tmp_path / f"{engine}-{place}"
            bisearch.build([texts], index, bisearch.BuildOptions(engine=engine))
            with bisearch.open(index) as opened:
                found.append([(hit.document.id, hit.score) for hit in opened.search("Смит Москва 3", limit=25)])
        assert found[0] == found[1]
        assert len(found[0]) == 25


@pytest.mark.parametrize("engine", LOCAL_ENGINES)
def test_the_index_does_not_depend_on_the_number_of_processes(
    tmp_path: Path, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bisearch.indexing.batches.MIN_SIZE", 300)
    monkeypatch.setattr("bisearch.indexing.batches.MIN_SIZE_TO_ALIGN", 400)
    same = Identity("0" * 32, "1" * 32)  # otherwise random, and covered by the checksums of rows
    monkeypatch.setattr(Identity, "of_new_commit", lambda *_: same)
    sources = records(tmp_path / "sources", 40)
    indexes = [tmp_path / f"by-{jobs}" for jobs in (1, 3)]
    reports = [
        bisearch.build([sources], index, bisearch.BuildOptions(engine=engine, jobs=jobs))
        for index, jobs in zip(indexes, (1, 3), strict=True)
    ]
    assert reports[0].added == reports[1].added
    assert (reports[0].passages, reports[0].tokens) == (reports[1].passages, reports[1].tokens)
    for file in ("documents.sqlite", "vocabulary.sqlite"):
        assert tables(indexes[0], file) == tables(indexes[1], file)
    queries = ("посол", "returned ill", "@1946", "бб~")
    assert hits(indexes[0], *queries) == hits(indexes[1], *queries)


def test_every_phase_after_reading_is_reported(tmp_path: Path) -> None:
    phases: list[str] = []
    bisearch.build(
        [source(tmp_path / "texts", a=RU)], tmp_path / "index", on_phase=lambda phase, _share: phases.append(phase)
    )
    assert list(dict.fromkeys(phases)) == [
        "aligning and analysing", "writing postings", "writing words", "learning translations", "committing",
    ]  # fmt: skip
