from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

import bisearch
from bisearch import SearchOptions, TableError

if TYPE_CHECKING:
    from pathlib import Path


def found(index: bisearch.Index, query: str) -> set[str]:
    return {hit.document.id for hit in index.search(query, SearchOptions(translate=False))}


def test_a_full_name_finds_its_abbreviations_in_both_languages(spellings: bisearch.Index) -> None:
    assert found(spellings, "Central Committee") == {"both", "en"}
    assert found(spellings, "comrade") == {"ru", "en"}


def test_both_sides_of_an_operator_are_expanded(spellings: bisearch.Index) -> None:
    assert found(spellings, "CC AND VKP(b)") == {"both"}


@pytest.fixture
def folder(spellings_folder: Path, tmp_path: Path) -> Path:
    """Return an index with a folder for tables of its own."""
    copy = shutil.copytree(spellings_folder, tmp_path / "index")
    (copy / "tables").mkdir()
    return copy


def test_an_index_may_have_synonyms_of_its_own(folder: Path) -> None:
    (folder / "tables" / "equivalents.txt").write_text("# ours\nвождь | Dekanosov\n", encoding="utf-8")
    with bisearch.open(folder) as index:
        assert found(index, "вождь") == {"en"}


def test_a_malformed_line_in_the_synonyms_of_an_index_is_reported(folder: Path) -> None:
    (folder / "tables" / "equivalents.txt").write_text("# ours\nвождь\n", encoding="utf-8")
    with bisearch.open(folder) as index, pytest.raises(TableError, match=r"equivalents\.txt:2: a row needs"):
        index.search("вождь")
