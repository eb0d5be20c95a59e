"""What a search looks at: one committed generation, open; and how a newer one takes its place under way."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from bisearch.analysis.form_table import FormTable
from bisearch.analysis.lemmatizer import Lemmatizer
from bisearch.analysis.synonyms import SHIPPED, SynonymTable, read_synonyms
from bisearch.engines.registry import stored_engine
from bisearch.errors import BisearchError, IndexClosedError, IndexDamagedError
from bisearch.storage.documents import DocumentStore
from bisearch.storage.index_folder import DOCUMENTS, POSTINGS, VOCABULARY
from bisearch.storage.manifest import REBUILD
from bisearch.storage.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bisearch.engines.port import EngineReader
    from bisearch.storage.index_folder import IndexFolder


# What an index's owner may add to the shipped tables, in the index's folder.
TABLES = "tables"
EQUIVALENTS = "equivalents.txt"
# So many forms are kept in memory, of texts shown and queries asked.
KEPT_FORMS = 100_000


class Snapshot:
    """One committed generation, open for searching; safe to share between threads.

    Attributes:
        manifest: what is committed in it.
        store: its documents.
        postings: its postings.
        vocabulary: its words.
        forms: the lemmas of its words.

    Raises:
        IndexMissingError: no index there.
        IndexDamagedError: the index is not sound.
        IndexVersionError: the index is of another format, or of an engine that is not known here.
    """

    def __init__(self, folder: IndexFolder) -> None:
        self._folder = folder
        self.manifest, generation, lock = folder.hold()
        with ExitStack() as opened:
            opened.callback(lock.release)
            folder.verify(self.manifest)
            with self.blaming_damage():
                self.vocabulary = opened.enter_context(Vocabulary(generation / VOCABULARY))
                self.store = opened.enter_context(DocumentStore(generation / DOCUMENTS))
                self.postings = stored_engine(self.manifest.engine).read(generation / POSTINGS)
            opened.callback(self.postings.close)
            self._opened = opened.pop_all()
        self.forms = FormTable(self.store.lemmas, Lemmatizer(), self.manifest.analyzer, KEPT_FORMS)

    @cached_property
    def holdings(self) -> Holdings:
        """What of it a query is read against, the index's own table of equivalents included.

        Raises:
            TableError: that table has a line that is not a row.
        """
        own = self._folder.path / TABLES / EQUIVALENTS
        rows = read_synonyms(SHIPPED) + (read_synonyms(own) if own.exists() else [])
        return Holdings(self.store, self.postings, self.forms, self.vocabulary, SynonymTable(rows))

    @contextmanager
    def blaming_damage(self) -> Iterator[None]:
        """Say of an unexpected error that the index is damaged, where on a closer look it is.

        Engines and SQLite raise all sorts of errors over files that are not what they wrote.
        """
        try:
            yield
        except BisearchError:
            raise
        except Exception as error:
            line = next(self._folder.damage(self.manifest), None)
            if line is None:
                raise
            raise IndexDamagedError(f"{line}; {REBUILD}") from error

    def close(self) -> None:
        """Let go of its files; it is of no use afterwards."""
        self._opened.close()


class Snapshots:
    """The newest snapshot that was asked for; older ones stay open as long as a search uses them."""

    def __init__(self, folder: IndexFolder) -> None:
        self._folder = folder
        self._lock = Lock()
        self._refreshing = Lock()
        self._current: Snapshot | None = Snapshot(folder)
        self._users: dict[Snapshot, int] = {self._current: 1}  # this object is one user of the current snapshot

    @contextmanager
    def lease(self) -> Iterator[Snapshot]:
        """Give the current snapshot, which stays open in the block whatever happens outside.

        Raises:
            IndexClosedError: it is closed.
        """
        with self._lock:
            snapshot = self._current
            if snapshot is None:
                raise IndexClosedError("the index is closed")
            self._users[snapshot] += 1
        try:
            yield snapshot
        finally:
            self._leave(snapshot)

    def refresh(self) -> bool:
        """Take the newest committed generation; return whether it is another than before."""
        with self._refreshing:
            with self.lease() as snapshot:
                if self._folder.manifest().generation == snapshot.manifest.generation:
                    return False
            newer = Snapshot(self._folder)
            with self._lock:
                older, self._current = self._current, newer
                self._users[newer] = 1
            if older is None:  # closed meanwhile
                self.close()
                return False
            self._leave(older)
            return True

    def close(self) -> None:
        """Let go of the current snapshot once no search uses it; nothing can be leased afterwards."""
        with self._lock:
            snapshot, self._current = self._current, None
        if snapshot is not None:
            self._leave(snapshot)

    def _leave(self, snapshot: Snapshot) -> None:
        with self._lock:
            self._users[snapshot] -= 1
            is_last = self._users[snapshot] == 0
            if is_last:
                del self._users[snapshot]
        if is_last:
            snapshot.close()


class Holdings(NamedTuple):
    """What of an index a query is read against."""

    store: DocumentStore
    postings: EngineReader
    forms: FormTable
    vocabulary: Vocabulary
    equivalents: SynonymTable
