"""Building and updating an index: sources, alignment, analysis, postings, commit.

Only documents that are new or whose content has changed are aligned and analysed; a run that changes nothing writes
nothing.
"""

from __future__ import annotations

import gc
import hashlib
import json
import time
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from bisearch import sources
from bisearch.alignment import check_languages
from bisearch.analysis.forms import FormTable, Lemmatizer
from bisearch.changing import Change
from bisearch.engines import stored_engine
from bisearch.errors import AlignmentError, IndexMissingError, SourceError, StoredIndexError
from bisearch.preparing import Preparer, both_texts
from bisearch.sources.limits import readable
from bisearch.storage.documents import DocumentStore
from bisearch.storage.folder import DEFAULT_INDEX, DOCUMENTS, IndexFolder, Manifest
from bisearch.workers import Workers, cores

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from bisearch.model import Document
    from bisearch.preparing import Batch, Source
    from bisearch.storage.documents import TableEntry

    # Called after each document with its id, how many were read so far, and about which share of the sources is done.
    Progress: TypeAlias = Callable[[str, int, float], None]

DEFAULT_ENGINE = "whoosh"
# With Whoosh, indexes of more passages are still sound and no longer quick; where one first grows so large, it is said.
LARGE = 200_000
# Documents are prepared together until their texts have so many code points; where any is to be aligned, until there
# are more, enough to learn from and little to hold.
BATCH, BATCH_TO_ALIGN = 500_000, 4_000_000
# The process that adds documents hardly keeps pace with more than so many that prepare them, at 400 MiB each.
MOST_JOBS = 8


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """How to build.

    Attributes:
        encoding: of all text files; None detects each file's.
        engine: of a new index; an index keeps the engine it was made with.
        strict: stop at the first fault in a source, with nothing changed.
        prune: remove documents that the sources no longer hold.
        rebuild: make the index anew from the sources, whatever is there.
        wait: for how many seconds to wait while another process writes to the index; may be infinite.
        jobs: how many processes to prepare documents by, for all but small sources; None is one for each core, at most
            `MOST_JOBS`. The index is the same by any number.
    """

    encoding: str | None = None
    engine: str = DEFAULT_ENGINE
    strict: bool = False
    prune: bool = False
    rebuild: bool = False
    wait: float = 0.0
    jobs: int | None = None


@dataclass(slots=True)
class BuildReport:
    """What a run did.

    Attributes:
        added: ids of new documents; likewise `changed`, `removed`.
        unchanged: how many documents were as the index has them.
        passages: how many passages were added.
        tokens: how many words they hold, both sides together.
        left_out: the faults for which something was left out.
        is_large_for_engine: whether the index has just grown to more passages than its engine searches well.
        seconds: wall time.
    """

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: int = 0
    passages: int = 0
    tokens: int = 0
    left_out: list[SourceError] = field(default_factory=list)
    is_large_for_engine: bool = False
    seconds: float = 0.0

    @property
    def is_changed(self) -> bool:
        """Whether anything was written."""
        return bool(self.added or self.changed or self.removed)


def build(
    paths: Iterable[str | Path],
    index: str | Path = DEFAULT_INDEX,
    options: BuildOptions | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Build an index, or bring it up to date, from files and folders.

    While it runs, Python does not look for cyclic garbage.

    Args:
        paths: files and folders to read; every kind in `bisearch.sources.READERS` is found.
        index: folder of the index, made where there is none.
        options: see `BuildOptions`.
        progress: called after each document with its id, how many were read so far, and about which share of the
            sources is done, in [0, 1].

    Returns:
        What was done. Faults in sources are in its `left_out`; the rest is indexed.

    Raises:
        SourceError: with `strict`, the first fault; the index is as it was.
        IndexLockedError: another process is writing to this index.
        IndexVersionError: the index was made by another version or dictionary.
        IndexDamagedError: what is there is not sound.
        IndexWriteError: the index cannot be written; it is as it was.
        WorkerError: a worker process was killed; the index is as it was.
    """
    options = options or BuildOptions()
    began = time.perf_counter()
    folder = IndexFolder(Path(index))
    with _without_cycles(), folder.writing(options.wait):
        committed = None if options.rebuild else _committed(folder)
        report = _Build(folder, committed, options).run([Path(path) for path in paths], progress)
    report.seconds = time.perf_counter() - began
    return report


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What the import of a dictionary did.

    Attributes:
        name: the dictionary's; another import under the same name replaces this one.
        pairs: how many pairs of lemmas it holds.
        used: how many of them the index has met on both sides, in whatever form.
    """

    name: str
    pairs: int
    used: int


def import_dictionary(path: str | Path, index: str | Path = DEFAULT_INDEX) -> ImportReport:
    """Read a dictionary into an index: a prior for what its own beads teach, and for queries where they teach nothing.

    Args:
        path: a dictd or StarDict dictionary, or a TSV table; see `bisearch.lexicon.importing`.
        index: folder of the index.

    Raises:
        SourceError: the dictionary cannot be read.
        IndexMissingError: no index there.
        IndexLockedError: another process is writing to this index.
        IndexVersionError: the index was made by another version or dictionary.
        IndexDamagedError: what is there is not sound.
    """
    from bisearch.lexicon.importing import name_of, read_entries  # noqa: PLC0415 -- indexing starts without

    folder = IndexFolder(Path(index))
    folder.manifest()
    lemmatizer = Lemmatizer()
    name = readable(name_of(Path(path)))
    entries = read_entries(Path(path), lemmatizer)
    with folder.writing(), ExitStack() as stack:
        committed = folder.manifest()
        store = stack.enter_context(DocumentStore(folder.generation(committed.generation) / DOCUMENTS))
        table = FormTable(store.lemmas, lemmatizer, committed.analyzer)
        change = stack.enter_context(Change(folder, committed, committed.engine, table))
        change.add_dictionary(name, entries)
        met = change.lemmas()
        change.commit(committed.analyzer, stack.enter_context(Workers(lambda: Preparer(None, None, {}), 1)))
    used = sum(entry.ru in met and entry.en in met for entry in entries)
    return ImportReport(name, len(entries), used)


@contextmanager
def _without_cycles() -> Iterator[None]:
    """Keep Python from looking for cyclic garbage: there is none among the millions of objects that are made here."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _committed(folder: IndexFolder) -> Manifest | None:
    try:
        manifest = folder.manifest()
    except IndexMissingError:
        return None
    folder.verify(manifest)  # nothing is built on damage, which would then bear a checksum of its own
    stored_engine(manifest.engine)
    return manifest


class _Build:
    """One run over the sources against what is committed."""

    def __init__(self, folder: IndexFolder, committed: Manifest | None, options: BuildOptions) -> None:
        self._folder = folder
        self._committed = committed
        self._options = options
        self._report = BuildReport()

    def run(self, paths: Sequence[Path], progress: Progress | None) -> BuildReport:
        with ExitStack() as stack:
            path = store = expected = None
            if self._committed is not None:
                path = self._folder.generation(self._committed.generation) / DOCUMENTS
                store = stack.enter_context(DocumentStore(path))
                expected = self._committed.analyzer
            lemmatizer = Lemmatizer()
            table = FormTable(store.lemmas if store is not None else None, lemmatizer, expected)
            change = stack.enter_context(Change(self._folder, self._committed, self._options.engine, table))
            if self._options.rebuild:
                for name, entries in _imported(self._folder).items():
                    change.add_dictionary(name, entries)
            workers = stack.enter_context(
                Workers(
                    lambda: Preparer(path, expected, change.dictionary()), self._options.jobs or min(cores(), MOST_JOBS)
                )
            )
            for batch in workers.ordered("prepare", self._batches(paths, store, change, progress)):
                self._add(batch, store, change)
            if change.is_begun or self._committed is None:
                self._report.passages, self._report.tokens = change.passages, change.tokens
                before = store.totals().passages if store is not None else 0
                change.commit(lemmatizer.fingerprint, workers)
                self._report.is_large_for_engine = (
                    change.engine == DEFAULT_ENGINE and before <= LARGE < before + change.passages
                )
        return self._report

    def _batches(
        self, paths: Sequence[Path], store: DocumentStore | None, change: Change, progress: Progress | None
    ) -> Iterator[list[Source]]:
        """Yield the new and changed documents of the sources; then remove what those no longer hold, where asked to."""
        hashes = store.hashes() if store is not None else {}
        seen: set[str] = set()
        total = sources.total_bytes(paths) if progress is not None else 0
        done = size = 0
        batch: list[Source] = []
        for document in sources.read(paths, encoding=self._options.encoding, on_error=self._leave_out):
            id_ = document.metadata.id
            seen.add(id_)
            hash_ = _content_hash(document)
            if hash_ == hashes.get(id_):
                self._report.unchanged += 1
            elif self._is_sound(document):
                batch.append((document, hash_))
                size += sum(map(len, both_texts(document)))
                if size > BATCH and (size > BATCH_TO_ALIGN or all(each.alignment is not None for each, _ in batch)):
                    yield batch
                    batch, size = [], 0
            if progress is not None:
                done += sum(len(text.encode()) for text in (document.text_ru, document.text_en) if text)
                progress(id_, len(seen), min(1.0, done / max(1, total)))
        if batch:
            yield batch
        if self._options.prune and store is not None:
            faulty = {readable(error.source) for error in self._report.left_out}
            for id_ in sorted(hashes.keys() - seen):
                stored = store.document(id_)
                if stored is not None and faulty.isdisjoint(_with_folders(stored.metadata.path)):
                    change.remove(stored)
                    self._report.removed.append(id_)

    def _is_sound(self, document: Document) -> bool:
        try:
            check_languages(*both_texts(document))
        except AlignmentError as error:
            self._leave_out(SourceError(document.metadata.path, str(error)))
            return False
        return True

    def _add(self, batch: Batch, store: DocumentStore | None, change: Change) -> None:
        for document in batch.documents:
            id_ = document.metadata.id
            old = store.document(id_) if store is not None else None
            if old is not None:
                change.remove(old)
            (self._report.added if old is None else self._report.changed).append(id_)
        change.add(batch)

    def _leave_out(self, error: SourceError) -> None:
        if self._options.strict:
            raise error
        self._report.left_out.append(error)


def _imported(folder: IndexFolder) -> dict[str, list[TableEntry]]:
    """Return the dictionaries that an index has imported, none where it cannot be read: rebuilding mends damage."""
    found: dict[str, list[TableEntry]] = {}
    try:
        with DocumentStore(folder.generation(folder.manifest().generation) / DOCUMENTS) as store:
            for name, entry in store.entries():
                found.setdefault(name, []).append(entry)
    except StoredIndexError:
        return {}
    return found


def _with_folders(path: str) -> set[str]:
    """Return a file's path and those of all folders that it lies in."""
    return {path, *map(str, Path(path).parents)}


def _content_hash(document: Document) -> bytes:
    """Return a digest of all that a document's passages and metadata are made from, save where its file lies."""
    texts = (document.text_ru, document.text_en)
    values = json.dumps([asdict(replace(document.metadata, path="")), texts], ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(values.encode("utf-8", "surrogatepass"))
    if document.alignment is not None:
        digest.update(repr(document.alignment).encode())
    return digest.digest()
