from __future__ import annotations

import pytest

from bisearch.indexing.batches import batches
from bisearch.model import Alignment, Document, Metadata, Origin


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
    assert sizes(document(6, is_aligned=False), *[document(6, is_aligned=True)] * 7) == [6, 2]


def test_no_documents_make_no_batches() -> None:
    assert sizes() == []
