from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bisearch.indexing.batches import batches
from bisearch.model import Alignment, Document, Metadata, Origin

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def small_sizes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bisearch.indexing.batches.MIN_SIZE", 10)
    monkeypatch.setattr("bisearch.indexing.batches.MIN_SIZE_TO_ALIGN", 30)


def sizes(*documents: Document) -> list[int]:
    """Return the number of documents in each batch."""
    return [len(batch) for batch in batches((document, Origin("", "a", b"")) for document in documents)]


def document(length: int, *, is_aligned: bool) -> Document:
    return Document(Metadata("a"), "и" * length, None, Alignment((), (), ()) if is_aligned else None)


def test_aligned_documents_make_batches_just_above_the_minimum_size() -> None:
    assert sizes(*[document(6, is_aligned=True)] * 5) == [2, 2, 1]


def test_one_document_to_align_makes_its_batch_larger() -> None:
    assert sizes(document(6, is_aligned=False), *[document(6, is_aligned=True)] * 6) == [7]


def test_the_last_documents_to_align_are_divided_evenly() -> None:
    assert sizes(*[document(6, is_aligned=False)] * 8) == [4, 4]
    assert sizes(*[document(6, is_aligned=False)] * 16) == [4, 4, 4, 4]


def test_all_but_the_last_documents_to_align_make_batches_just_above_the_minimum_size() -> None:
    assert sizes(*[document(6, is_aligned=False)] * 32) == [6, 6, 4, 4, 4, 4, 4]


def test_a_document_longer_than_a_batch_is_alone_in_it() -> None:
    assert sizes(document(70, is_aligned=False), *[document(6, is_aligned=False)] * 4) == [1, 4]


@pytest.mark.parametrize(("is_aligned", "in_one"), [(True, 2), (False, 8)])
def test_it_is_told_as_soon_as_there_are_too_many_documents_for_one_batch(*, is_aligned: bool, in_one: int) -> None:
    events: list[str] = []

    def read(count: int) -> Iterator[tuple[Document, Origin]]:
        for _ in range(count):
            events.append("read")
            yield document(6, is_aligned=is_aligned), Origin("", "a", b"")

    list(batches(read(in_one), lambda: events.append("several")))
    assert events == ["read"] * in_one
    list(batches(read(in_one + 1), lambda: events.append("several")))
    assert events[in_one:] == ["read"] * (in_one + 1) + ["several"]


@given(
    st.lists(st.builds(document, st.integers(1, 90), is_aligned=st.booleans()), max_size=60),
)
def test_batches_hold_all_documents_in_order(documents: list[Document]) -> None:
    given_ = [(each, Origin("", str(number), b"")) for number, each in enumerate(documents)]
    found = list(batches(given_))
    assert all(found)
    assert [each for batch in found for each in batch] == given_


def test_no_documents_make_no_batches() -> None:
    assert sizes() == []
