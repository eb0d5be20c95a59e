from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bisearch.errors import IndexDamagedError
from bisearch.model import SIDES, Metadata, Origin, Passage, PassageText, Reference, Sentence
from bisearch.notation.shelfmarks import text_key
from bisearch.storage.document_writer import DocumentWriter
from bisearch.storage.documents import DocumentStore, StoredDocument
from bisearch.storage.passage_blocks import BLOCK, pack_blocks
from bisearch.storage.passage_order import MAX_SINGLE_LOOKUPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


def passage(number: int) -> Passage:
    text = f"Предложение {number}."
    return Passage(number, PassageText(text, (Sentence(0, len(text)),), opens_paragraph=True), None, 0.5)


def ids_of(store: DocumentStore, ranges: Iterable[range]) -> list[str]:
    return sorted(store.document_of(passages.start).metadata.id for passages in ranges)


CABLE = Metadata(
    "cable",
    "Cable No. 641",
    date="1946-11-20",
    date_earliest="1946-11-20",
    date_latest="1946-11-20",
    reference=Reference("f. 558, op. 11", fond="558", opis="11"),
)
NOTE = Metadata("note", "Note", date="1947", date_earliest="1947-01-01", date_latest="1947-12-31")
SIZE = 2 * BLOCK + 5


@pytest.fixture
def store(tmp_path: Path) -> Iterator[DocumentStore]:
    path = tmp_path / "documents.sqlite"
    with DocumentWriter(path) as writer:
        writer.add(
            StoredDocument(1, CABLE, 1, SIZE, 20, 0),
            Origin("cable.md", "cable", b"h1"),
            pack_blocks([passage(n + 1) for n in range(SIZE)]),
            {"title": ["cable", "641"], "author": ["дом"]},
        )
        writer.add(
            StoredDocument(2, NOTE, 1 + SIZE, 1, 2, 0),
            Origin("note.md", "note", b"h2"),
            pack_blocks([passage(1)]),
            {"title": ["note", "note"]},
        )
        writer.add_heading_only_terms(1, {"en": ["cable"], "ru": ["641"]})
        writer.add_heading_only_terms(2, {"en": ["note", "cable"]})
        writer.add_forms({"стали": ("стать", "сталь"), "дома": ("дом",)})
        writer.commit()
    with DocumentStore(path) as store:
        yield store


def test_a_document_is_stored_with_its_origin(store: DocumentStore) -> None:
    assert store.origins() == {
        CABLE.id: Origin("cable.md", "cable", b"h1"), NOTE.id: Origin("note.md", "note", b"h2")
    }  # fmt: skip


@pytest.mark.usefixtures("store")
def test_a_moved_document_has_another_path(tmp_path: Path) -> None:
    moved = StoredDocument(2, replace(NOTE, path="b/note.md"), 1 + SIZE, 1, 2, 0)
    with DocumentWriter(tmp_path / "documents.sqlite") as writer:
        writer.move(moved, "../b/note.md")
        writer.commit()
    with DocumentStore(tmp_path / "documents.sqlite") as later:
        assert later.document(NOTE.id) == moved
        assert later.origins()[NOTE.id].path == "../b/note.md"


def test_documents_and_passages_are_read_as_they_were_stored(store: DocumentStore) -> None:
    found = store.document("cable")
    assert found == StoredDocument(1, CABLE, 1, SIZE, 20, 0)
    assert store.passages(found.passage_numbers) == [passage(n + 1) for n in range(SIZE)]
    assert store.passages(range(BLOCK - 1, BLOCK + 3)) == [passage(n) for n in range(BLOCK - 1, BLOCK + 3)]
    assert store.document("nothing") is None


def test_the_document_of_a_passage_is_found(store: DocumentStore) -> None:
    assert store.document_of(SIZE).metadata == CABLE
    assert store.document_of(SIZE + 1).metadata == NOTE
    with pytest.raises(IndexDamagedError):
        store.document_of(SIZE + 2)


def test_sort_keys_are_day_id_and_place(store: DocumentStore) -> None:
    assert list(store.order([2, SIZE + 1])) == [("1946-11-20", "cable", 2), ("1947-01-01", "note", 1)]


@pytest.mark.parametrize("few", [0, MAX_SINGLE_LOOKUPS])
def test_passages_are_assigned_to_the_first_passage_of_their_document(
    store: DocumentStore, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr("bisearch.storage.passage_order.MAX_SINGLE_LOOKUPS", few)
    ranks = store.ranks([2, SIZE + 1])
    assert ranks[0] < ranks[1]
    assert store.firsts([2, SIZE, SIZE + 1]) == [1, 1, SIZE + 1]


def test_the_lengths_of_documents_add_up_to_those_of_the_sides(store: DocumentStore) -> None:
    lengths = [store.lengths([1, SIZE + 1])[first] for first in (1, SIZE + 1)]
    totals = store.totals()
    assert tuple(map(sum, zip(*lengths, strict=True))) == (totals.tokens_ru, totals.tokens_en)
    for place, side in enumerate(SIDES):
        having = [each[place] for each in lengths if each[place]]
        assert store.sides[side] == (len(having), sum(having))


@pytest.mark.parametrize("few", [0, MAX_SINGLE_LOOKUPS])
def test_ranks_sort_by_id_and_place_in_any_order_of_adding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    """Few passages are looked up one by one, many in a list of all documents."""
    monkeypatch.setattr("bisearch.storage.passage_order.MAX_SINGLE_LOOKUPS", few)
    with DocumentWriter(tmp_path / "later.sqlite") as writer:
        for number, id_ in enumerate(["c", "a", "b"]):
            first = 1 + 2 * number
            blocks = pack_blocks([passage(1), passage(2)])
            writer.add(StoredDocument(number, Metadata(id_), first, 2, 0, 0), Origin("", id_, b""), blocks, {})
        writer.commit()
    with DocumentStore(tmp_path / "later.sqlite") as later:
        ranks = later.ranks(range(1, 7))
        assert sorted(range(1, 7), key=lambda number: ranks[number - 1]) == [3, 4, 5, 6, 1, 2]


@pytest.mark.parametrize(
    ("first", "last", "ids"),
    [
        ("1946-11-01", "1946-11-30", ["cable"]),
        ("1947-05-01", "1947-05-31", ["note"]),  # a document of 1947 may be of May
        ("1946-01-01", "1947-12-31", ["cable", "note"]),
        ("1948-01-01", "1948-12-31", []),
    ],
)
def test_documents_are_found_by_their_possible_dates(
    store: DocumentStore, first: str, last: str, ids: list[str]
) -> None:
    assert ids_of(store, store.dated(first, last)) == ids


def test_dates_with_an_open_side_are_filtered_by_the_other_and_undated_ones_are_counted(tmp_path: Path) -> None:
    bounds = {
        "before": ("", "1945-12-31"),
        "since": ("1947-01-01", ""),
        "undated": ("", ""),
        "then": ("1946-01-01",) * 2,
    }
    path = tmp_path / "documents.sqlite"
    with DocumentWriter(path) as writer:
        for number, (id_, (first, last)) in enumerate(bounds.items(), 1):
            about = Metadata(id_, date_earliest=first, date_latest=last)
            blocks = pack_blocks([Passage(1, None, PassageText("Text.", (Sentence(0, 5),)))])
            writer.add(StoredDocument(number, about, number, 1, 0, 1), Origin("", id_, b""), blocks, {})
        writer.commit()
    with DocumentStore(path) as store:

        def dated(first: str, last: str) -> list[str]:
            return ids_of(store, store.dated(first, last))

        assert dated("1940-01-01", "1940-12-31") == ["before"]
        assert dated("1946-01-01", "1946-12-31") == ["then"]
        assert dated("2000-01-01", "2000-12-31") == ["since"]
        assert dated("0001-01-01", "9999-12-31") == ["before", "since", "then"]
        assert store.undated == 1
        keys = sorted(store.order([1, 2, 3, 4]), key=lambda key: (not key[0], key[0]))
        assert [id_ for _, id_, _ in keys] == ["then", "since", "before", "undated"]


def test_references_are_found_by_their_keys(store: DocumentStore) -> None:
    wanted = text_key("ф. 558")
    assert [number for number, key in store.reference_keys() if key.has(wanted)] == [1]


def test_documents_are_found_by_id_and_title(store: DocumentStore) -> None:
    assert ids_of(store, store.with_id("ca*")) == ["cable"]
    assert ids_of(store, store.with_id("ca")) == []
    assert store.with_terms("title", ["641", "nothing"]) == {1}
    assert store.with_terms("author", ["641"]) == set()
    assert store.field_terms("title", "no*") == ["note"]
    assert store.field_names() == ["author", "title"]


def test_forms_are_read_with_their_lemmas(store: DocumentStore) -> None:
    assert store.lemmas(["стали", "unknown"]) == {"стали": ("стать", "сталь")}
    assert store.forms("д") == ["дома"]
    assert store.forms() == ["дома", "стали"]


def test_a_removed_document_leaves_no_rows(tmp_path: Path, store: DocumentStore) -> None:
    cable = store.document("cable")
    assert cable is not None
    store.close()
    path = tmp_path / "documents.sqlite"
    with DocumentWriter(path) as writer:
        writer.remove(cable)
        writer.commit()
    with DocumentStore(path) as left:
        assert [document.metadata for document in left.documents()] == [NOTE]
        assert left.with_terms("title", ["cable"]) == set()
        assert left.passages(range(SIZE + 1, SIZE + 2)) == [passage(1)]
        assert left.totals().passages == 1


def test_a_file_that_is_not_a_database_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "documents.sqlite"
    path.write_bytes(b"no database at all" * 100)
    with pytest.raises(IndexDamagedError):
        DocumentStore(path)


def test_missing_passages_are_damage(store: DocumentStore) -> None:
    assert [each.number for each in store.passages(range(BLOCK - 1, BLOCK + 3))] == [
        BLOCK - 1,
        BLOCK,
        BLOCK + 1,
        BLOCK + 2,
    ]
    with pytest.raises(IndexDamagedError, match="passages missing among"):
        store.passages(range(SIZE + 1, SIZE + 3))


def test_passages_of_several_documents_are_those_read_one_by_one(store: DocumentStore) -> None:
    numbers = [SIZE, 1, BLOCK, BLOCK, 2]
    apart = [store.passages(range(number, number + 1)) for number in numbers]
    assert store.passages_of([range(number, number + 1) for number in numbers]) == apart
    assert store.passages_of([range(1, 4), range(2, 3)]) == [store.passages(range(1, 4)), store.passages(range(2, 3))]
    assert store.documents_of(numbers) == [store.document_of(number) for number in numbers]
    with pytest.raises(IndexDamagedError, match="passages missing among"):
        store.passages_of([range(1, 2), range(SIZE + 2, SIZE + 3)])


def test_words_of_a_heading_that_the_text_lacks_are_found_by_their_side(store: DocumentStore) -> None:
    assert store.with_only_in_heading("en", ["cable", "641"]) == {1, 2}
    assert store.with_only_in_heading("ru", ["cable", "641"]) == {1}
    assert store.with_only_in_heading("ru", []) == set()


@pytest.mark.usefixtures("store")
def test_words_of_a_removed_heading_are_gone(tmp_path: Path) -> None:
    path = tmp_path / "documents.sqlite"
    with DocumentWriter(path) as writer:
        writer.remove(StoredDocument(2, NOTE, 1 + SIZE, 1, 2, 0))
        writer.commit()
    with DocumentStore(path) as store:
        assert store.with_only_in_heading("en", ["note", "cable"]) == {1}
        assert store.by_term({"title"}, ["note", "cable"]) == {"cable": {1}}
