"""Keeps the vectors of an index up to date: each commit encodes new passages and drops the vectors of removed ones.

The vectors of a block of passages depend on nothing but their texts, so that an index updated document by document has
the vectors of one that is built at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.errors import EncoderError
from bisearch.indexing.document_processor import DocumentProcessor
from bisearch.meaning.vector_files import SUFFIX
from bisearch.storage.index_folder import VECTORS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from bisearch.indexing.options import OnPhase
    from bisearch.indexing.workers import Workers
    from bisearch.meaning.encoder import Vectors
    from bisearch.meaning.vector_writer import VectorTexts
    from bisearch.storage.document_writer import DocumentWriter
    from bisearch.storage.index_folder import IndexFolder, Manifest

# Texts that a worker encodes in one call, which takes several seconds.
_TOGETHER = 1_000


def require_encoder_of_index() -> None:
    """Raise `EncoderError` if new passages of an index with vectors cannot be encoded."""
    from bisearch.meaning.encoder import require_encoder  # noqa: PLC0415 -- only an index with vectors

    try:
        require_encoder()
    except EncoderError as error:
        raise EncoderError(f"the index has vectors, and {error}; or drop them: bisearch index --no-vectors") from error


def are_current(folder: IndexFolder, manifest: Manifest) -> bool:
    """Return whether the vectors of a committed generation are of the known encoder, in the format of this version."""
    from bisearch.meaning.segment import has_known_version  # noqa: PLC0415 -- only an index with vectors

    paths = (folder.generation(manifest.generation) / VECTORS).glob(f"*{SUFFIX}")
    return all(map(has_known_version, paths))


def update_vectors(
    store: DocumentWriter, folder: Path, seed: int, workers: Workers[DocumentProcessor], on_phase: OnPhase
) -> int:
    """Make the vectors of a generation those of its documents.

    Args:
        store: the documents of the generation.
        folder: the folder of its vectors.
        seed: the seed of the index's checksums.
        workers: where passages are encoded.
        on_phase: called with the share of the passages encoded.

    Returns:
        The number of vectors added.

    Raises:
        EncoderError: there are new passages, and no encoder.
    """
    from bisearch.meaning.vector_writer import VectorWriter  # noqa: PLC0415 -- only an index with vectors

    writer = VectorWriter(folder, seed)
    missing = writer.keep(store.passage_numbers())
    total = sum(map(len, missing))

    def added() -> Iterator[tuple[list[int], Vectors]]:
        done = 0
        on_phase("encoding", 0.0 if total else None)
        for batch in workers.map_ordered(DocumentProcessor.encode, _batches(missing, store)):
            for keys, vectors in batch:
                done += len({key >> 1 for key in keys})
                yield keys, vectors
            on_phase("encoding", done / total)

    return writer.append(added())


def _batches(documents: Sequence[range], store: DocumentWriter) -> Iterator[list[VectorTexts]]:
    from bisearch.meaning.vector_writer import vector_texts  # noqa: PLC0415 -- only an index with vectors

    batch: list[VectorTexts] = []
    for numbers in documents:
        for first, passages in store.blocks(numbers):
            batch.append(vector_texts(first, passages))
            if sum(len(each.keys) for each in batch) >= _TOGETHER:
                yield batch
                batch = []
    if batch:
        yield batch
