"""SQLite files of a generation: read by many threads, written by one process."""

from __future__ import annotations

import sqlite3
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from bisearch.errors import IndexDamagedError
from bisearch.storage.per_thread import PerThread

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from types import TracebackType
    from typing import Self

# SQLite's own limit on the parameters of a statement is 999 in old builds.
PARAMETERS = 900
# Bytes of a page of a new file: blocks of passages lie whole in pages, and would leave a fifth of SQLite's 4,096 empty.
PAGE = 8192


class Database:
    """A committed SQLite file, open for reading; each thread has its own connection."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connections = PerThread(self._connect, sqlite3.Connection.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; the store is of no use afterwards."""
        self._connections.close()

    def _probe(self, table: str) -> None:
        """See that the file is a database with a table, and close it where it is not."""
        try:
            with self._reading():
                self._connection().execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone()  # noqa: S608 -- our own names
        except IndexDamagedError:
            self.close()
            raise

    def _connection(self) -> sqlite3.Connection:
        return self._connections.get()

    def _connect(self) -> sqlite3.Connection:
        # A committed generation never changes, so no locks are needed.
        return sqlite3.connect(f"{self._path.resolve().as_uri()}?immutable=1", uri=True, check_same_thread=False)

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.DatabaseError, zlib.error, ValueError, KeyError, IndexError, TypeError) as error:
            raise IndexDamagedError(f"{self._path}: {error}") from error

    def _chosen(self, select: str, values: Iterable[str | int]) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a statement that ends in ``IN``, for some values."""
        wanted = tuple(values)
        with self._reading():
            for start in range(0, len(wanted), PARAMETERS):
                some = wanted[start : start + PARAMETERS]
                yield from self._connection().execute(f"{select} ({','.join('?' * len(some))})", some)


class DatabaseWriter:
    """A file that is not yet committed, open for one transaction; its tables are made where it is new.

    Nobody else looks at it, and the generation as a whole is synced and switched in: a journal of its own would be work
    for nothing.
    """

    def __init__(self, path: Path, schema: str) -> None:
        fresh = not path.exists()
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = OFF")
        self._connection.execute("PRAGMA synchronous = OFF")
        if fresh:
            self._connection.execute(f"PRAGMA page_size = {PAGE}")
            self._connection.executescript(schema)
        self._connection.execute("BEGIN")

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
