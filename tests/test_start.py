"""Which modules a command loads; unlike seconds, they are the same on every machine."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import bisearch

if TYPE_CHECKING:
    from pathlib import Path

# Needed only for indexing, its progress, words that the index lacks, and fuzzy words.
HEAVY = {"pymorphy3", "nltk", "numpy", "rich", "rapidfuzz", "charset_normalizer", "defusedxml", "yaml"}
# Needed only for writing.
WRITING = {"socket", "multiprocessing", "bisearch.indexing.build", "bisearch.analysis.casing"}
# Needed only for some queries.
SELDOM = {
    "base64", "calendar", "bisearch.places", "bisearch.notation.dates", "bisearch.notation.date_mentions",
    "bisearch.notation.shelfmarks", "bisearch.query.mending", "bisearch.searching.document_ranking",
    "bisearch.searching.facet_columns", "bisearch.searching.passage_lookup", "bisearch.similarity.ocr_confusion",
    "bisearch.similarity.pass_join", "bisearch.storage.signature",
}  # fmt: skip
REPORT = """
import sys
from bisearch.cli.main import main
code = main()
print(*sys.modules, file=sys.stderr)
sys.exit(code)
"""


def loaded(*args: object) -> set[str]:
    """Return the names of the modules loaded by the end of a command."""
    command = [sys.executable, "-c", REPORT, *map(str, args)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split())


def test_a_search_for_words_of_the_index_loads_nothing_heavy(index_folder: Path) -> None:
    modules = loaded("search", "--index", index_folder, "энергии energy")
    assert not HEAVY & modules
    assert not (WRITING | {"tantivy", "bisearch.alignment"}) & modules


def test_printing_columns_on_a_terminal_loads_nothing_heavy(index_folder: Path) -> None:
    """Nobody reads the other end of this pseudo-terminal: the output is shorter than its buffer."""
    main_end, terminal = os.openpty()
    command = [sys.executable, "-c", REPORT, "search", "--index", str(index_folder), "-n1", "энергии"]
    done = subprocess.run(command, stdout=terminal, stderr=subprocess.PIPE, encoding="utf-8", check=True)
    os.close(terminal)
    os.close(main_end)
    assert "bisearch.render.terminal" in done.stderr.split()
    assert not HEAVY & set(done.stderr.split())


def test_a_search_loads_no_module_that_its_query_does_not_need(index_folder: Path) -> None:
    """Dates, shelfmarks, facets, suggestions and mistakes have modules of their own."""
    modules = loaded("search", "--index", index_folder, "энергии energy")
    assert not SELDOM & modules
    for query, needed in {
        "20.XI.46": "bisearch.notation.date_mentions",
        "date:1946 энергии": "bisearch.notation.dates",
        'ref:"ф. 558"': "bisearch.notation.shelfmarks",
    }.items():
        done = subprocess.run(
            [sys.executable, "-c", REPORT, "search", "--index", str(index_folder), query],
            capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert needed in done.stderr.split()


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = "import sys, bisearch; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    modules = set(done.stdout.split())
    assert {each for each in modules if each.startswith("bisearch")} == {"bisearch", "bisearch.version"}
    assert not (HEAVY | {"click", "sqlite3", "whoosh", "tantivy", "scipy", "dataclasses"}) & modules


def test_a_search_in_a_program_that_has_scipy_and_nltk_loads_neither(index_folder: Path) -> None:
    code = """
import sys, bisearch
with bisearch.open(sys.argv[1]) as index:
    for query in ("энергии", "energy", "submarines", "дирижаблями", "zhvanetskys", "Smith~1", "atom*"):
        index.search(query)
print(*sys.modules)
"""
    command = [sys.executable, "-c", code, str(index_folder)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    assert not {"scipy", "nltk", "pymorphy3", "numpy"} & set(done.stdout.split())


def test_aligning_in_a_program_that_has_scipy_and_nltk_loads_neither() -> None:
    code = """
import sys, bisearch
bisearch.align("Енот спит. Гости громко поют.", "The raccoon sleeps. The guests are singing zhvanetskys loudly.")
print(*sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True, timeout=60)
    assert not {"scipy", "nltk"} & set(done.stdout.split())


def test_a_search_for_the_lemma_of_a_word_of_the_index_loads_nothing_heavy(index_folder: Path) -> None:
    assert not HEAVY & loaded("search", "--index", index_folder, "энергия")


def test_words_that_only_the_dictionaries_know_load_nothing_heavy(index_folder: Path) -> None:
    modules = loaded("search", "--index", index_folder, "энергии атомную дирижаблями submarines")
    assert not HEAVY & modules
    assert "bisearch.analysis.russian_dictionary" in modules


def test_an_unknown_english_word_loads_no_dictionary(index_folder: Path) -> None:
    assert not HEAVY & loaded("search", "--index", index_folder, "энергии zhvanetskys")


def test_an_unknown_russian_word_loads_pymorphy3_and_no_nltk(index_folder: Path) -> None:
    modules = loaded("search", "--index", index_folder, "энергии бутявками")
    assert "pymorphy3" in modules
    assert "nltk" not in modules


def test_help_loads_no_engine_and_no_database() -> None:
    modules = loaded("--help")
    assert not (HEAVY | {"whoosh", "sqlite3", "bisearch.searching", "bisearch.model"}) & modules
    assert not HEAVY & loaded("search", "--help")


def test_only_the_commands_that_measure_load_the_tools_for_it(index_folder: Path) -> None:
    tools = {"ir_measures", "scipy", "bisearch.evaluation"}
    assert not tools & loaded("search", "--index", index_folder, "энергии energy")
    for command in ("run", "evaluate", "compare"):
        assert not (tools | HEAVY) & loaded("bench", command, "--help")


def test_a_search_loads_only_the_engine_of_the_index(archive: Path, tmp_path: Path) -> None:
    pytest.importorskip("tantivy")
    bisearch.build([archive], tmp_path / "index", bisearch.BuildOptions(engine="tantivy"))
    modules = loaded("search", "--index", tmp_path / "index", "энергии")
    assert "tantivy" in modules
    assert not {"whoosh", "numpy", "shutil"} & modules


def test_little_garbage_is_collected_while_the_modules_of_a_search_load(index_folder: Path) -> None:
    """With Python's own threshold, it would be collected 24 times."""
    report = """
import gc, os
gc.collect()
gc.callbacks.append(lambda phase, _: os.write(2, b"collected ") if phase == "start" else None)
from bisearch.__main__ import main
main()
"""
    command = [sys.executable, "-c", report, "search", "--index", str(index_folder), "энергии"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stderr.split().count("collected") <= 12
