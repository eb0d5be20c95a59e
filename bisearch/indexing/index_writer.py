"""The writer that programs get from an open index: adds and deletes documents, and commits all changes or none."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from bisearch.errors import IndexClosedError
from bisearch.indexing.build import BuildRun, check_languages_of, verified_manifest
from bisearch.indexing.given_sources import GivenSources
from bisearch.indexing.options import BuildOptions, BuildReport
from bisearch.model import Document
from bisearch.sources.document_ids import DocumentIds
from bisearch.sources.memory import read_document
from bisearch.storage.index_folder import IndexFolder
from bisearch.validation import check_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import Self

    from bisearch.model import Origin
    from bisearch.storage.manifest import Manifest


class IndexWriter:
    """Changes the documents of an index in one commit; made by `Index.writer`.

    Use it in a ``with`` statement, in one thread. The end of the block commits all changes at once. After an exception
    in the block the index is unchanged. An index has one writer at a time, `build` and the commands included.

        with index.writer() as writer:
            writer.add(Document(id="letter-7", text_ru="Енот спит.", text_en="The raccoon sleeps."))
            writer.delete("letter-6")
        print(writer.report.added, writer.report.removed)

    Attributes:
        report: the changes; empty before the commit.
    """

    def __init__(
        self,
        folder: IndexFolder,
        wait: float = 0.0,
        on_commit: Callable[[], object] = lambda: None,
        manifest: Callable[[], Manifest] | None = None,
    ) -> None:
        if not isinstance(folder, IndexFolder):
            raise TypeError(f"a writer comes from an open index: index.writer(), not from {folder!r:.60}")
        self._folder = folder
        self._manifest = manifest or folder.manifest
        self._options = BuildOptions(wait=wait, strict=True)
        self._on_commit = on_commit
        self._stack = ExitStack()
        self._is_open = False
        self._origins: dict[str, Origin] = {}
        self._deleted: set[str] = set()
        self._added: dict[str, Document] = {}
        self.report = BuildReport()

    def add(self, document: Document) -> None:
        """Add a document at the commit.

        It replaces a document with the same id that a program gave before, also one added in this block. All documents
        of the block are aligned together at the commit and kept in memory until then.

        Args:
            document: a document without a file, e.g. ``Document(id="cable-1", text_ru=..., text_en=...)``.

        Raises:
            SourceError: the document has no text, a text is in the wrong language or too long, a value is malformed, or
                the id belongs to a document that was read from a file.
            IndexClosedError: the writer is used outside its ``with`` block.
            TypeError: `document` is not a `Document`.
        """
        self._require_open()
        if not isinstance(document, Document):
            raise TypeError(f"document must be a Document, not {document!r:.60}")
        checked = read_document(document)
        check_languages_of(checked)
        id_ = checked.metadata.id
        stored = {id_: self._origins[id_]} if id_ in self._origins and id_ not in self._deleted else {}
        checked = DocumentIds(stored, self._folder.path).assign_given(checked)
        self._added[checked.metadata.id] = checked

    def delete(self, id_: str) -> bool:
        """Delete a document at the commit.

        A document that was read from a file does not return when the file is indexed again, unless
        `BuildOptions.restore` is set.

        Args:
            id_: the document's id, in full.

        Returns:
            Whether there was a document with this id, in the index or added in this block.

        Raises:
            IndexClosedError: the writer is used outside its ``with`` block.
        """
        self._require_open()
        check_text(id_=id_)
        is_added = self._added.pop(id_, None) is not None
        is_stored = id_ in self._origins and id_ not in self._deleted
        if is_stored:
            self._deleted.add(id_)
        return is_added or is_stored

    def __enter__(self) -> Self:
        """Lock the index for writing.

        Raises:
            IndexLockedError: another process, or another writer of this process, is writing to the index.
            IndexMissingError: the folder has no index.
            IndexReplacedError: the folder has another index than the one that was opened.
            IndexDamagedError: the index is damaged.
            IndexVersionError: the index was built with another version.
            IndexWriteError: the index cannot be written.
        """
        with ExitStack() as stack:
            stack.enter_context(self._folder.writing(self._options.wait))
            self._committed = self._manifest()
            verified_manifest(self._folder)
            with self._folder.documents(self._committed) as store:
                self._origins = store.origins()
            self._is_open = True
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Commit the changes, or discard them after an exception.

        Raises:
            CorrectionsFileError: the file of corrections is missing or has a malformed line; the index is unchanged.
            IndexWriteError: the index cannot be written; it is unchanged.
        """
        self._is_open = False
        if kind is not None:
            self._stack.close()  # the error is the caller's own, so that the lock must not see it
            return
        with self._stack:
            run = BuildRun(self._folder, self._committed, self._options)
            self.report = run.run(GivenSources(self._added.values()), deleted=self._deleted)
        if self.report.is_changed:
            self._on_commit()

    def _require_open(self) -> None:
        if not self._is_open:
            raise IndexClosedError("the writer is closed; use it in a with statement: with index.writer() as writer:")
