"""Groups documents into batches, each processed in one call of a worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.indexing.document_processor import both_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bisearch.indexing.document_processor import DocumentWithOrigin
    from bisearch.storage.stored_texts import DividedDocument

# A batch is complete when its texts have more code points than this, or than the second number if any of its documents
# has to be aligned: documents aligned together learn from each other, but one process aligns them and holds them all.
# Of 373,000 code points with merged and omitted sentences, aligned together, strict F1 is .9889; in halves .9871, in
# quarters .9831.
MIN_SIZE, MIN_SIZE_TO_ALIGN = 500_000, 1_000_000


def batches(documents: Iterable[DocumentWithOrigin]) -> Iterator[list[DocumentWithOrigin]]:
    """Yield the documents in batches, in order; only the last batch may be smaller than the minimum size."""
    size = 0
    batch: list[DocumentWithOrigin] = []
    for document, origin in documents:
        batch.append((document, origin))
        size += sum(map(len, both_texts(document)))
        if size > MIN_SIZE and (size > MIN_SIZE_TO_ALIGN or all(each.alignment is not None for each, _ in batch)):
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def divided_batches(documents: Iterable[DividedDocument]) -> Iterator[list[DividedDocument]]:
    """Yield documents that are divided into passages in batches of about the minimum size, in order."""
    batch: list[DividedDocument] = []
    size = 0
    for document in documents:
        batch.append(document)
        size += sum(len(side.text) for each in document.passages for side in (each.ru, each.en) if side is not None)
        if size > MIN_SIZE:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
