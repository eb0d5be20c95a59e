"""What a command loads before it answers: seconds differ from machine to machine, the modules do not."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import bisearch

if TYPE_CHECKING:
    from pathlib import Path

# What only indexing, its progress, new words or fuzzy ones need.
HEAVY = {"pymorphy3", "nltk", "numpy", "rich", "rapidfuzz", "charset_normalizer", "defusedxml"}
# What only writing needs, and much besides with it.
WRITING = {"socket", "multiprocessing", "bisearch.indexing.build", "bisearch.analysis.casing"}
REPORT = """
import sys
from bisearch.cli.main import main
code = main()
print(*sys.modules, file=sys.stderr)
sys.exit(code)
"""


def loaded(*args: object) -> set[str]:
    """Return the modules that a command has loaded when it is done."""
    command = [sys.executable, "-c", REPORT, *map(str, args)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split())


def test_a_search_for_words_of_the_index_loads_nothing_heavy(index_folder: Path) -> None:
    modules = loaded("search", "--index", index_folder, "энергии energy")
    assert not HEAVY & modules
    assert not (WRITING | {"tantivy", "bisearch.alignment"}) & modules


def test_a_terminal_gets_columns_without_anything_heavy(index_folder: Path) -> None:
    """The master end of a pseudo-terminal is never read here: what is printed is shorter than its buffer."""
    main_end, terminal = os.openpty()
    command = [sys.executable, "-c", REPORT, "search", "--index", str(index_folder), "-n1", "энергии"]
    done = subprocess.run(command, stdout=terminal, stderr=subprocess.PIPE, encoding="utf-8", check=True)
    os.close(terminal)
    os.close(main_end)
    assert "bisearch.render.terminal" in done.stderr.split()
    assert not HEAVY & set(done.stderr.split())


def test_a_word_as_dictionaries_have_it_loads_none(index_folder: Path) -> None:
    assert not HEAVY & loaded("search", "--index", index_folder, "энергия")


def test_a_word_that_the_index_never_had_loads_one_dictionary(index_folder: Path) -> None:
    modules = loaded("search", "--index", index_folder, "энергии атомную")
    assert "pymorphy3" in modules
    assert "bisearch.analysis.english" not in modules


def test_help_loads_no_engine_and_no_database() -> None:
    modules = loaded("--help")
    assert not (HEAVY | {"whoosh", "sqlite3", "bisearch.searching", "bisearch.model"}) & modules
    assert not HEAVY & loaded("search", "--help")


def test_an_index_loads_its_own_engine_only(archive: Path, tmp_path: Path) -> None:
    pytest.importorskip("tantivy")
    bisearch.build([archive], tmp_path / "index", bisearch.BuildOptions(engine="tantivy"))
    modules = loaded("search", "--index", tmp_path / "index", "энергии")
    assert "tantivy" in modules
    assert not {"whoosh", "numpy", "shutil"} & modules
