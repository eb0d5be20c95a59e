from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import bisearch
from bisearch.engines.registry import ENGINES
from bisearch.storage.index_folder import IndexFolder

if TYPE_CHECKING:
    from pathlib import Path

RU, EN = "Смит вернулся в Москву.", "Smith returned to Moscow."


def source(folder: Path, **texts: str) -> Path:
    """Text pairs: NAME=Russian text, each with the same English."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.ru.txt").write_text(text, encoding="utf-8")
        (folder / f"{name}.en.txt").write_text(EN, encoding="utf-8")
    return folder


def ids(index: Path, query: str = "Smith") -> set[str]:
    with bisearch.open(index) as opened:
        return {hit.document.id for hit in opened.search(query)}


def generation(index: Path) -> int:
    return IndexFolder(index).manifest().generation


def test_only_new_and_changed_documents_are_taken(tmp_path: Path) -> None:
    texts, index = tmp_path / "texts", tmp_path / "index"
    first = bisearch.build([source(texts, a=RU, b=RU)], index)
    assert (first.added, first.changed, first.unchanged) == (["a", "b"], [], 0)
    second = bisearch.build([source(texts, b=RU + " Он болен.", c=RU)], index)
    assert (second.added, second.changed, second.unchanged) == (["c"], ["b"], 1)
    assert ids(index, "ru:болен") == {"b"}
    assert ids(index) == {"a", "b", "c"}


def test_the_lexicon_is_the_same_from_the_beads_of_this_run_and_from_those_read_back(tmp_path: Path) -> None:
    texts, index = source(tmp_path / "texts", b=RU, c=RU + " Он болен.", a=RU), tmp_path / "index"
    bisearch.build([texts], index)
    with bisearch.open(index) as opened:
        table = opened.table()
    assert any(beads for *_, beads in table)
    (texts / "d.en.txt").write_text("Smith returned.", encoding="utf-8")
    bisearch.build([texts], index)
    with bisearch.open(index) as opened:
        assert opened.table() == table


def test_a_run_with_nothing_new_writes_nothing(tmp_path: Path) -> None:
    texts, index = source(tmp_path / "texts", a=RU), tmp_path / "index"
    bisearch.build([texts], index)
    before = {path: path.stat().st_mtime_ns for path in index.rglob("*") if path.name not in {"writer.lock", "index"}}
    report = bisearch.build([texts], index)
    assert not report.is_changed
    assert before == {path: path.stat().st_mtime_ns for path in before}
    assert generation(index) == 1


def test_vanished_documents_go_only_when_asked(tmp_path: Path) -> None:
    texts, index = source(tmp_path / "texts", a=RU, b=RU), tmp_path / "index"
    bisearch.build([texts], index)
    for side in ("ru", "en"):
        (texts / f"b.{side}.txt").unlink()
    bisearch.build([texts], index)
    assert ids(index) == {"a", "b"}
    report = bisearch.build([texts], index, bisearch.BuildOptions(prune=True))
    assert report.removed == ["b"]
    assert ids(index) == {"a"}


def test_a_bad_file_is_named_and_the_rest_is_indexed(tmp_path: Path) -> None:
    texts, index = source(tmp_path / "texts", a=RU), tmp_path / "index"
    (texts / "broken.jsonl").write_text('{"id": "x", "text_ru": "Слово."}\n{oops\n', encoding="utf-8")
    report = bisearch.build([texts], index)
    (fault,) = report.left_out
    assert (fault.path, fault.line) == (str(texts / "broken.jsonl"), 2)
    assert set(report.added) == {"a", "x"}


def test_a_document_whose_file_turned_bad_is_not_pruned(tmp_path: Path) -> None:
    texts, index = tmp_path / "texts", tmp_path / "index"
    texts.mkdir()
    (texts / "records.jsonl").write_text(json.dumps({"id": "x", "text_en": EN}), encoding="utf-8")
    bisearch.build([texts], index)
    (texts / "records.jsonl").write_text("{oops", encoding="utf-8")
    bisearch.build([texts], index, bisearch.BuildOptions(prune=True))
    assert ids(index) == {"x"}


def test_strict_stops_with_nothing_changed(tmp_path: Path) -> None:
    texts, index = source(tmp_path / "texts", a=RU), tmp_path / "index"
    bisearch.build([texts], index)
    (source(texts, b=RU) / "z.jsonl").write_text("{oops", encoding="utf-8")
    with pytest.raises(bisearch.SourceError):
        bisearch.build([texts], index, bisearch.BuildOptions(strict=True))
    assert generation(index) == 1
    assert ids(index) == {"a"}
    assert len(list(index.glob("generation-*"))) == 1


def test_an_opened_index_shows_what_was_committed_when_it_was_opened(tmp_path: Path) -> None:
    texts, index = source(tmp_path / "texts", a=RU), tmp_path / "index"
    bisearch.build([texts], index)
    with bisearch.open(index) as opened:
        bisearch.build([source(texts, b=RU)], index)
        assert opened.search("Smith").total == 1
    assert ids(index) == {"a", "b"}


def test_rebuild_makes_the_index_anew_whatever_is_there(tmp_path: Path) -> None:
    texts, index = source(tmp_path / "texts", a=RU), tmp_path / "index"
    bisearch.build([texts], index)
    (index / "manifest.json").write_text("{")
    with pytest.raises(bisearch.IndexDamagedError):
        bisearch.build([texts], index)
    bisearch.build([texts], index, bisearch.BuildOptions(rebuild=True))
    assert ids(index) == {"a"}
    assert bisearch.check(index) == []


@pytest.mark.parametrize("rebuild", [False, True])
def test_a_run_that_finds_nothing_makes_no_index_and_empties_none(tmp_path: Path, rebuild: bool) -> None:  # noqa: FBT001
    empty, index = tmp_path / "empty", tmp_path / "index"
    empty.mkdir()
    options = bisearch.BuildOptions(rebuild=rebuild)
    assert not bisearch.build([empty], index, options).is_changed
    with pytest.raises(bisearch.IndexMissingError):
        bisearch.open(index)
    bisearch.build([source(tmp_path / "texts", a=RU)], index)
    assert not bisearch.build([empty], index, options).is_changed
    assert (generation(index), ids(index)) == (1, {"a"})


@pytest.mark.parametrize("options", [bisearch.BuildOptions(prune=True), bisearch.BuildOptions(rebuild=True)])
def test_a_mistyped_path_stops_what_would_remove_documents(tmp_path: Path, options: bisearch.BuildOptions) -> None:
    texts, index = source(tmp_path / "texts", a=RU), tmp_path / "index"
    bisearch.build([texts], index)
    with pytest.raises(bisearch.SourceError, match=r"tpyo: no such file or folder"):
        bisearch.build([texts, tmp_path / "tpyo"], index, options)
    assert (generation(index), ids(index)) == (1, {"a"})


def test_a_folder_that_is_empty_all_at_once_is_not_pruned(tmp_path: Path) -> None:
    texts, other, index = source(tmp_path / "texts", a=RU), source(tmp_path / "other", b=RU), tmp_path / "index"
    bisearch.build([texts, other], index)
    for file in texts.iterdir():
        file.unlink()
    with pytest.raises(bisearch.SourceError, match=r"texts: no document is left .* has 1 .*--rebuild"):
        bisearch.build([texts, other], index, bisearch.BuildOptions(prune=True))
    with pytest.raises(bisearch.SourceError, match=r"texts: no document in it"):
        bisearch.build([texts, other], index, bisearch.BuildOptions(rebuild=True))
    assert ids(index) == {"a", "b"}
    bisearch.build([other / "b.en.txt"], index, bisearch.BuildOptions(rebuild=True))
    assert ids(index) == {"b"}


def test_only_documents_of_the_paths_given_are_pruned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts, index = source(tmp_path / "texts", a=RU, b=RU), tmp_path / "index"
    bisearch.build([texts, source(tmp_path / "texts-2", c=RU)], index)
    for side in ("ru", "en"):
        (texts / f"b.{side}.txt").unlink()
    monkeypatch.chdir(tmp_path)
    assert bisearch.build(["texts"], index, bisearch.BuildOptions(prune=True)).removed == ["b"]
    assert ids(index) == {"a", "c"}


def test_the_same_texts_give_the_same_hits_whatever_the_order(tmp_path: Path) -> None:
    one, two = source(tmp_path / "one", a=RU, b=RU), source(tmp_path / "two", c=RU, d=RU)
    bisearch.build([one, two], tmp_path / "first")
    bisearch.build([two], tmp_path / "second")
    bisearch.build([one], tmp_path / "second")

    def hits(index: Path) -> list[tuple[str, int, float]]:
        with bisearch.open(index) as opened:
            return [(hit.document.id, hit.passage.number, hit.score) for hit in opened.search("Смит Moscow")]

    assert hits(tmp_path / "first") == hits(tmp_path / "second")


def test_nothing_is_built_on_damage(tmp_path: Path) -> None:
    texts, index = source(tmp_path / "texts", a=RU), tmp_path / "index"
    bisearch.build([texts], index)
    (victim,) = index.glob("generation-*/documents.sqlite")
    victim.write_bytes(victim.read_bytes()[:-1] + b"x")
    with pytest.raises(bisearch.IndexDamagedError, match=r"documents.sqlite.*--rebuild"):
        bisearch.build([source(texts, b=RU)], index)
    bisearch.build([texts], index, bisearch.BuildOptions(rebuild=True))
    assert ids(index) == {"a", "b"}


def test_what_a_fault_hides_is_not_pruned(tmp_path: Path) -> None:
    texts, index = source(tmp_path / "disk" / "texts", a=RU), tmp_path / "index"
    other = source(tmp_path / "other", b=RU, c=RU)
    prune = bisearch.BuildOptions(prune=True)
    bisearch.build([texts, other], index)
    # The disk cannot be read; of a pair the translation has turned bad.
    (texts / "a.ru.txt").write_bytes(b"\0\1\2")
    (other / "b.en.txt").write_bytes(b"\0\1\2")
    (other / "c.en.txt").unlink()
    (other / "c.ru.txt").unlink()
    report = bisearch.build([texts, other], index, prune)
    assert report.removed == ["c"]
    assert ids(index, "id:*") == {"a", "b"}


def test_an_index_of_another_dictionary_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts, index = source(tmp_path / "texts", a=RU), tmp_path / "index"
    bisearch.build([texts], index)
    monkeypatch.setattr("bisearch.analysis.lemmatizer.VERSION", 99)
    with pytest.raises(bisearch.IndexVersionError, match=r"made with forms \d+.*this is forms 99.*--rebuild"):
        bisearch.build([source(texts, b=RU + " Неведомое слово.")], index)
    assert ids(index) == {"a"}


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


def test_another_engine_than_the_index_has_is_refused(tmp_path: Path) -> None:
    texts, index = source(tmp_path / "texts", a=RU), tmp_path / "index"
    bisearch.build([texts], index)
    with pytest.raises(bisearch.IndexVersionError, match=r"engine whoosh, not tantivy.*--rebuild --engine tantivy"):
        bisearch.build([texts], index, bisearch.BuildOptions(engine="tantivy"))


def test_an_index_of_an_unknown_engine_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts, index = source(tmp_path / "texts", a=RU), tmp_path / "index"
    bisearch.build([texts], index)
    monkeypatch.setattr("bisearch.engines.registry.ENGINES", ("none",))
    with pytest.raises(bisearch.IndexVersionError, match=r"made with the engine 'whoosh'.*--rebuild"):
        bisearch.open(index)
    with pytest.raises(bisearch.IndexVersionError, match=r"made with the engine 'whoosh'.*--rebuild"):
        bisearch.build([texts], index)


def test_that_an_index_has_grown_large_for_whoosh_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bisearch.indexing.build.LARGE", 2)
    texts = tmp_path / "texts"
    told = []
    for engine in ("whoosh", "tantivy"):
        options = bisearch.BuildOptions(engine=engine)
        for name in ("a", "b", "c", "d"):
            report = bisearch.build([source(texts, **{name: RU})], tmp_path / engine, options)
            told.append(report.is_large_for_engine)
        texts = tmp_path / "other"
    assert told == [False, False, True, False, False, False, False, False]


@pytest.mark.parametrize("engine", ENGINES)
def test_with_every_engine_readers_keep_what_they_opened_and_files_stay_sound(tmp_path: Path, engine: str) -> None:
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


def test_two_builds_of_the_same_give_the_same_order(tmp_path: Path) -> None:
    names = {f"d{number}": f"Смит вернулся в Москву {number % 7} раз." for number in range(40)}
    texts = source(tmp_path / "texts", **names)
    for engine in ENGINES:
        found = []
        for place in ("one", "two"):
            index = tmp_path / f"{engine}-{place}"
            bisearch.build([texts], index, bisearch.BuildOptions(engine=engine))
            with bisearch.open(index) as opened:
                found.append([(hit.document.id, hit.score) for hit in opened.search("Смит Москва 3", limit=25)])
        assert found[0] == found[1]
        assert len(found[0]) == 25


def test_the_index_itself_is_no_source(tmp_path: Path) -> None:
    (tmp_path / "a.ru.txt").write_text("Смит прибыл.", encoding="utf-8")
    index = tmp_path / "index"
    bisearch.build([tmp_path], index)
    (index / "tables").mkdir()
    (index / "tables" / "equivalents.txt").write_text("тов. | Cde.\n", encoding="utf-8")
    report = bisearch.build([tmp_path], index)
    assert (report.unchanged, report.added, report.left_out, dict(report.passed_over)) == (1, [], [], {})
