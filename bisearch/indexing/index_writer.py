"""The writer that programs get from an open index: it deletes documents, and commits all changes or none."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from bisearch.errors import IndexClosedError
from bisearch.indexing.build import BuildRun, verified_manifest
from bisearch.indexing.options import BuildOptions, BuildReport
from bisearch.storage.documents import DocumentStore
from bisearch.storage.index_folder import DOCUMENTS

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import Self

    from bisearch.storage.index_folder import IndexFolder


class IndexWriter:
    """Changes the documents of an index in one commit; made by `Index.writer`.

    Use it in a ``with`` statement, in one thread. The end of the block commits all changes at once. After an exception
    in the block the index is unchanged. An index has one writer at a time, `build` and the commands included.

    Attributes:
        report: the changes; empty before the commit.
    """

    def __init__(self, folder: IndexFolder, wait: float = 0.0, on_commit: Callable[[], object] = lambda: None) -> None:
        self._folder = folder
        self._options = BuildOptions(wait=wait)
        self._on_commit = on_commit
        self._stack = ExitStack()
        self._store: DocumentStore | None = None
        self._deleted: set[str] = set()
        self.report = BuildReport()

    def delete(self, id_: str) -> bool:
        """Delete a document at the commit.

        A document that was read from a file returns when the file is indexed again.

        Args:
            id_: the document's id, in full.

        Returns:
            Whether the index has the document.

        Raises:
            IndexClosedError: the writer is used outside its ``with`` block.
            IndexDamagedError: the index is damaged.
        """
        has_document = self._open_store().document(id_) is not None and id_ not in self._deleted
        if has_document:
            self._deleted.add(id_)
        return has_document

    def __enter__(self) -> Self:
        """Lock the index for writing.

        Raises:
            IndexLockedError: another process, or another writer of this process, is writing to the index.
            IndexMissingError: the folder has no index.
            IndexDamagedError: the index is damaged.
            IndexVersionError: the index was built with another version.
            IndexWriteError: the index cannot be written.
        """
        with ExitStack() as stack:
            stack.enter_context(self._folder.writing(self._options.wait))
            self._committed = self._folder.manifest()
            verified_manifest(self._folder)
            documents = self._folder.generation(self._committed.generation) / DOCUMENTS
            self._store = stack.enter_context(DocumentStore(documents))
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Commit the changes, or discard them after an exception.

        Raises:
            IndexWriteError: the index cannot be written; it is unchanged.
        """
        self._store = None
        if kind is not None:
            self._stack.close()  # the error is the caller's own, so that the lock must not see it
            return
        with self._stack:
            run = BuildRun(self._folder, self._committed, self._options)
            self.report = run.run([], deleted=self._deleted)
        if self.report.is_changed:
            self._on_commit()

    def _open_store(self) -> DocumentStore:
        if self._store is None:
            raise IndexClosedError("the writer is closed; use it in a with statement: with index.writer() as writer:")
        return self._store
