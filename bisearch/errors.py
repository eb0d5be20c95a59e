"""The errors that bisearch raises, as a tree.

    BisearchError
    ├── SourceError         a file cannot be read as documents
    ├── TableError          a line of a word table is malformed
    ├── CorrectionError     a correction cannot be made
    ├── CorrectionsFileError  a file of corrections cannot be read, or a line of it is malformed
    ├── CollectionError     a file of a test collection, or a run, cannot be used
    ├── PermanentReferenceError  a permanent reference is malformed, or leads to nothing
    ├── QueryError          a query cannot be understood; names the position of the mistake
    │   └── QueryCostError  a query would take too much time or memory
    ├── SearchTimeoutError  a search was stopped at its time limit
    ├── PhraseTooWideError  a phrase's slop is too large for the engine; a search turns it into a QueryError
    ├── DocumentIdError     no document, or more than one, has an id or the beginning of one
    ├── ExportError         hits cannot be exported: unknown format, unwritable file, missing library
    ├── AlignmentError      two texts cannot be aligned
    ├── IndexClosedError    an index is used after it was closed
    ├── EncoderError        texts cannot be encoded for a search by meaning, or not compared with the index's vectors
    ├── WorkerError         a worker process died
    ├── ServerError         a server cannot listen at an address
    ├── ClusterError        a cluster that the user named cannot be reached, or cannot do the work
    └── StoredIndexError    something is wrong with an index on disk
        ├── IndexMissingError   there is no index at the path
        ├── IndexDamagedError   the index's files do not match its manifest
        ├── IndexReadError      the system does not let the index be read: permissions, open files, a failing disk
        ├── IndexReplacedError  another index is in the place of the one that is open
        ├── IndexVersionError   the index needs another version of the format, the engine or a dictionary
        ├── IndexWriteError     the index cannot be written: disk full, no permission, failing disk
        ├── IndexLockedError    another process is writing to the index
        └── EngineMissingError  the index's engine is not installed

The library raises these, and `ValueError` for an invalid option. Only the command line turns them into messages and
exit codes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

from typing import NamedTuple


class BisearchError(Exception):
    """The base class of all errors that bisearch raises on purpose; all of them can be pickled and copied."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how to restore the error, whose message is not among the arguments of its class."""
        return _restored, (type(self), self.args, self.__dict__)


def _restored(kind: type[BisearchError], arguments: tuple[Any, ...], values: dict[str, Any]) -> BisearchError:
    error = kind.__new__(kind, *arguments)
    error.__dict__.update(values)
    return error


class _FileError(BisearchError):
    """An error in a file, with its place and reason.

    Attributes:
        path: the file, or another source, as the user named it.
        reason: one line in lower case, without a full stop.
        line: line number, from 1; None if the error concerns the whole file.
    """

    def __init__(self, path: str, reason: str, line: int | None = None) -> None:
        self.path = path
        self.reason = reason
        self.line = line
        where = path if line is None else f"{path}:{line}"
        super().__init__(f"{where}: {reason}")


class SourceError(_FileError):
    """A source cannot be read as documents.

    Attributes:
        path: the file with the error, as the user named it.
        reason: one line in lower case, without a full stop.
        line: line number, from 1; None if the error concerns the whole file.
        source: the file whose documents are skipped because of the error. For a pair of files it is the first of the
            pair, even if `path` is the second.
    """

    def __init__(self, path: str, reason: str, line: int | None = None) -> None:
        super().__init__(path, reason, line)
        self.source = path


class TableError(_FileError):
    """A word table cannot be read."""


class CorrectionError(BisearchError):
    """A correction cannot be made: what it names is not in the index, or it would change nothing."""


class CorrectionsFileError(_FileError):
    """A file of corrections cannot be read, or one of its lines is malformed."""


class CollectionError(_FileError):
    """A test collection's documents, topics or judgements, or a run, cannot be used."""


class Mending(NamedTuple):
    """A change to a query that removes a mistake.

    Attributes:
        start: first code point to replace.
        end: code point after the last one to replace.
        text: the text to put there.
    """

    start: int
    end: int
    text: str = " "


class PermanentReferenceError(BisearchError):
    """A permanent reference is malformed, or the index no longer has what it refers to."""


class QueryError(BisearchError):
    """A query cannot be understood.

    Attributes:
        query: the whole query as typed.
        position: code point of the mistake in `query`, from 0; may equal `len(query)`.
        reason: one line in lower case, without a full stop.
        mending: a change that removes this mistake; None if none is known.
        instead: a query without any mistake that a search can run instead; empty if none is known.
    """

    def __init__(self, query: str, position: int, reason: str, mending: Mending | None = None) -> None:
        self.query = query
        self.position = position
        self.reason = reason
        self.mending = mending
        self.instead = ""
        super().__init__(f"{reason} (character {position + 1} of the query)")


class QueryCostError(QueryError):
    """A query is understood, but would take more time or memory than a search may use."""


class EncoderError(BisearchError):
    """The sentence encoder is missing or unknown, or an index has no vectors that can be compared with its own."""


class SearchTimeoutError(BisearchError):
    """A search was stopped because it took longer than `SearchOptions.timeout`."""


class DocumentIdError(BisearchError):
    """No document has an id, or several have ids that begin like it.

    Attributes:
        id: the id, or the beginning of one, as the user gave it.
        candidates: the ids that begin like it, or else similar ids; at most 10.
    """

    def __init__(self, id_: str, reason: str, candidates: Sequence[str]) -> None:
        self.id = id_
        self.candidates = tuple(candidates)
        super().__init__(f"{reason}{': ' if candidates else ''}{', '.join(candidates)}")


class ServerError(BisearchError):
    """A server cannot listen at an address: the port is in use or not permitted."""


class ClusterError(BisearchError):
    """A cluster that the user named cannot be reached, or cannot do the work; nothing has changed."""


class PhraseTooWideError(BisearchError):
    """A phrase has too many words for its slop; a search turns this into a `QueryError`."""


class ExportError(BisearchError):
    """Hits cannot be exported: the format is unknown, the file cannot be written, or a library is missing."""


class AlignmentError(BisearchError):
    """Two texts cannot be aligned: both are in one language, or they are swapped."""


class IndexClosedError(BisearchError, ValueError):
    """An index is used after it was closed; also a `ValueError`, as for a closed file."""


class WorkerError(BisearchError):
    """A worker process died before its work was done: killed, or out of memory."""


class StoredIndexError(BisearchError):
    """Something is wrong with an index on disk."""


class IndexMissingError(StoredIndexError):
    """There is no index at the path."""


class IndexDamagedError(StoredIndexError):
    """The index's files do not match its manifest, or have contents that no index has."""


class IndexReadError(StoredIndexError):
    """The system does not let the index be read: no permission, too many open files, a failing disk; no damage."""


class IndexReplacedError(StoredIndexError):
    """Another index is in the place of the one that is open; the open one can still be searched."""


class IndexVersionError(StoredIndexError):
    """The index needs another version of the format, the engine or a dictionary."""


class IndexWriteError(StoredIndexError):
    """The index cannot be written; the message says whether the change was committed."""


class IndexLockedError(StoredIndexError):
    """Another process is writing to the index."""


class EngineMissingError(StoredIndexError):
    """The index's engine is not installed."""
