"""One committed generation of an index, open for searching, and its replacement by a newer one while searches run."""

from __future__ import annotations

import os
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING
from weakref import WeakSet

from bisearch.analysis.fingerprint import check_fingerprint
from bisearch.analysis.form_table import FormTable
from bisearch.analysis.lemmatizer import Lemmatizer
from bisearch.analysis.synonyms import SHIPPED, SynonymTable, read_synonyms, rows_of_names
from bisearch.engines.registry import stored_engine
from bisearch.errors import BisearchError, IndexClosedError, IndexDamagedError, IndexReadError, TableError
from bisearch.searching.readers import IndexReaders
from bisearch.storage.documents import DocumentStore
from bisearch.storage.identity import seed_of
from bisearch.storage.index_folder import DOCUMENTS, POSTINGS, VECTORS, VOCABULARY, has_vectors
from bisearch.storage.manifest import REBUILD
from bisearch.storage.read_errors import system_errors_reported
from bisearch.storage.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bisearch.analysis.synonyms import Row
    from bisearch.meaning.vector_files import VectorFiles
    from bisearch.storage.index_folder import IndexFolder
    from bisearch.storage.locks import GenerationLock
    from bisearch.storage.manifest import Manifest


# The table in an index's folder with synonyms of its own, which are used beside those of the package.
TABLES = "tables"
OWN_SYNONYMS = "equivalents.txt"
# The number of forms of shown texts and of queries whose lemmas are kept in memory.
CACHED_FORMS = 100_000


class Snapshot:
    """One committed generation, open for searching; safe to share between threads.

    Everything is opened at once, so that a change of the working directory, or another index put in the place of this
    one, does not affect it.

    Attributes:
        manifest: the manifest of the generation.
        store: the documents.
        postings: the engine's postings.
        vocabulary: the words.
        forms: the lemmas of the words.
        vectors: the vectors of the passages; None if the index has none.

    Raises:
        IndexMissingError: the folder has no index.
        IndexDamagedError: the index is damaged.
        IndexReadError: the system does not let the index be read.
        IndexVersionError: the index has another format, or an unknown engine.
    """

    def __init__(self, folder: IndexFolder) -> None:
        self._folder = folder
        while True:
            self.manifest, self._generation, lock = folder.hold()
            try:
                self._open(lock)
            except IndexDamagedError:
                if folder.is_current(self.manifest):
                    raise
                continue  # another index was put in the place of this one in the meantime
            break
        self.forms = FormTable(self.store.lemmas, Lemmatizer(mapped=True), CACHED_FORMS)

    def _open(self, lock: GenerationLock) -> None:
        folder, manifest, generation = self._folder, self.manifest, self._generation
        with ExitStack() as opened:
            opened.callback(lock.release)
            self._inode = _inode(generation)
            folder.verify(manifest)
            with system_errors_reported(generation), self.damage_reported():
                self.vocabulary = opened.enter_context(Vocabulary(generation / VOCABULARY, manifest.identity))
                self.store = opened.enter_context(DocumentStore(generation / DOCUMENTS, manifest.identity))
                self.postings = stored_engine(manifest.engine, folder.path).read(
                    generation / POSTINGS, manifest.identity
                )
            opened.callback(self.postings.close)
            self.vectors = _vector_files(generation, manifest, opened)
            with system_errors_reported(generation):
                self._own_synonyms = _own_synonyms(generation.parent)
            if _inode(generation) != self._inode:
                raise IndexDamagedError(f"{generation}: replaced by another index while it was opened")
            self._opened = opened.pop_all()

    @cached_property
    def readers(self) -> IndexReaders:
        """The readers that a search uses, with the synonyms of the package and of the index.

        Raises:
            IndexVersionError: the index was built with other dictionaries than those installed.
            TableError: the index's own table of synonyms has a malformed line.
        """
        check_fingerprint(self._folder.path, self.manifest.analyzer)
        if isinstance(self._own_synonyms, TableError):
            raise self._own_synonyms
        rows = read_synonyms(SHIPPED) + self._own_synonyms
        names = SynonymTable(rows_of_names(self.store.name_variants()))
        return IndexReaders(
            self.store, self.postings, self.forms, self.vocabulary, SynonymTable(rows), names, self.vectors
        )

    @contextmanager
    def damage_reported(self) -> Iterator[None]:
        """Raise `IndexDamagedError` for an unexpected error in the block if a file of the index is damaged.

        Engines and SQLite raise errors of many types when they read a damaged file.
        """
        try:
            yield
        except BisearchError:
            raise
        except Exception as error:
            if _inode(self._generation) != self._inode:
                raise  # another index is here now, and this one's files are out of reach
            try:
                line = next(self._folder.damage(self.manifest, self._generation), None)
            except IndexReadError:
                raise error from None  # no more than this is known
            if line is None:
                raise
            raise IndexDamagedError(f"{line}; {REBUILD}") from error

    def close(self) -> None:
        """Close the files; the snapshot cannot be used afterwards."""
        self._opened.close()


def _vector_files(generation: Path, manifest: Manifest, opened: ExitStack) -> VectorFiles | None:
    """Open the vectors of a generation, which `opened` closes; None if it has none."""
    if not has_vectors(manifest):
        return None
    from bisearch.meaning.vector_files import VectorFiles  # noqa: PLC0415 -- few indexes have vectors

    names = [name for name in manifest.files if Path(name).parts[0] == VECTORS]
    with system_errors_reported(generation):
        files = VectorFiles(generation, names, seed_of(manifest.identity))
    opened.callback(files.close)
    return files


def _own_synonyms(index: Path) -> list[Row] | TableError:
    """Return the rows of an index's own table of synonyms, or its mistake; none if there is no table."""
    own = index / TABLES / OWN_SYNONYMS
    try:
        return read_synonyms(own) if own.exists() else []
    except TableError as error:
        return error


def _inode(folder: Path) -> tuple[int, int] | None:
    """Return which folder is at a path; None if there is none."""
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


class Snapshots:
    """The current snapshot of an index; older ones stay open as long as a search uses them.

    After a fork, the child opens a snapshot of its own when it first needs one: SQLite allows no process to use, or to
    close, what another one opened.
    """

    def __init__(self, folder: IndexFolder) -> None:
        self._folder = folder.absolute()
        self._lock = Lock()
        self._refreshing = Lock()
        self._current: Snapshot | None = Snapshot(folder)
        self._opened = self._current.manifest
        self._users: dict[Snapshot, int] = {self._current: 1}  # this object is one user of the current snapshot
        self._of_parent: list[Snapshot] = []  # kept, because freeing them would close them
        _all_snapshots.add(self)

    @contextmanager
    def lease(self) -> Iterator[Snapshot]:
        """Return the current snapshot, which stays open until the block ends.

        Raises:
            IndexClosedError: the snapshots have been closed.
        """
        with self._lock:
            if self._current is not None and self._current in self._of_parent:
                self._current = self._reopened()
                self._users = {self._current: 1}
            snapshot = self._current
            if snapshot is None:
                raise IndexClosedError("the index is closed")
            self._users[snapshot] += 1
        try:
            yield snapshot
        finally:
            self._leave(snapshot)

    def refresh(self) -> bool:
        """Open the newest committed generation; return whether it is newer than the current one.

        Raises:
            IndexReplacedError: another index is in the place of the opened one.
            StoredIndexError: the newer generation cannot be opened.
        """
        with self._refreshing:
            with self.lease() as snapshot:
                found = self._folder.require_same(self._opened)
                if (found.commit_id, found.generation) == (snapshot.manifest.commit_id, snapshot.manifest.generation):
                    return False
            newer = self._reopened()
            with self._lock:
                older, self._current = self._current, newer
                self._users[newer] = 1
            if older is None:  # closed in the meantime
                self.close()
                return False
            self._leave(older)
            return True

    @property
    def is_closed(self) -> bool:
        """Whether nothing can be leased any more."""
        return self._current is None

    def require_same(self) -> Manifest:
        """Return the manifest that is in the folder now.

        Raises:
            IndexReplacedError: it is another index's.
        """
        return self._folder.require_same(self._opened)

    def _reopened(self) -> Snapshot:
        """Return a snapshot of the generation that is committed now; raises errors as `refresh` does."""
        self._folder.require_same(self._opened)
        snapshot = Snapshot(self._folder)
        if snapshot.manifest.index_id != self._opened.index_id:
            snapshot.close()
            self._folder.require_same(self._opened)
            raise IndexDamagedError(f"{self._folder.path}: another index was put here and removed again")
        return snapshot

    def close(self) -> None:
        """Close the current snapshot as soon as no search uses it; nothing can be leased afterwards."""
        with self._lock:
            snapshot, self._current = self._current, None
        if snapshot is not None:
            self._leave(snapshot)

    def _leave(self, snapshot: Snapshot) -> None:
        if snapshot in self._of_parent:
            return
        with self._lock:
            self._users[snapshot] -= 1
            is_last = self._users[snapshot] == 0
            if is_last:
                del self._users[snapshot]
        if is_last:
            snapshot.close()

    def after_fork(self) -> None:
        """Give up, in the child of a fork, what the parent has open and locked."""
        self._lock, self._refreshing = Lock(), Lock()
        self._of_parent += self._users


_all_snapshots: WeakSet[Snapshots] = WeakSet()


def _after_fork() -> None:
    for snapshots in list(_all_snapshots):
        snapshots.after_fork()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
