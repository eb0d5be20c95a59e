"""Documents of the index that are corrected anew from its own texts, without their sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.corrections.index_corrections import uncorrected_document
from bisearch.errors import IndexMissingError
from bisearch.indexing.batches import divided_batches
from bisearch.indexing.document_processor import DocumentProcessor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bisearch.corrections.applying import Orphan
    from bisearch.corrections.index_corrections import IndexCorrections
    from bisearch.indexing.generation_writer import GenerationWriter
    from bisearch.indexing.workers import Workers
    from bisearch.storage.documents import DocumentStore
    from bisearch.storage.index_folder import IndexFolder


def correct_again(
    ids: Sequence[str], store: DocumentStore, workers: Workers[DocumentProcessor], writer: GenerationWriter
) -> list[str]:
    """Replace documents by themselves with the corrections that they have now.

    Args:
        ids: the ids of documents of the index.
        store: the documents of the last commit.
        workers: where the documents are corrected and analysed.
        writer: writes the new generation.

    Returns:
        The ids.
    """
    origins = store.origins() if ids else {}
    documents = filter(None, (uncorrected_document(id_, store, origins) for id_ in ids))
    for batch in workers.map_ordered(DocumentProcessor.analyse_again, divided_batches(documents)):
        for document in batch.documents:
            if (old := store.document(document.metadata.id)) is not None:
                writer.remove(old)
        writer.add(batch)
    return list(ids)


def orphans_of(folder: IndexFolder, corrections: IndexCorrections) -> list[Orphan]:
    """Return the corrections that do not apply to the index as it is committed now; none if there is no index."""
    if not corrections.by_document:
        return []
    try:
        manifest = folder.manifest()
    except IndexMissingError:
        return []
    with folder.documents(manifest) as store:
        return corrections.orphans(store)
