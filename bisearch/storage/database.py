"""The SQLite files of a generation: read by many threads, written by one process."""

from __future__ import annotations

import re
import sqlite3
import threading
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from bisearch.errors import IndexDamagedError, StoredIndexError
from bisearch.lazy_pattern import lazy_pattern
from bisearch.storage.identity import seed_of
from bisearch.storage.per_thread import PerThread
from bisearch.storage.read_errors import system_error_of_sqlite

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from bisearch.storage.identity import Identity

_Value = TypeVar("_Value")

# Parameters of one statement; old builds of SQLite allow at most 999.
PARAMETERS = 900
# Bytes of a page of a new file. Blocks of passages would leave a fifth of SQLite's default pages of 4,096 bytes empty.
PAGE = 8192
_IDENTITY = "CREATE TABLE identity (index_id TEXT NOT NULL, commit_id TEXT NOT NULL)"
# SQLite's level of thread safety at which threads may share a connection.
_SERIALIZED = 3
# The errors of reading malformed contents.
_UNREADABLE = (
    sqlite3.DatabaseError, zlib.error, ValueError, LookupError, TypeError, ArithmeticError, AttributeError,
    RecursionError,
)  # fmt: skip
_COMPUTED = lazy_pattern(r"\b(VIRTUAL|AS|WHERE|CHECK|DEFAULT|COLLATE|REFERENCES)\b|\([^)]*\(", re.IGNORECASE)


class Database:
    """A committed SQLite file, open for reading; each thread has its own connection.

    Args:
        path: the file.
        table: a table that the file must have.
        identity: the identity of the generation that the file must belong to; None accepts any, also a file without.

    Attributes:
        seed: the seed of the checksums of its rows.

    Raises:
        IndexDamagedError: the file is no database, lacks the table, has contents that no index has, or belongs to
            another generation.
    """

    def __init__(self, path: Path, table: str, identity: Identity | None = None) -> None:
        self._path = path.absolute()
        self._identity = identity
        self.seed = seed_of(identity)
        with self.reporting_damage():
            self._first = self._open()
        # The thread that opens the file is usually the one that reads it.
        self._owner = threading.get_ident()
        self._connections = PerThread(self._connect, self._disconnect)
        try:
            with self.reporting_damage():
                self._check_schema()
                self.connection().execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone()  # noqa: S608 -- our own names
        except StoredIndexError:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file for all threads."""
        self._connections.close()
        self._first.close()

    @property
    def location(self) -> tuple[Path, Identity | None]:
        """The file and the identity that it was opened with, with which another process opens it too."""
        return self._path, self._identity

    def connection(self) -> sqlite3.Connection:
        """Return the calling thread's connection."""
        return self._connections.get()

    def _connect(self) -> sqlite3.Connection:
        """Return a connection for the calling thread.

        The file may have been moved or removed since it was opened, or another index may have been put in its place.
        Then the thread shares the connection that opened the file, which SQLite serializes.

        Raises:
            IndexDamagedError: it is so, and this build of SQLite cannot share connections between threads.
        """
        if threading.get_ident() == self._owner:
            return self._first
        try:
            return self._open()
        except (sqlite3.Error, IndexDamagedError):
            if sqlite3.threadsafety < _SERIALIZED:
                raise
            return self._first

    def _disconnect(self, connection: sqlite3.Connection) -> None:
        if connection is not self._first:
            connection.close()

    def _open(self) -> sqlite3.Connection:
        """Open the file and check that it belongs to the right generation."""
        # A committed generation never changes, so no locks are needed.
        uri = f"{self._path.as_uri()}?immutable=1"
        connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        try:
            connection.execute("PRAGMA trusted_schema = OFF")
            if self._identity is not None:
                self._check_identity(connection, self._identity)
        except BaseException:
            connection.close()
            raise
        return connection

    def _check_identity(self, connection: sqlite3.Connection, identity: Identity) -> None:
        if connection.execute("SELECT index_id, commit_id FROM identity").fetchone() != identity:
            raise IndexDamagedError(f"{self._path}: belongs to another index or commit")

    def _check_schema(self) -> None:
        """Raise `IndexDamagedError` if the file has views, triggers or expressions, which could run for ever."""
        for kind, name, sql in self.connection().execute("SELECT type, name, sql FROM sqlite_master"):
            if kind not in {"table", "index"} or _is_computed(sql or ""):
                raise IndexDamagedError(f"{self._path}: has the {kind} {name!r}, which no index has")

    def verify(self) -> None:
        """Read the whole file.

        Raises:
            IndexDamagedError: its structure is damaged, or a value has another type than its column.
        """
        with self.reporting_damage():
            connection = self.connection()
            (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            if found != "ok":
                raise IndexDamagedError(f"{self._path}: {found}")
            for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                self._verify_types(connection, table)

    def _verify_types(self, connection: sqlite3.Connection, table: str) -> None:
        """Raise `IndexDamagedError` if a value of a table has another type than its column."""
        for _, name, kind, *_ in connection.execute(f'PRAGMA table_info("{table}")').fetchall():
            expected = (kind.lower(), "null")
            select = f'SELECT 1 FROM "{table}" WHERE typeof("{name}") NOT IN (?, ?) LIMIT 1'  # noqa: S608 -- names of the schema
            if connection.execute(select, expected).fetchone() is not None:
                raise IndexDamagedError(f"{self._path}: a value of {table}.{name} is no {kind.lower()}")

    @contextmanager
    def reporting_damage(self) -> Iterator[None]:
        """Raise `IndexDamagedError` in place of SQLite's errors for unreadable contents, else `IndexReadError`."""
        try:
            yield
        except _UNREADABLE as error:
            raise system_error_of_sqlite(self._path, error) or IndexDamagedError(f"{self._path}: {error}") from error

    def select_in(self, select: str, values: Iterable[str | int], then: str = "") -> Iterator[tuple[Any, ...]]:
        """Yield the rows selected by a statement that ends in ``IN``, for the given values.

        Args:
            select: the statement; it is executed for some thousands of the values at a time.
            values: the values.
            then: what follows them in the statement.
        """
        for some in _batches(values):
            with self.reporting_damage():
                yield from self.connection().execute(f"{select} ({','.join('?' * len(some))}) {then}", some)

    def select_given(self, select: str, values: Iterable[str | int]) -> Iterator[tuple[Any, ...]]:
        """Yield the rows selected by a statement from a table ``given`` of the given values; it joins other tables.

        The table has one column, ``value``; some of its rows may be NULL.
        """
        for some in _batches(values, None):
            with self.reporting_damage():
                rows = ",".join(["(?)"] * len(some))
                yield from self.connection().execute(f"WITH given(value) AS (VALUES {rows}) {select}", some)


def texts(values: Iterable[Any]) -> list[str]:
    """Return values of a column of text as a list.

    Raises:
        TypeError: one of them is no text; SQLite keeps a value of any type in any column.
    """
    found = list(values)
    "".join(found)  # the fastest way to look at all types
    return found


def _batches(values: Iterable[_Value], *filler: _Value) -> Iterator[tuple[_Value, ...]]:
    """Yield values in tuples of a few lengths, so that SQLite compiles few different statements.

    Args:
        values: the values.
        filler: the value that fills a tuple up; none repeats the last one.
    """
    listed = tuple(values)
    for start in range(0, len(listed), PARAMETERS):
        some = listed[start : start + PARAMETERS]
        length = min(PARAMETERS, 1 << (len(some) - 1).bit_length())
        yield some + (filler or some[-1:]) * (length - len(some))


class DatabaseWriter:
    """An uncommitted file, open for one transaction; the tables of a new file are created.

    It needs no journal, because no other process reads it and the generation is synced and committed as a whole.

    Args:
        path: the file; created if it does not exist.
        schema: the statements that create the tables.
        identity: the identity of the generation, which the file is to carry.
    """

    def __init__(self, path: Path, schema: str, identity: Identity | None = None) -> None:
        is_new = not path.exists()
        self._seed = seed_of(identity)
        # No other process opens the file yet, and some file systems have no locks.
        self._connection = sqlite3.connect(f"{path.absolute().as_uri()}?nolock=1", uri=True, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = OFF")
        self._connection.execute("PRAGMA synchronous = OFF")
        if is_new:
            self._connection.execute(f"PRAGMA page_size = {PAGE}")
            self._connection.executescript(schema)
            self._connection.execute(_IDENTITY)
        self._connection.execute("BEGIN")
        self._connection.execute("DELETE FROM identity")
        if identity is not None:
            self._connection.execute("INSERT INTO identity VALUES (?, ?)", identity)

    def commit(self) -> None:
        """Write everything to the file and close it."""
        self._connection.execute("COMMIT")
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()


def _is_computed(sql: str) -> bool:
    """Return whether a statement that creates a table or a database index uses expressions, or a virtual table."""
    return _COMPUTED.search(sql.replace("PRIMARY KEY (", "PRIMARY KEY ")) is not None
