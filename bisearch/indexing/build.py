"""Building and updating an index: sources, alignment, analysis, postings, commit.

Only documents that are new or whose content has changed are aligned and analysed; a run that changes nothing writes
nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from contextlib import ExitStack
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from bisearch.alignment.align import check_languages
from bisearch.analysis.form_table import FormTable
from bisearch.analysis.lemmatizer import Lemmatizer
from bisearch.engines.registry import ENGINES, stored_engine
from bisearch.errors import AlignmentError, IndexMissingError, IndexVersionError, SourceError, StoredIndexError
from bisearch.indexing.document_processor import DocumentProcessor, both_texts
from bisearch.indexing.index_writer import IndexWriter
from bisearch.indexing.workers import LocalWorkers, cores
from bisearch.sources import reading as sources
from bisearch.sources.limits import replace_undecodable
from bisearch.storage.documents import DocumentStore
from bisearch.storage.index_folder import DEFAULT_INDEX, DOCUMENTS, IndexFolder, Manifest
from bisearch.storage.manifest import read_engine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from bisearch.indexing.document_processor import PreparedBatch, Source
    from bisearch.model import Document
    from bisearch.storage.documents import StoredDocument
    from bisearch.storage.translations import TableEntry

    # Called after each document with its id, how many were read so far, and about which share of the sources is done.
    Progress: TypeAlias = Callable[[str, int, float], None]
from bisearch.indexing.options import DEFAULT_ENGINE, MAX_JOBS, BuildOptions, BuildReport

# With Whoosh, indexes of more passages are still sound and no longer quick; where one first grows so large, it is said.
LARGE = 200_000
# Documents are prepared together until their texts have so many code points; where any is to be aligned, until there
# are more, enough to learn from and little to hold.
BATCH, BATCH_TO_ALIGN = 500_000, 4_000_000


def build(
    paths: str | Path | Iterable[str | Path],
    index: str | Path = DEFAULT_INDEX,
    options: BuildOptions | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Build an index, or bring it up to date, from files and folders.

    A run that finds no document leaves an index as it was, and makes none. While it runs, Python does not look for
    cyclic garbage.

    Args:
        paths: files and folders to read, or one of them; every kind in `bisearch.sources.reading.READERS` is found.
        index: folder of the index, made where there is none.
        options: see `BuildOptions`.
        progress: called after each document with its id, how many were read so far, and about which share of the
            sources is done, in [0, 1].

    Returns:
        What was done. Faults in sources are in its `left_out`; the rest is indexed.

    Raises:
        SourceError: with `strict`, the first fault; with `prune` or `rebuild`, a path that is not there or has no
            document left; the index is as it was.
        IndexLockedError: another process is writing to this index.
        IndexVersionError: the index was made by another version, engine or dictionary.
        IndexDamagedError: what is there is not sound.
        IndexWriteError: the index cannot be written; it is as it was.
        WorkerError: a worker process was killed; the index is as it was.
    """
    options = options or BuildOptions()
    began = time.perf_counter()
    folder = IndexFolder(Path(index))
    named = [Path(path) for path in ([paths] if isinstance(paths, str | Path) else paths)]
    if options.prune or options.rebuild:
        _check_there(named)
    with folder.writing(options.wait):
        committed = None if options.rebuild else _committed(folder)
        report = _Build(folder, committed, options).run(named, progress)
    report.seconds = time.perf_counter() - began
    return report


def _committed(folder: IndexFolder) -> Manifest | None:
    try:
        manifest = folder.manifest()
    except IndexMissingError:
        return None
    folder.verify(manifest)  # nothing is built on damage, which would then bear a checksum of its own
    stored_engine(manifest.engine)
    return manifest


def _check_there(paths: Iterable[Path]) -> None:
    """Raise `SourceError` for a path that is not there: its documents would be taken for removed ones."""
    for path in paths:
        if not os.path.exists(path):  # noqa: PTH110 -- nor is one there that may not be looked at
            raise SourceError(str(path), "no such file or folder, and nothing is removed unless all are there")


def _engine(folder: IndexFolder, committed: Manifest | None, asked: str | None) -> str:
    """Return the name of the engine to write with: that asked for, or else that of the index, readable or not."""
    if committed is None:
        named = read_engine(folder.path)
        return asked or (named if named in ENGINES else None) or DEFAULT_ENGINE
    if asked not in {None, committed.engine}:
        raise IndexVersionError(
            f"{folder.path}: made with the engine {committed.engine}, not {asked}; leave the engine out to keep it, or"
            f" change it with: bisearch index --rebuild --engine {asked} PATH..."
        )
    return committed.engine


class _Build:
    """One run over the sources against what is committed."""

    def __init__(self, folder: IndexFolder, committed: Manifest | None, options: BuildOptions) -> None:
        self._folder = folder
        self._committed = committed
        self._options = options
        self._engine = _engine(folder, committed, options.engine)
        self._report = BuildReport()
        # The file of each document that was read, by the document's id.
        self._seen: dict[str, str] = {}

    def run(self, paths: Sequence[Path], progress: Progress | None) -> BuildReport:
        with ExitStack() as stack:
            path = store = expected = None
            if self._committed is not None:
                path = self._folder.generation(self._committed.generation) / DOCUMENTS
                store = stack.enter_context(DocumentStore(path))
                expected = self._committed.analyzer
            hashes = store.hashes() if store is not None else {}
            lemmatizer = Lemmatizer()
            table = FormTable(store.lemmas if store is not None else None, lemmatizer, expected)
            change = stack.enter_context(IndexWriter(self._folder, self._committed, self._engine, table))
            if self._options.rebuild:
                for name, entries in _imported(self._folder).items():
                    change.add_dictionary(name, entries)
            jobs = self._options.jobs or min(cores(), MAX_JOBS)
            workers = stack.enter_context(
                LocalWorkers(lambda: DocumentProcessor(path, expected, change.dictionary()), jobs)
            )
            batches = _batches(self._changed(paths, hashes, progress))
            for batch in workers.map_ordered(DocumentProcessor.prepare, batches):
                self._add(batch, store, change)
            if self._options.rebuild and self._report.is_changed:
                self._check_held(paths)
            if self._options.prune and store is not None:
                self._prune(paths, hashes.keys() - self._seen.keys(), store, change)
            if self._report.is_changed:
                self._report.passages, self._report.tokens = change.passages, change.tokens
                before = store.totals().passages if store is not None else 0
                change.commit(lemmatizer.fingerprint, workers)
                self._report.is_large_for_engine = (
                    change.engine == "whoosh" and before <= LARGE < before + change.passages
                )
        return self._report

    def _changed(
        self, paths: Sequence[Path], hashes: Mapping[str, bytes], progress: Progress | None
    ) -> Iterator[Source]:
        """Yield the documents of the sources that are new or not as the index has them."""
        total = sources.total_bytes(paths) if progress is not None else 0
        done = 0
        for document in sources.read(
            paths,
            encoding=self._options.encoding,
            on_error=self._leave_out,
            on_unsupported=self._pass_over,
            on_passed_over=self._report.passed_over_text.append,
            on_notice=self._report.notices.append,
            exclude=self._folder.path,
        ):
            id_ = document.metadata.id
            self._seen[id_] = document.metadata.path
            hash_ = _content_hash(document)
            if hash_ == hashes.get(id_):
                self._report.unchanged += 1
            elif self._is_sound(document):
                yield document, hash_
            if progress is not None:
                done += sum(len(text.encode()) for text in (document.text_ru, document.text_en) if text)
                progress(id_, len(self._seen), min(1.0, done / max(1, total)))

    def _held(self) -> set[str]:
        """Return the places of all files that were read, or could not be, and of the folders that they lie in."""
        files = {*self._seen.values(), *(error.source for error in self._report.left_out)}
        return {place for file in files for place in _with_folders(file)}

    def _check_held(self, paths: Sequence[Path]) -> None:
        """Raise `SourceError` for a folder without any document: it may be a disk that is not there."""
        held = self._held()
        for path in paths:
            if path.is_dir() and _place(str(path)) not in held:
                raise SourceError(str(path), "no document in it; to make the index anew without it, leave it out")

    def _prune(self, paths: Sequence[Path], unseen: Iterable[str], store: DocumentStore, change: IndexWriter) -> None:
        """Remove documents of some paths that those no longer hold, save where a fault may hide them.

        Raises:
            SourceError: a path has no document left. It may be a disk that is not there.
        """
        faulty = {_place(error.source) for error in self._report.left_out}
        vanished: dict[str, list[StoredDocument]] = {_place(str(path)): [] for path in paths}
        for stored in filter(None, map(store.document, sorted(unseen))):
            within = _with_folders(stored.metadata.path)
            if faulty.isdisjoint(within):
                for place in vanished.keys() & within:
                    vanished[place].append(stored)
        held = self._held()
        for place, documents in vanished.items():
            if documents and place not in held:
                reason = (
                    f"no document is left in it, and the index has {len(documents):,} from there, which stay; to remove"
                    " them, leave it out and build anew: bisearch index --rebuild PATH..."
                )
                raise SourceError(place, reason)
        removed = {stored.metadata.id: stored for documents in vanished.values() for stored in documents}
        for id_, stored in sorted(removed.items()):
            change.remove(stored)
            self._report.removed.append(id_)

    def _is_sound(self, document: Document) -> bool:
        try:
            check_languages(*both_texts(document))
        except AlignmentError as error:
            self._leave_out(SourceError(document.metadata.path, str(error)))
            return False
        return True

    def _add(self, batch: PreparedBatch, store: DocumentStore | None, change: IndexWriter) -> None:
        for document in batch.documents:
            id_ = document.metadata.id
            old = store.document(id_) if store is not None else None
            if old is not None:
                change.remove(old)
            (self._report.added if old is None else self._report.changed).append(id_)
        change.add(batch)

    def _pass_over(self, path: Path) -> None:
        self._report.passed_over[path.suffix.lower()] += 1

    def _leave_out(self, error: SourceError) -> None:
        if self._options.strict:
            raise error
        self._report.left_out.append(error)


def _batches(changed: Iterable[Source]) -> Iterator[list[Source]]:
    """Yield documents in batches that are large enough to be prepared together."""
    size = 0
    batch: list[Source] = []
    for document, hash_ in changed:
        batch.append((document, hash_))
        size += sum(map(len, both_texts(document)))
        if size > BATCH and (size > BATCH_TO_ALIGN or all(each.alignment is not None for each, _ in batch)):
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _imported(folder: IndexFolder) -> dict[str, list[TableEntry]]:
    """Return the dictionaries that an index has imported, none where it cannot be read: rebuilding mends damage."""
    found: dict[str, list[TableEntry]] = {}
    try:
        with DocumentStore(folder.generation(folder.manifest().generation) / DOCUMENTS) as store:
            for name, entry in store.translations.dictionary_entries():
                found.setdefault(name, []).append(entry)
    except StoredIndexError:
        return {}
    return found


def _place(path: str) -> str:
    """Return a path as it is compared with others: from the root, and as the index stores paths."""
    return replace_undecodable(os.path.abspath(path))  # noqa: PTH100 -- what is linked to stays where the link is


def _with_folders(path: str) -> set[str]:
    """Return the places of a file and of all folders that it lies in."""
    place = _place(path)
    return {place, *map(str, Path(place).parents)}


def _content_hash(document: Document) -> bytes:
    """Return a digest of all that a document's passages and metadata are made from, save where its file lies."""
    texts = (document.text_ru, document.text_en)
    values = json.dumps([asdict(replace(document.metadata, path="")), texts], ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(values.encode("utf-8", "surrogatepass"))
    if document.alignment is not None:
        digest.update(repr(document.alignment).encode())
    return digest.digest()
