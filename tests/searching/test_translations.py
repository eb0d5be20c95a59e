"""The translations that users get from an index: of a word, from an imported dictionary, as an exported table."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import bisearch
from bisearch.indexing.build import build
from bisearch.indexing.dictionary_import import import_dictionary
from bisearch.indexing.options import BuildOptions

if TYPE_CHECKING:
    from pathlib import Path


def run(*args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "bisearch", *args], capture_output=True, text=True, check=False)


@pytest.fixture
def own(index_folder: Path, tmp_path: Path) -> Path:
    """Return an index of the archive that may be written to."""
    return shutil.copytree(index_folder, tmp_path / "own")


@pytest.fixture
def dictionary(tmp_path: Path) -> Path:
    path = tmp_path / "words.tsv"
    path.write_text("служить\tofficiate\nпечь\tstove\nпечка\tstove\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(("word", "ru", "en"), [("энергией", "энергия", "energy"), ("energy", "энергия", "energy")])
def test_a_word_of_either_language_in_any_form_has_translations(
    index: bisearch.Index, word: str, ru: str, en: str
) -> None:
    best = index.translate(word)[0]
    assert (best.ru, best.en) == (ru, en)
    assert 0.5 < best.to_en <= 1
    assert 0.5 < best.to_ru <= 1
    assert best.beads == 2
    assert best.dictionaries == ()


def test_the_example_of_a_translation_has_both_words_marked(index: bisearch.Index) -> None:
    hit = index.translate("энергия")[0].example
    assert hit is not None
    assert hit.passage.ru is not None
    assert hit.passage.en is not None
    assert [hit.passage.ru.text[mark.start : mark.end] for mark in hit.marks_ru] in (["энергией"], ["энергии"])
    assert [hit.passage.en.text[mark.start : mark.end] for mark in hit.marks_en] == ["energy"]


def test_a_word_that_the_archive_lacks_has_no_translation(index: bisearch.Index) -> None:
    assert index.translate("бегемот") == []
    with pytest.raises(bisearch.QueryError):
        index.translate("1946")


def test_searches_use_an_imported_dictionary_also_after_a_rebuild(own: Path, archive: Path, dictionary: Path) -> None:
    def found(word: str) -> list[str]:
        with bisearch.open(own) as index:
            return [hit.document.id for hit in index.search(word)]

    assert found("officiate") == []
    report = import_dictionary(dictionary, own)
    assert (report.name, report.pairs, report.used) == ("words", 3, 0)
    assert found("officiate") == ["note-3"]
    assert found("печка") == ["memo-4"]
    build([archive], own, BuildOptions(rebuild=True))
    assert found("officiate") == ["note-3"]
    with bisearch.open(own) as index:
        (stove,) = index.translate("печка")
    assert (stove.beads, stove.dictionaries, stove.example) == (0, ("words",), None)


def test_a_dictionary_replaces_one_of_the_same_name(own: Path, dictionary: Path) -> None:
    import_dictionary(dictionary, own)
    dictionary.write_text("кот\tcat\n", encoding="utf-8")
    import_dictionary(dictionary, own)
    with bisearch.open(own) as index:
        assert index.translate("officiate") == []
        assert [each.en for each in index.translate("кот")] == ["cat"]


def test_a_malformed_dictionary_leaves_the_index_unchanged(own: Path, tmp_path: Path) -> None:
    faulty = tmp_path / "faulty.tsv"
    faulty.write_text("nothing here\n", encoding="utf-8")
    before = (own / "manifest.json").read_bytes()
    done = run("lexicon", "import", str(faulty), "--index", str(own))
    assert done.returncode == 1
    assert "faulty.tsv:1" in done.stderr
    assert (own / "manifest.json").read_bytes() == before
    with pytest.raises(bisearch.IndexMissingError):
        import_dictionary(faulty, tmp_path / "none")


def test_the_lexicon_commands_import_and_export_a_dictionary(own: Path, dictionary: Path, tmp_path: Path) -> None:
    done = run("lexicon", "import", str(dictionary), "--index", str(own), "--json")
    assert json.loads(done.stdout) == {"name": "words", "pairs": 3, "used": 0}
    with bisearch.open(own) as index:
        assert any(row[0] == "12" for row in index.table())  # which no dictionary has, and the export leaves out
    exported = tmp_path / "exported.tsv"
    exported.write_text(run("lexicon", "export", "--index", str(own)).stdout, encoding="utf-8")
    lines = exported.read_text(encoding="utf-8").splitlines()
    assert all(len(line.split("\t")) == 5 for line in lines)
    assert "служить\tofficiate\t1.0000\t1.0000\t0" in lines
    assert import_dictionary(exported, own).pairs > 0.95 * len(lines)  # a few lemmas have a lemma of their own
    shown = run("translate", "энергия", "--index", str(own), "-n1")
    assert shown.returncode == 0
    assert "энергия = energy" in shown.stdout
    assert "**energy**" in shown.stdout
    record = json.loads(run("translate", "energy", "--index", str(own), "--json").stdout)
    assert record["word"] == "energy"
    assert record["equivalents"][0]["example"]["passage"]["en"]["marks"]
    assert run("translate", "бегемот", "--index", str(own)).returncode == 1
