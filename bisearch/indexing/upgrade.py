"""Upgrades an index from its own texts: after an update of the dictionaries or of bisearch, without the sources.

The alignment and the passages stay; words are analysed, and translations learned, anew. The upgraded index is committed
as a whole; until then, and after a crash, the index is the old one.
"""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bisearch.analysis.fingerprint import fingerprint
from bisearch.analysis.form_table import FormTable
from bisearch.analysis.lemmatizer import Lemmatizer
from bisearch.corrections.index_corrections import IndexCorrections
from bisearch.engines.registry import stored_engine
from bisearch.indexing.batches import divided_batches
from bisearch.indexing.corrected_documents import orphans_of
from bisearch.indexing.document_processor import DocumentProcessor, name_of
from bisearch.indexing.generation_writer import GenerationWriter
from bisearch.indexing.options import check_dask, no_phase
from bisearch.indexing.worker_choice import workers_for
from bisearch.storage.index_folder import DEFAULT_INDEX, FORMAT, IndexFolder, has_vectors
from bisearch.storage.stored_texts import StoredTexts
from bisearch.validation import check_callable, check_counts, check_wait, path_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from bisearch.corrections.applying import Orphan
    from bisearch.indexing.options import OnPhase, Progress
    from bisearch.storage.stored_texts import DividedDocument


@dataclass(frozen=True, slots=True)
class UpgradeReport:
    """Result of an upgrade.

    Attributes:
        before: the format of the index and the names and versions of what determined its terms.
        after: the same after the upgrade; equal to `before` if there was nothing to do.
        documents: number of documents analysed anew.
        passages: number of their passages.
        seconds: wall time.
        orphans: the corrections that no longer apply, each with the reason.
    """

    before: str
    after: str
    documents: int = 0
    passages: int = 0
    seconds: float = 0.0
    orphans: tuple[Orphan, ...] = ()

    @property
    def is_changed(self) -> bool:
        """Whether the index needed the upgrade."""
        return self.before != self.after


def upgrade(  # noqa: PLR0913 -- two callbacks, which are not options
    index: str | Path = DEFAULT_INDEX,
    *,
    wait: float = 0.0,
    jobs: int | None = None,
    dask: str | None = None,
    progress: Progress | None = None,
    on_phase: OnPhase = no_phase,
    initialize_worker: Callable[[], None] | None = None,
) -> UpgradeReport:
    """Analyse the texts of an index anew if it has an older format or was built with other dictionaries.

    Needs no sources. Readers that have the index open keep the old state until they refresh.

    Args:
        index: folder of the index.
        wait: seconds to wait while another process writes to the index; may be infinite.
        jobs: the greatest number of worker processes; None is one per core, at most `MAX_JOBS`.
        dask: the address of a Dask scheduler whose workers analyse the texts in place of processes on this machine;
            `jobs` has no effect then.
        progress: called after each document with its id, the number of documents so far, and their share, in [0, 1].
        on_phase: called with each phase of the work after reading.
        initialize_worker: called in each worker process when it starts; a module's function, which can be pickled.

    Raises:
        IndexMissingError: the folder has no index.
        IndexLockedError: another process is writing to the index.
        IndexVersionError: the index has a format that cannot be upgraded; it has to be rebuilt from its sources.
        IndexDamagedError: the index is damaged.
        CorrectionsFileError: the file of corrections is missing or has a malformed line; the index is unchanged.
        IndexWriteError: the index cannot be written; it is unchanged.
        ClusterError: the Dask scheduler or its workers cannot be used; the index is unchanged.
        WorkerError: a worker process died; the index is unchanged.
    """
    started = time.perf_counter()
    check_wait(wait)
    if jobs is not None:
        check_counts(1, jobs=jobs)
    check_dask(dask)
    check_callable(progress=progress, initialize_worker=initialize_worker, on_phase=on_phase)
    folder = IndexFolder(path_of(index, "index"))
    StoredTexts(folder)  # fails early if there is no index that can be upgraded
    with folder.writing(wait):
        texts = StoredTexts(folder)
        before, after = _state(texts), f"format {FORMAT}; {fingerprint()}"
        if before == after:
            return UpgradeReport(before, after, seconds=time.perf_counter() - started)
        stored_engine(texts.manifest.engine, folder.path)
        documents, passages = texts.size()
        corrections = IndexCorrections.read(folder.path, None, has_corrections=texts.has_corrections())
        with ExitStack() as stack:
            writer = stack.enter_context(
                GenerationWriter(folder, None, texts.manifest.engine, FormTable(None, Lemmatizer()))
            )
            for name, entries in texts.dictionaries().items():
                writer.add_dictionary(name, entries)
            writer.has_vectors = has_vectors(texts.manifest)
            writer.replace_excluded(texts.excluded())
            writer.replace_name_variants(corrections.name_variants)
            writer.corrections = corrections.remembered
            workers = stack.enter_context(
                workers_for(
                    lambda: DocumentProcessor(None, writer.dictionary_table(), corrections.by_document),
                    jobs,
                    dask,
                    initialize_worker,
                    name_of,
                )
            )
            counted = _counted(texts.documents(), documents, progress)
            for batch in workers.map_ordered(DocumentProcessor.analyse, divided_batches(counted)):
                writer.add(batch)
                for document in batch.documents:
                    writer.add_successors(document.metadata.id, texts.successors(document.metadata.id))
            writer.commit(fingerprint(), workers, texts.manifest.sources, on_phase)
        orphans = tuple(orphans_of(folder, corrections))
    return UpgradeReport(before, after, documents, passages, time.perf_counter() - started, orphans)


def _state(texts: StoredTexts) -> str:
    return f"format {texts.manifest.format}; {texts.manifest.analyzer}"


def _counted(documents: Iterable[DividedDocument], total: int, progress: Progress | None) -> Iterator[DividedDocument]:
    for number, document in enumerate(documents, 1):
        yield document
        if progress is not None:
            progress(document.metadata.id, number, number / total)
