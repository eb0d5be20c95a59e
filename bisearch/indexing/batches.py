"""Groups documents into batches, each processed in one call of a worker."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from bisearch.indexing.document_processor import both_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from bisearch.indexing.document_processor import DocumentWithOrigin
    from bisearch.model import Document
    from bisearch.storage.stored_texts import DividedDocument

# A batch is complete when its texts have more code points than this, or than the second number if any of its documents
# has to be aligned: documents aligned together learn from each other, but one process aligns them and holds them all.
# Of 373,000 code points with merged and omitted sentences, aligned together, strict F1 is .9889; in halves .9871, in
# quarters .9831.
MIN_SIZE, MIN_SIZE_TO_ALIGN = 500_000, 1_000_000
# The last documents to align, up to this many minimum sizes of text, are divided evenly, into batches of about this
# share of the minimum size or more: workers with batches of unequal sizes would wait for each other at the end.
LAST_BATCHES, LAST_SHARE = 4, 0.8


def batches(
    documents: Iterable[DocumentWithOrigin], on_several: Callable[[], None] = lambda: None
) -> Iterator[list[DocumentWithOrigin]]:
    """Yield the documents in batches, in order.

    Args:
        documents: the documents.
        on_several: called as soon as there are too many documents for one batch; it may be called again.
    """
    waiting: deque[DocumentWithOrigin] = deque()
    size, is_to_align, is_complete = 0, False, False
    for document, origin in documents:
        if is_complete or _count_of_last(size) > 1:
            on_several()
        waiting.append((document, origin))
        size += _size(document)
        is_to_align = is_to_align or document.alignment is None
        is_complete = size > (LAST_BATCHES * MIN_SIZE_TO_ALIGN if is_to_align else MIN_SIZE)
        if is_complete:
            batch = list(_first(waiting, MIN_SIZE_TO_ALIGN if is_to_align else MIN_SIZE))
            size -= sum(_size(each) for each, _ in batch)
            yield batch
    if waiting:
        yield from _even_batches(waiting, size)


def _first(waiting: deque[DocumentWithOrigin], size: int) -> Iterator[DocumentWithOrigin]:
    """Remove documents from the left until they have more than some size, and yield them."""
    while size >= 0:
        document, origin = waiting.popleft()
        size -= _size(document)
        yield document, origin


def _even_batches(documents: Iterable[DocumentWithOrigin], size: int) -> Iterator[list[DocumentWithOrigin]]:
    """Divide the last documents, which have some size together, into batches as even as their sizes allow."""
    count = _count_of_last(size)
    batch: list[DocumentWithOrigin] = []
    before, number = 0, 0
    for document, origin in documents:
        middle = (before + _size(document) / 2) * count / max(1, size)
        if batch and int(middle) > number:
            yield batch
            batch = []
        number = int(middle)
        batch.append((document, origin))
        before += _size(document)
    yield batch


def _count_of_last(size: int) -> int:
    """Return the number of batches that the last documents to align are divided into."""
    return max(1, int(size / (LAST_SHARE * MIN_SIZE_TO_ALIGN)))


def _size(document: Document) -> int:
    return sum(map(len, both_texts(document)))


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
