"""What can go wrong, as a tree.

    BisearchError
    ├── SourceError      a file that cannot be read as documents
    ├── TableError       a table of the user's with a line that is not a row
    ├── QueryError       a query that cannot be understood, with the place of the slip
    ├── PhraseTooWideError  a phrase with a slop that the engine has no answer for; a search makes a QueryError of it
    ├── AlignmentError   two texts that cannot be aligned
    ├── IndexClosedError  an index that is asked after it was closed
    ├── WorkerError      a worker process that has ended before its work was done
    └── StoredIndexError  anything wrong with an index on disk
        ├── IndexMissingError   no index at that place
        ├── IndexDamagedError   an index whose files are not what its manifest says
        ├── IndexVersionError   an index of another format, engine or dictionary
        ├── IndexWriteError     an index that cannot be written: no room, no right, a failing disk
        ├── IndexLockedError    another process is writing
        └── EngineMissingError  the engine of an index is not installed

The library raises these and, for an option that cannot be, `ValueError`; only the command line turns them into messages
and exit codes.
"""

from __future__ import annotations


class BisearchError(Exception):
    """The root of every error that bisearch raises on purpose."""


class _FileError(BisearchError):
    """A fault in a file: which file, which line, why, what to do.

    Attributes:
        path: the file (or other source) as the user named it.
        reason: one line, lower case, no full stop.
        line: 1-based line of the fault, where there is one.
    """

    def __init__(self, path: str, reason: str, line: int | None = None) -> None:
        self.path = path
        self.reason = reason
        self.line = line
        where = path if line is None else f"{path}:{line}"
        super().__init__(f"{where}: {reason}")


class SourceError(_FileError):
    """A source that cannot be read as documents.

    Attributes:
        source: the file whose documents are left out by it; of a pair, the one that stands for both.
    """

    def __init__(self, path: str, reason: str, line: int | None = None) -> None:
        super().__init__(path, reason, line)
        self.source = path


class TableError(_FileError):
    """A table of words that cannot be read."""


class QueryError(BisearchError):
    """A query that cannot be understood.

    Attributes:
        query: the whole query as typed.
        position: 0-based code point where the slip is; may equal `len(query)`.
        reason: one line, lower case, no full stop.
    """

    def __init__(self, query: str, position: int, reason: str) -> None:
        self.query = query
        self.position = position
        self.reason = reason
        super().__init__(f"{reason} (character {position + 1} of the query)")


class PhraseTooWideError(BisearchError):
    """A phrase of too many words with too large a slop for the engine; a search makes a `QueryError` of it."""


class AlignmentError(BisearchError):
    """Two texts that cannot be aligned: both of one language, or swapped."""


class IndexClosedError(BisearchError, ValueError):
    """An index is asked after it was closed; a `ValueError` as well, as of a closed file."""


class WorkerError(BisearchError):
    """A worker process has ended before its work was done: killed, or for want of memory."""


class StoredIndexError(BisearchError):
    """Something is wrong with an index on disk."""


class IndexMissingError(StoredIndexError):
    """There is no index at that place."""


class IndexDamagedError(StoredIndexError):
    """The index's files are not what its manifest says."""


class IndexVersionError(StoredIndexError):
    """The index was made by another version, engine or dictionary."""


class IndexWriteError(StoredIndexError):
    """The index cannot be written; what was committed is as it was."""


class IndexLockedError(StoredIndexError):
    """Another process is writing to this index."""


class EngineMissingError(StoredIndexError):
    """The engine that holds an index's postings is not installed."""
