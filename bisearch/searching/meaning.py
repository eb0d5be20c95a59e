"""Search by meaning: which queries are also looked for by their vectors, and how cosines and scores are mixed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.meaning.vector_writer import vector_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bisearch.meaning.vectors import StoredVectors
    from bisearch.storage.documents import DocumentStore


def check_vectors(vectors: StoredVectors, store: DocumentStore) -> Iterator[str]:
    """Yield a line for each document whose texts are not those that have vectors, and for vectors of no document."""
    count = 0
    for document in store.documents():
        numbers = document.passage_numbers
        expected = vector_texts(numbers.start, store.passages(numbers)).keys
        count += len(expected)
        if vectors.keys(numbers) != expected:
            yield f"document {document.metadata.id}: its vectors are not those of its passages"
    if vectors.count > count:
        yield f"{vectors.count - count:,} vectors belong to no document"
