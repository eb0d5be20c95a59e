"""Reads the documents of one build: those that a program gives, then those of files and folders; reports the rest."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from bisearch.errors import SourceError
from bisearch.indexing.removal import check_paths_exist, documents_from, missing_documents
from bisearch.indexing.source_list import SourceList
from bisearch.sources import reading
from bisearch.sources.accounting import Notice
from bisearch.sources.document_values import unread_date
from bisearch.sources.memory import read_document

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bisearch.indexing.given_sources import GivenSources
    from bisearch.indexing.options import BuildOptions, BuildReport, Progress
    from bisearch.model import Document
    from bisearch.sources.document_ids import DocumentIds
    from bisearch.storage.indexed_sources import IndexedSource

# How to remove all documents of a source.
TO_REMOVE_ALL = "to remove them, rebuild without it: bisearch index --rebuild PATH..."


class SourceReader:
    """Reads the sources of one build.

    Args:
        given: the sources that the caller has given.
        index: the index's folder.
        options: the options of the build.
        ids: the ids of the index.
        report: the report of the build; errors and notices are added to it.
        exclude: files that are no sources, wherever they are.
    """

    def __init__(  # noqa: PLR0913, PLR0917 -- the parts of one build
        self,
        given: GivenSources,
        index: Path,
        options: BuildOptions,
        ids: DocumentIds,
        report: BuildReport,
        exclude: Sequence[Path] = (),
    ) -> None:
        self._exclude = exclude
        self._given = given
        self._index = index
        self._options = options
        self._ids = ids
        self._report = report
        self._list: SourceList | None = None

    @property
    def sources(self) -> SourceList:
        """The files and folders; those of an iterator are known after its documents have been read."""
        if self._list is None:
            named = None if self._given.are_remembered else self._given.paths
            self._list = SourceList(named, self._index, self._options)
        return self._list

    @property
    def is_size_known(self) -> bool:
        """Whether the size of all documents of the program is known; that of an iterator's is not."""
        return self._given.size is not None

    def documents(self) -> Iterator[Document]:
        """Yield all documents with their ids.

        Raises:
            SourceError: an option asks for an error to stop the build.
        """
        return chain(self._given_documents(), self._documents_of_files())

    def bytes_of_files(self, progress: Progress | None) -> int:
        """Return the size of all sources in bytes; 0 if no progress is to be reported."""
        return 0 if progress is None else reading.total_bytes(self.sources.paths) + (self._given.size or 0)

    def leave_out(self, error: SourceError) -> None:
        """Report an error in a source, or raise it if the build is strict."""
        if self._options.strict:
            raise error
        self._report.left_out.append(error)

    def unreadable(self) -> list[str]:
        """Return the files and folders that could not be read so far."""
        return [error.source for error in self._report.left_out]

    def report_missing(self) -> list[str]:
        """Report the documents of the index that are no longer in their sources; return those that may be removed.

        Raises:
            SourceError: with `prune`, a source has no documents left, so that its disk may not be mounted.
        """
        missing = missing_documents(self.sources.paths, self._ids.missing_files(), self._ids.files, self.unreadable())
        for path, count in missing.emptied.items():
            reason = f"no documents found here, but {count:,} in the index are from here"
            if self._options.prune:
                raise SourceError(path, f"{reason}; nothing was removed; {TO_REMOVE_ALL}")
            self.leave_out(SourceError(path, f"{reason} and stay in it; is the disk mounted? {TO_REMOVE_ALL}"))
        if not self._options.prune:
            self._report.gone = missing.removable
        return missing.removable

    def remembered(self) -> tuple[IndexedSource, ...]:
        """Return the sources that the index remembers after the build, of which `report.removed` is complete."""
        removed = set(self._report.removed)
        kept = () if self._options.rebuild else (id_ for id_ in self._ids.missing_files() if id_ not in removed)
        files = [self._ids.absolute(self._ids.stored[id_].path) for id_ in kept]
        return self.sources.remembered([*self._ids.files, *files], only_these=self._options.rebuild)

    def _given_documents(self) -> Iterator[Document]:
        """Yield the documents that the program gives, checked."""
        for document in self._given.documents():
            try:
                checked = self._ids.assign_given(read_document(document))
            except SourceError as error:
                self.leave_out(error)
                continue
            if (reason := unread_date(checked.metadata)) is not None:
                self._report.notices.append(Notice(f"document {checked.metadata.id!r}", reason))
            yield checked

    def _documents_of_files(self) -> Iterator[Document]:
        """Yield the documents of files and folders."""
        if self._options.prune or self._options.rebuild:
            check_paths_exist(self.sources.paths)  # an iterator has given its paths by now
        self._leave_out_absent()
        for group in self.sources.present():
            yield from reading.read(
                group.paths,
                encoding=group.options.encoding,
                on_error=self.leave_out,
                on_unsupported=self._count_unsupported,
                on_passed_over=self._report.passed_over_text.append,
                on_notice=self._report.notices.append,
                exclude=(self._index, *self._exclude, *group.exclude),
                ids=self._ids,
                pairs=Path(group.options.pairs) if group.options.pairs is not None else None,
                separate_pages=group.options.separate_pages,
            )

    def _leave_out_absent(self) -> None:
        """Report the sources that do not exist; their documents stay in the index."""
        for path in self.sources.absent():
            stored = self._ids.stored.values()
            count = documents_from(path, (self._ids.absolute(each.path) for each in stored if each.is_file))
            stay = f", but {count:,} in the index are from here and stay in it; is the disk mounted?" if count else ""
            self.leave_out(SourceError(str(path), f"no such file or folder{stay}"))

    def _count_unsupported(self, path: Path) -> None:
        self._report.passed_over[path.suffix.lower()] += 1
