"""Builds from documents that a program gives: in lists, iterators, and together with files."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

import bisearch
from bisearch import BuildOptions, Document
from bisearch.indexing.given_sources import GivenSources

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

VOLKOV = Document(id="volkov", text_ru="Волков вернулся в Москву.", text_en="Volkov returned to Moscow.", date="1946")
PAIRS = Document(id="pairs", passages=[("Енот спит.", "The raccoon sleeps."), ("", "Nobody knows.")])


def ids(index: Path, query: str = "") -> list[str]:
    with bisearch.open(index) as opened:
        return [document.id for document in opened.documents(query)]


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_documents_from_memory_are_found_beside_those_of_files(archive: Path, tmp_path: Path, engine: str) -> None:
    report = bisearch.build([VOLKOV, archive, PAIRS], tmp_path / "index", BuildOptions(engine=engine))
    assert report.added == ["volkov", "pairs", "cable-1", "letter-2", "note-3", "memo-4"]
    assert (report.both_sides, report.likely_pairs, report.left_out) == (4, [], [])
    with bisearch.open(tmp_path / "index") as index:
        assert [hit.document.id for hit in index.search("+raccoon +енот")] == ["pairs"]
        (found,) = index.search("date:1946 Volkov").hits
        assert (found.document.path, found.document.date) == ("", "1946")
        _, passages = index.document("pairs") or (None, [])
        assert [(passage.ru and passage.ru.text, passage.en and passage.en.text) for passage in passages] == [
            ("Енот спит.", "The raccoon sleeps."),
            (None, "Nobody knows."),
        ]


def test_a_list_an_iterator_and_a_single_document_give_the_same_index(archive: Path, tmp_path: Path) -> None:
    def sources() -> Iterator[str | Document]:
        yield VOLKOV
        yield str(archive)
        yield PAIRS

    shares: list[float] = []
    both: list[Any] = [[VOLKOV, archive, PAIRS], sources()]
    for given in both:
        bisearch.build(given, tmp_path / "index", progress=lambda _id, _count, share: shares.append(share))
    assert bisearch.build(VOLKOV, tmp_path / "index").unchanged == 1
    assert ids(tmp_path / "index") == ["cable-1", "letter-2", "memo-4", "note-3", "pairs", "volkov"]
    for half in (shares[:6], shares[6:]):
        assert half == sorted(half)
        assert half[-1] == pytest.approx(1, abs=0.6)


def test_a_document_from_memory_replaces_the_one_with_its_id(tmp_path: Path) -> None:
    bisearch.build([VOLKOV, PAIRS], tmp_path / "index")
    report = bisearch.build([Document(id="volkov", text_en="A hedgehog.")], tmp_path / "index")
    assert (report.changed, report.removed, report.english_only) == (["volkov"], [], 1)
    assert (ids(tmp_path / "index", "hedgehog"), ids(tmp_path / "index", "Москва")) == (["volkov"], [])


def test_a_document_that_cannot_be_indexed_is_reported_and_the_rest_is_indexed(archive: Path, tmp_path: Path) -> None:
    bisearch.build([archive], tmp_path / "index")
    given = [Document(id="cable-1", text_ru="Да."), Document(id="empty"), PAIRS, PAIRS, VOLKOV]
    report = bisearch.build(given, tmp_path / "index")
    assert [error.path for error in report.left_out] == ["document 'cable-1'", "document 'empty'", "document 'pairs'"]
    assert report.added == ["pairs", "volkov"]
    with pytest.raises(bisearch.SourceError, match="document 'empty': no text in either language"):
        bisearch.build(given[1:], tmp_path / "index", BuildOptions(strict=True))


def test_an_unread_date_is_noticed_by_the_id(tmp_path: Path) -> None:
    report = bisearch.build([Document(id="x", text_ru="Да.", date="вчера")], tmp_path / "index")
    assert [str(notice) for notice in report.notices] == [
        "document 'x': x: cannot read the date 'вчера'; kept as written, not found by date:"
    ]


def test_pruning_keeps_documents_from_memory(archive: Path, tmp_path: Path) -> None:
    bisearch.build([VOLKOV, archive], tmp_path / "index")
    report = bisearch.build([archive, tmp_path], tmp_path / "index", BuildOptions(prune=True))
    assert not report.is_changed
    assert "volkov" in ids(tmp_path / "index")


@pytest.mark.parametrize("error", [FileNotFoundError("mine"), sqlite3.OperationalError("mine"), KeyError("mine")])
def test_an_exception_of_the_callers_iterator_comes_out_as_it_is(tmp_path: Path, error: Exception) -> None:
    def failing() -> Iterator[Document]:
        yield VOLKOV
        raise error

    bisearch.build([PAIRS], tmp_path / "index")
    with pytest.raises(type(error), match="mine"):
        bisearch.build(failing(), tmp_path / "index")
    assert ids(tmp_path / "index") == ["pairs"]


@pytest.mark.parametrize("given", [5, [5], [None], [b"data"], iter([None])])
def test_a_source_of_another_type_is_a_type_error(tmp_path: Path, given: object) -> None:
    with pytest.raises(TypeError, match=r"source.* must be a path"):
        bisearch.build(given, tmp_path / "index")  # type: ignore[arg-type]


def test_an_iterator_is_read_only_as_its_documents_are_needed() -> None:
    taken: list[str] = []

    def documents() -> Iterator[Document]:
        for id_ in ("a", "b"):
            taken.append(id_)
            yield Document(id=id_, text_ru="Да.")

    given = GivenSources(documents())
    assert (given.size, taken) == (None, [])
    assert next(given.documents()).metadata.id == "a"
    assert taken == ["a"]


def test_a_missing_path_of_an_iterator_stops_a_rebuild(archive: Path, tmp_path: Path) -> None:
    bisearch.build([archive], tmp_path / "index")
    given: list[Path | Document] = [VOLKOV, tmp_path / "gone"]
    with pytest.raises(bisearch.SourceError, match="no such file or folder; the index is unchanged"):
        bisearch.build(iter(given), tmp_path / "index", BuildOptions(rebuild=True))
    assert len(ids(tmp_path / "index")) == 4
