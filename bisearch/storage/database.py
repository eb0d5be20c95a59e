"""The SQLite files of a generation: read by many threads, written by one process."""

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

# Parameters of one statement; old builds of SQLite allow at most 999.
PARAMETERS = 900
# Bytes of a page of a new file. Blocks of passages would leave a fifth of SQLite's default pages of 4,096 bytes empty.
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
        """Close the file for all threads."""
        self._connections.close()

    def _require_table(self, table: str) -> None:
        """Raise `IndexDamagedError`, and close the file, unless it is a database that has a table."""
        try:
            with self.reporting_damage():
                self.connection().execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone()  # noqa: S608 -- our own names
        except IndexDamagedError:
            self.close()
            raise

    def connection(self) -> sqlite3.Connection:
        """Return the calling thread's connection."""
        return self._connections.get()

    def _connect(self) -> sqlite3.Connection:
        # A committed generation never changes, so no locks are needed.
        return sqlite3.connect(f"{self._path.resolve().as_uri()}?immutable=1", uri=True, check_same_thread=False)

    @contextmanager
    def reporting_damage(self) -> Iterator[None]:
        """Raise `IndexDamagedError` in place of SQLite's errors for unreadable contents."""
        try:
            yield
        except (sqlite3.DatabaseError, zlib.error, ValueError, KeyError, IndexError, TypeError) as error:
            raise IndexDamagedError(f"{self._path}: {error}") from error

    def select_in(self, select: str, values: Iterable[str | int]) -> Iterator[tuple[Any, ...]]:
        """Yield the rows selected by a statement that ends in ``IN``, for the given values."""
        listed = tuple(values)
        with self.reporting_damage():
            for start in range(0, len(listed), PARAMETERS):
                some = listed[start : start + PARAMETERS]
                yield from self.connection().execute(f"{select} ({','.join('?' * len(some))})", some)


class DatabaseWriter:
    """An uncommitted file, open for one transaction; the tables of a new file are created.

    It needs no journal, because no other process reads it and the generation is synced and committed as a whole.
    """

    def __init__(self, path: Path, schema: str) -> None:
        is_new = not path.exists()
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = OFF")
        self._connection.execute("PRAGMA synchronous = OFF")
        if is_new:
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
