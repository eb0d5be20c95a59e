"""Verification of the vectors of an index: each text has one, and there are no others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.errors import EncoderError
from bisearch.meaning.vector_writer import vector_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bisearch.meaning.vector_files import VectorFiles
    from bisearch.storage.documents import DocumentStore


def check_vectors(files: VectorFiles, store: DocumentStore) -> Iterator[str]:
    """Yield a line for each document whose texts are not those that have vectors, and for vectors of no document.

    Vectors of another version are no fault: searches say that they go on by words.
    """
    try:
        vectors = files.vectors
    except EncoderError:
        return
    count = 0
    for document in store.documents():
        numbers = document.passage_numbers
        expected = vector_texts(numbers.start, store.passages(numbers)).keys
        count += len(expected)
        if vectors.keys(numbers) != expected:
            yield f"document {document.metadata.id}: its vectors are not those of its passages"
    if vectors.count > count:
        yield f"{vectors.count - count:,} vectors belong to no document"
