from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bisearch.errors import SourceError
from bisearch.model import Document, Metadata, Origin
from bisearch.sources.document_ids import DocumentIds


def assign(ids: DocumentIds, path: Path, given_id: str = "", text: str = "Text.") -> str:
    """Return the id of a document; its file is created."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    document = Document(Metadata(given_id or path.stem, path=str(path)), None, text)
    return ids.assign(document, [path]).metadata.id


def test_a_second_document_of_a_name_gets_the_shortest_path_that_distinguishes_it(tmp_path: Path) -> None:
    ids = DocumentIds()
    files = ["1946/01.txt", "1947/01.txt", "1947/b/01.txt", "1946/b/01.txt", "1946/b/01.md", "b/1946/01.txt"]
    assert [assign(ids, tmp_path / file) for file in files] == [
        "01", "1947/01", "b/01", "1946/b/01", "01.md", "b/1946/01"
    ]  # fmt: skip


def test_a_record_with_an_id_of_another_file_is_named_after_its_own_file(tmp_path: Path) -> None:
    ids = DocumentIds()
    files = ["1946/table.csv", "1947/table.csv", "1947/notes.jsonl"]
    assert [assign(ids, tmp_path / file, "1") for file in files] == ["1", "1947/table/1", "notes/1"]


def test_two_records_of_one_file_cannot_have_the_same_id(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    ids, record = DocumentIds(), Document(Metadata("1", path=str(path)), None, "Text.", line=2)
    ids.assign(record, [path])
    with pytest.raises(SourceError) as raised:
        ids.assign(replace(record, line=7), [path])
    assert str(raised.value) == f"{path}:7: id '1' is already used by {path}:2; set another id"


def test_an_id_is_in_composed_characters(tmp_path: Path) -> None:
    assert assign(DocumentIds(), tmp_path / "й.txt") == "й"


def test_an_index_keeps_the_id_of_each_source(tmp_path: Path) -> None:
    first = DocumentIds(folder=tmp_path / "index")
    assert [assign(first, tmp_path / name / "01.txt") for name in ("b", "a")] == ["01", "a/01"]
    again = DocumentIds(first.origins, tmp_path / "index")
    assert [assign(again, tmp_path / name / "01.txt", text="New.") for name in ("a", "b", "c")] == [
        "a/01",
        "01",
        "c/01",
    ]
    assert again.origins["01"].path == "../b/01.txt"


def test_an_id_from_the_metadata_replaces_that_of_the_file_name(tmp_path: Path) -> None:
    first = DocumentIds()
    assign(first, tmp_path / "a.txt")
    assert assign(DocumentIds(first.origins), tmp_path / "a.txt", "letter-1") == "letter-1"


def test_a_file_that_gets_a_partner_keeps_its_id(tmp_path: Path) -> None:
    first = DocumentIds()
    assert assign(first, tmp_path / "a_ru.txt") == "a_ru"
    pair = Document(Metadata("a", path=str(tmp_path / "a_ru.txt")), "Текст.", "Text.")
    files = [tmp_path / "a_ru.txt", tmp_path / "a_en.txt"]
    assert DocumentIds(first.origins).assign(pair, files).metadata.id == "a_ru"


def test_a_moved_file_keeps_its_id_if_its_content_is_the_same(tmp_path: Path) -> None:
    first = DocumentIds()
    for folder, text in (("1946", "Cat."), ("1947", "Dog.")):
        assign(first, tmp_path / folder / "01.txt", text=text)
    (tmp_path / "1946").rename(tmp_path / "old")
    (tmp_path / "1947").rename(tmp_path / "new")
    again = DocumentIds(first.origins)
    assert assign(again, tmp_path / "new" / "01.txt", text="Dog.") == "1947/01"
    assert assign(again, tmp_path / "old" / "01.txt", text="Cat.") == "01"


def test_a_document_whose_source_is_gone_gives_its_id_only_to_a_file_beside_it(tmp_path: Path) -> None:
    first = DocumentIds()
    assign(first, tmp_path / "1946" / "01.txt")
    (tmp_path / "1946" / "01.txt").unlink()
    elsewhere, beside = DocumentIds(first.origins), DocumentIds(first.origins)
    assert assign(elsewhere, tmp_path / "1947" / "01.txt", text="Other.") == "1947/01"
    assert assign(beside, tmp_path / "1946" / "01.md", text="Other.") == "01"


PATHS = st.sampled_from(
    [f"{folder}{name}" for folder in ("", "a/", "b/", "a/b/", "b/a/") for name in ("1.txt", "1.md", "2.txt", "1.csv")]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(PATHS, unique=True, max_size=8), max_size=4))
def test_in_any_order_of_runs_ids_are_unique_and_stay(runs: list[list[str]]) -> None:
    with TemporaryDirectory() as temporary:
        stored: dict[str, Origin] = {}
        id_of: dict[str, str] = {}
        for run in runs:
            ids = DocumentIds(stored, Path(temporary))
            for name in run:
                path = Path(temporary, name)
                given_id = "1" if path.suffix == ".csv" else ""
                id_ = assign(ids, path, given_id, text=name)
                assert id_of.setdefault(name, id_) == id_
                assert os.sep == "/" or os.sep not in id_
            stored |= ids.origins
        assert len(set(id_of.values())) == len(id_of) == len(stored)


def test_a_given_document_is_replaced_by_the_next_build_but_not_in_one_build() -> None:
    first, given = DocumentIds(), Document(id="й", text_ru="Да.")
    assert first.assign_given(given).metadata.id == "й"
    with pytest.raises(SourceError, match="document 'й': the id is already used by another document of this build"):
        first.assign_given(given)
    again = DocumentIds(first.origins)
    again.assign_given(replace(given, text_ru="Нет."))
    assert again.origins["й"].content_hash != first.origins["й"].content_hash


def test_a_given_document_never_takes_the_id_of_a_file(tmp_path: Path) -> None:
    ids = DocumentIds(folder=tmp_path / "index")
    assign(ids, tmp_path / "01.txt")
    for each in (ids, DocumentIds(ids.origins, tmp_path / "index")):
        with pytest.raises(SourceError, match=r"document '01': the id is already used by .*01\.txt; set another id"):
            each.assign_given(Document(id="01", text_ru="Да."))


def test_a_file_with_the_id_of_a_given_document_gets_a_longer_one_and_keeps_it(tmp_path: Path) -> None:
    ids = DocumentIds(folder=tmp_path / "index")
    ids.assign_given(Document(id="01", text_ru="Да."))
    assert assign(ids, tmp_path / "1946" / "01.txt") == "1946/01"
    again = DocumentIds({"1946/01": ids.origins["1946/01"]}, tmp_path / "index")
    assert assign(again, tmp_path / "1946" / "01.txt") == "1946/01"


def test_a_file_with_the_content_of_a_given_document_is_another_document(tmp_path: Path) -> None:
    ids = DocumentIds(folder=tmp_path / "index")
    ids.assign_given(Document(id="a", text_en="Text."))
    again = DocumentIds(ids.origins, tmp_path / "index")
    assert assign(again, tmp_path / "b.txt", "a") == f"{tmp_path.name}/a"
    assert again.missing_files() == {}
