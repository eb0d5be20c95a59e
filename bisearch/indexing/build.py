"""Builds or updates an index: reads sources, has workers process documents, adds them and commits.

Only new and changed documents are aligned and analysed. A run that changes nothing writes nothing.
"""

from __future__ import annotations

import math
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

from bisearch.alignment.align import check_languages
from bisearch.analysis.fingerprint import check_fingerprint, fingerprint
from bisearch.analysis.form_table import FormTable
from bisearch.analysis.lemmatizer import Lemmatizer
from bisearch.corrections.corrections_file import INCOMPLETE
from bisearch.corrections.index_corrections import IndexCorrections
from bisearch.engines.registry import ENGINES, MAX_PASSAGES, stored_engine
from bisearch.errors import (
    AlignmentError,
    IndexMissingError,
    IndexReadError,
    IndexVersionError,
    SourceError,
    StoredIndexError,
)
from bisearch.indexing.batches import batches, divided_batches
from bisearch.indexing.corrected_documents import correct_again, orphans_of
from bisearch.indexing.dictionary_import import imported_dictionaries
from bisearch.indexing.document_processor import DocumentProcessor, both_texts, name_of
from bisearch.indexing.generation_writer import GenerationWriter
from bisearch.indexing.given_sources import CallerError, GivenSources, size_in_bytes
from bisearch.indexing.options import DEFAULT_ENGINE, BuildOptions, BuildReport, no_phase
from bisearch.indexing.reference_upkeep import keep_references
from bisearch.indexing.removal import check_folders_have_documents, check_paths_exist
from bisearch.indexing.source_list import SourceList
from bisearch.indexing.source_reader import SourceReader
from bisearch.indexing.vector_upkeep import are_current
from bisearch.indexing.worker_choice import workers_for
from bisearch.sources.accounting import Notice
from bisearch.sources.document_ids import RELATED_DOCUMENTS, DocumentIds
from bisearch.sources.likely_pairs import find_likely_pairs
from bisearch.storage.index_folder import DEFAULT_INDEX, IndexFolder, Manifest, has_vectors
from bisearch.storage.manifest import read_engine
from bisearch.storage.stored_texts import StoredTexts
from bisearch.validation import check_callable, check_types, path_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from bisearch.indexing.document_processor import DocumentWithOrigin
    from bisearch.indexing.given_sources import Source
    from bisearch.indexing.options import OnPhase, Progress
    from bisearch.indexing.prepared_documents import PreparedBatch
    from bisearch.indexing.workers import Workers
    from bisearch.model import Document
    from bisearch.storage.documents import DocumentStore


def build(  # noqa: PLR0913 -- callbacks, which are not options
    sources: Source | Iterable[Source] | None = None,
    index: str | Path = DEFAULT_INDEX,
    options: BuildOptions | None = None,
    progress: Progress | None = None,
    initialize_worker: Callable[[], None] | None = None,
    *,
    on_phase: OnPhase = no_phase,
) -> BuildReport:
    """Build or update an index from files and folders, or from documents that the program makes.

    If no documents are found, the index is unchanged, and a new one is not created.

        report = bisearch.build(["data", "more/cable.ru.txt"], "index")
        print(report.added, report.left_out)
        bisearch.build(Document(id="letter-7", text_ru="Енот спит.", text_en="The raccoon sleeps."), "index")

    A document that a program gives replaces one with the same id that a program gave before. It is left out if its id
    belongs to a document that was read from a file. It stays when files are indexed, with `prune` too.

    Args:
        sources: a file, a folder or a `Document`, or several, also an iterator. In folders, files of all formats in
            `bisearch.sources.reading.READERS` are read. Documents are indexed before files. None reads all files
            and folders again that the index remembers from earlier builds, with the options of then.
        index: folder of the index; created if it does not exist.
        options: how to build; None takes the defaults of `BuildOptions`.
        progress: called after each document with its id, the number of documents read so far, and about which share of
            the sources has been read, in [0, 1].
        initialize_worker: called in each worker process when it starts; a module's function, which can be pickled. Dask
            workers belong to their cluster and do not call it.
        on_phase: called with each phase of the work besides reading, and the share of it that is done.

    Returns:
        A report of the changes. Its `left_out` has the errors in sources; everything else is indexed.

    Raises:
        CorrectionsFileError: the file of corrections is missing or has a malformed line; the index is unchanged.
        SourceError: with `strict`, the first error in a source; with `prune` or `rebuild`, a path does not exist or has
            no documents left; with None, the index remembers no sources. The index is unchanged.
        IndexLockedError: another process is writing to the index.
        IndexVersionError: the index was built with another version, engine or dictionary.
        IndexDamagedError: the index is damaged.
        IndexWriteError: the index cannot be written; it is unchanged.
        WorkerError: a worker process died; the index is unchanged.
        ClusterError: the Dask scheduler or its workers cannot be reached, or have other versions; the index is
            unchanged.
        TypeError: a source is neither a path nor a document, or another argument has the wrong type.
    """
    check_types("BuildOptions", BuildOptions, options=options)
    options = options or BuildOptions()
    started = time.perf_counter()
    check_callable(progress=progress, initialize_worker=initialize_worker, on_phase=on_phase)
    folder = IndexFolder(path_of(index, "index"))
    given = GivenSources(sources)
    if given.are_remembered:
        check_sources_known(folder, options)
    if options.prune or options.rebuild:
        check_paths_exist(given.paths)
    try:
        with folder.writing(options.wait):
            committed = None if options.rebuild else verified_manifest(folder)
            report = BuildRun(folder, committed, options).run(given, progress, initialize_worker, on_phase=on_phase)
    except CallerError as error:
        raise error.__cause__ or error from None
    report.seconds = time.perf_counter() - started
    return report


def verified_manifest(folder: IndexFolder) -> Manifest | None:
    """Return the manifest of an undamaged index; None if there is no index."""
    try:
        manifest = folder.manifest()
    except IndexMissingError:
        return None
    folder.verify(manifest)  # a commit on top of damaged files would give them valid checksums
    stored_engine(manifest.engine, folder.path)
    check_fingerprint(folder.path, manifest.analyzer)
    return manifest


def _choose_engine(folder: IndexFolder, committed: Manifest | None, requested: str | None) -> str:
    """Return the engine to write with: the requested one, or else the index's, even if the index is damaged."""
    if committed is None:
        current = read_engine(folder.path)
        return requested or (current if current in ENGINES else None) or DEFAULT_ENGINE
    if requested not in {None, committed.engine}:
        raise IndexVersionError(
            f"{folder.path}: built with engine {committed.engine}, not {requested}; to change the engine, run:"
            f" bisearch index --rebuild --engine {requested} PATH..."
        )
    return committed.engine


class BuildRun:
    """One build, which makes all its changes in a single commit.

    Args:
        folder: folder of the index, locked for writing.
        committed: manifest of the index to update; None builds from scratch.
        options: options of the build.
    """

    def __init__(self, folder: IndexFolder, committed: Manifest | None, options: BuildOptions) -> None:
        self._folder = folder
        self._committed = committed
        self._options = options
        self._engine = _choose_engine(folder, committed, options.requested_engine)
        self._report = BuildReport()
        # The files of documents in one language.
        self._russian_only: list[str] = []
        self._english_only: list[str] = []
        # The documents that were added with other corrections than those of this build.
        self._outdated: set[str] = set()

    def run(
        self,
        given: GivenSources,
        progress: Progress | None = None,
        initialize_worker: Callable[[], None] | None = None,
        deleted: AbstractSet[str] = frozenset(),
        on_phase: OnPhase = no_phase,
    ) -> BuildReport:
        """Make all changes and commit them.

        Args:
            given: new, changed and unchanged documents, and files and folders with more.
            progress: see `build`.
            initialize_worker: see `build`.
            deleted: the ids of the documents to remove from an existing index.
            on_phase: see `build`.
        """
        with ExitStack() as stack:
            store = location = None
            if self._committed is not None:
                store = stack.enter_context(self._folder.documents(self._committed))
                location = store.location
            # A rebuild keeps the ids, the permanent references, and what was deleted.
            previous = _undamaged_documents(self._folder, stack) if store is None else store
            corrections = self._read_corrections(previous)
            origins = {} if previous is None else previous.origins()
            excluded = [] if previous is None else previous.excluded()
            excluded += ((id_, origins[id_]) for id_ in sorted(deleted) if origins[id_].is_file)
            kept = {id_: origin for id_, origin in origins.items() if id_ not in deleted}
            ids = DocumentIds(kept, self._folder.path, excluded, restore=self._options.restore)
            lemmatizer = Lemmatizer()
            forms = FormTable(store.lemmas if store is not None else None, lemmatizer)
            writer = stack.enter_context(
                GenerationWriter(self._folder, self._committed, self._engine, forms, self._options.cluster)
            )
            self._take_corrections(corrections, store, writer)
            self._choose_vectors(writer)
            if self._options.rebuild:
                for name, entries in imported_dictionaries(self._folder).items():
                    writer.add_dictionary(name, entries)
            seen = location if self._options.dask is None else None
            workers = stack.enter_context(
                workers_for(
                    lambda: DocumentProcessor(seen, writer.dictionary_table(), corrections.by_document),
                    self._options.jobs,
                    self._options.dask,
                    initialize_worker,
                    name_of,
                )
            )
            if self._options.rebuild and not given.may_have_documents:
                self._keep_given(previous, ids, workers, writer)
            reader = SourceReader(given, self._folder.path, self._options, ids, self._report, corrections.records.files)
            changed = self._new_and_changed(reader, ids, store, writer, progress, on_phase)
            changed_batches = batches(changed, workers.expect_several)
            for batch in workers.map_ordered(DocumentProcessor.prepare, changed_batches):
                self._add(batch, store, previous, writer)
            self._report.excluded = sorted(ids.excluded)
            self._report.paths = list(map(str, reader.sources.paths))
            if self._options.rebuild and self._report.is_changed:
                check_folders_have_documents(reader.sources.paths, [*ids.files, *reader.unreadable()])
            if store is not None:
                self._remove((ids.superseded | deleted) - ids.origins.keys(), store, writer)
                removable = reader.report_missing()
                self._remove(removable if self._options.prune else (), store, writer)
                recorrected = self._outdated.difference(self._report.changed, self._report.removed)
                self._report.corrected += correct_again(sorted(recorrected), store, workers, writer)
            self._report.likely_pairs = find_likely_pairs(self._russian_only, self._english_only)
            if self._report.is_changed:
                before = store.totals().passages if store is not None else 0
                writer.replace_excluded(ids.still_deleted())
                writer.commit(fingerprint(), workers, reader.remembered(), on_phase)
                self._count_passages(before, writer)
                self._report.vectors = writer.vectors
            elif self._committed is not None:
                self._folder.remember(self._committed, reader.remembered(), corrections.remembered)
        self._report.orphans = orphans_of(self._folder, corrections)
        return self._report

    def _choose_vectors(self, writer: GenerationWriter) -> None:
        """Decide whether the index is to have vectors, and whether that alone is a reason to commit.

        Raises:
            EncoderError: vectors are asked for, and there is no encoder.
        """
        committed, wanted = self._committed, self._options.vectors
        if wanted:
            from bisearch.meaning.encoder import require_encoder  # noqa: PLC0415 -- only with vectors

            require_encoder()  # before the work, not after it
        before = committed if committed is not None else _readable_manifest(self._folder)
        writer.has_vectors = (before is not None and has_vectors(before)) if wanted is None else wanted
        if committed is not None and wanted is not None:
            are_wrong = has_vectors(committed) != wanted or (wanted and not are_current(self._folder, committed))
            self._report.has_other_vectors = are_wrong

    def _read_corrections(self, previous: DocumentStore | None) -> IndexCorrections:
        """Read the corrections, which must still be there if the previous commit has any."""
        has_corrections = previous is not None and bool(previous.corrections() or previous.name_variants())
        named = self._options.corrections
        found = IndexCorrections.read(self._folder.path, named, has_corrections=has_corrections)
        if (line := found.records.incomplete_line) is not None:
            self._report.notices.append(Notice(f"{found.records.path}:{line}", INCOMPLETE))
        return found

    def _take_corrections(
        self, corrections: IndexCorrections, store: DocumentStore | None, writer: GenerationWriter
    ) -> None:
        """Compare the corrections with those of the last commit, and take over what belongs to no document."""
        writer.corrections = corrections.remembered
        self._outdated = set(corrections.outdated(store)) if store is not None else set()
        if corrections.name_variants != (store.name_variants() if store is not None else []):
            self._report.has_other_names = store is not None
            writer.replace_name_variants(corrections.name_variants)

    def _count_passages(self, before: int, writer: GenerationWriter) -> None:
        """Report the passages added, and whether the index has become large for its engine."""
        self._report.passages, self._report.tokens = writer.passages, writer.tokens
        limit = MAX_PASSAGES.get(self._engine, math.inf)
        self._report.is_large_for_engine = before <= limit < before + writer.passages

    def _keep_given(
        self,
        previous: DocumentStore | None,
        ids: DocumentIds,
        workers: Workers[DocumentProcessor],
        writer: GenerationWriter,
    ) -> None:
        """Add the documents that a program gave to the index that is rebuilt; they have no other source."""
        if previous is None:
            return
        given = (document for document in StoredTexts(self._folder).documents() if not document.origin.is_file)
        for batch in workers.map_ordered(DocumentProcessor.analyse, divided_batches(given)):
            for document in batch.documents:
                ids.origins[document.metadata.id] = document.origin
            self._add(batch, None, previous, writer)

    def _new_and_changed(  # noqa: PLR0913, PLR0917 -- the parts of one run
        self,
        reader: SourceReader,
        ids: DocumentIds,
        store: DocumentStore | None,
        writer: GenerationWriter,
        progress: Progress | None,
        on_phase: OnPhase,
    ) -> Iterator[DocumentWithOrigin]:
        """Yield the documents in the sources that are new or differ from the index's."""
        # The size of an iterator's documents is unknown until all have been read.
        total = reader.bytes_of_files(progress) if reader.is_size_known else None
        done = 0
        for document in reader.documents():
            id_ = document.metadata.id
            origin, old = ids.origins[id_], ids.stored.get(id_)
            if (
                store is None
                or old is None
                or old.content_hash != origin.content_hash
                or _has_new_links(document, store)
            ):
                if not _has_right_languages(document, reader):
                    continue
                yield document, origin
            elif old.path == origin.path:
                self._report.unchanged += 1
            elif id_ in self._outdated:
                yield document, origin
            elif (moved := store.document(id_)) is not None:
                writer.move(moved, document.metadata, origin)
                self._report.moved.append(id_)
            self._count_languages(document)
            if progress is not None:
                done += size_in_bytes(document)
                if total is None and origin.is_file:
                    total = done + reader.bytes_of_files(progress)
                progress(id_, len(ids.origins), 0.0 if total is None else min(1.0, done / max(1, total)))
        on_phase("aligning and analysing", None)

    def _count_languages(self, document: Document) -> None:
        if document.text_en is None:
            self._report.russian_only += 1
            self._russian_only += filter(None, [document.metadata.path])
        elif document.text_ru is None:
            self._report.english_only += 1
            self._english_only += filter(None, [document.metadata.path])
        else:
            self._report.both_sides += 1

    def _add(
        self,
        batch: PreparedBatch,
        store: DocumentStore | None,
        previous: DocumentStore | None,
        writer: GenerationWriter,
    ) -> None:
        for document in batch.documents:
            id_ = document.metadata.id
            old = store.document(id_) if store is not None else None
            if old is not None:
                writer.remove(old)
            (self._report.added if old is None else self._report.changed).append(id_)
        writer.add(batch)
        if previous is not None:
            keep_references(batch.documents, previous, writer)

    def _remove(self, ids: Iterable[str], store: DocumentStore, writer: GenerationWriter) -> None:
        for document in filter(None, map(store.document, sorted(ids))):
            writer.remove(document)
            self._report.removed.append(document.metadata.id)


def check_sources_known(folder: IndexFolder, options: BuildOptions) -> None:
    """Raise an error if an index does not exist or remembers no sources."""
    if not options.rebuild:
        folder.manifest()
    SourceList(None, folder.path, options)


def _has_right_languages(document: Document, reader: SourceReader) -> bool:
    try:
        check_languages_of(document)
    except SourceError as error:
        reader.leave_out(error)
        return False
    return True


def check_languages_of(document: Document) -> None:
    """Raise `SourceError` if a document's texts are swapped or in one language."""
    try:
        check_languages(*both_texts(document))
    except AlignmentError as error:
        raise SourceError(document.metadata.path or f"document {document.metadata.id!r}", str(error)) from error


def _has_new_links(document: Document, store: DocumentStore) -> bool:
    """Return whether a document has other links to translations of the same original than in the index."""
    links = document.metadata.fields.get(RELATED_DOCUMENTS)
    if links is None:
        return False
    stored = store.document(document.metadata.id)
    return stored is None or stored.metadata.fields.get(RELATED_DOCUMENTS) != links


def _readable_manifest(folder: IndexFolder) -> Manifest | None:
    """Return the manifest of an index that is to be rebuilt; None if it is damaged or missing."""
    try:
        return folder.manifest()
    except IndexReadError:
        raise
    except StoredIndexError:
        return None


def _undamaged_documents(folder: IndexFolder, stack: ExitStack) -> DocumentStore | None:
    """Return the documents of an index to be rebuilt, closed with `stack`; None if it is damaged or missing."""
    try:
        manifest = folder.manifest()
        folder.verify(manifest)
        return stack.enter_context(folder.documents(manifest))
    except IndexReadError:
        raise  # a rebuild without them would lose ids and documents of programs that are not damaged
    except StoredIndexError:
        return None
