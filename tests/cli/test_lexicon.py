"""`bisearch lexicon import` and `export` as processes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import bisearch
from bisearch.analysis.lemmatizer import Lemmatizer
from bisearch.lexicon.dictionary_entries import read_entries

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from subprocess import CompletedProcess

    Run = Callable[..., CompletedProcess[str]]


def test_import_reports_the_pairs_and_how_many_the_index_uses(run: Run, archive: Path, tmp_path: Path) -> None:
    index, dictionary = tmp_path / "index", tmp_path / "terms.tsv"
    dictionary.write_text("атом\tatom\nэнергия\tenergy\n", encoding="utf-8")
    run("index", archive, "--index", index)
    done = run("lexicon", "import", dictionary, "--index", index)
    assert (done.returncode, done.stdout) == (0, f"{index}: terms: 2 pairs, 1 with both words in the index\n")
    record = json.loads(run("lexicon", "import", dictionary, "--index", index, "--json").stdout)
    assert record == {"name": "terms", "pairs": 2, "used": 1}


def test_import_of_an_unreadable_dictionary_exits_with_1(run: Run, index_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.tsv").write_text("", encoding="utf-8")
    done = run("lexicon", "import", tmp_path / "empty.tsv", "--index", index_folder)
    assert done.returncode == 1
    assert "empty.tsv: empty" in done.stderr


def test_export_prints_word_pairs_only_and_can_be_imported(run: Run, index_folder: Path, tmp_path: Path) -> None:
    exported = run("lexicon", "export", "--index", index_folder).stdout
    rows = [line.split("\t") for line in exported.splitlines()]
    assert rows
    assert all(len(row) == 5 for row in rows)
    with bisearch.open(index_folder) as index:
        assert [row[:2] for row in rows] == [[ru, en] for ru, en, *_ in index.table(words_only=True)]
        assert any(ru.isdigit() for ru, *_ in index.table())
    assert not any(ru.isdigit() for ru, *_ in rows)
    (tmp_path / "exported.tsv").write_text(exported, encoding="utf-8")
    assert read_entries(tmp_path / "exported.tsv", Lemmatizer())
