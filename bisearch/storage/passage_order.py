"""Finds the document of a passage and sorts passages by the ids of their documents."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from functools import cached_property, partial
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from sqlite3 import Connection

# Up to this many passages are looked up one by one, in a few microseconds each. Beyond that, the list of all documents
# is read, which takes 20 ms for 30,000 documents: too long for a process that ends after one search.
MAX_SINGLE_LOOKUPS = 1_000
# The number of a passage fits this many bits.
_RANK_BITS = 32


class _Documents(NamedTuple):
    """All documents, ordered by their passages.

    Attributes:
        firsts: the number of the first passage of each document, ascending.
        shifts: the number to add to the passage numbers of each document so that they ascend by id; empty if they
            already do.
    """

    firsts: list[int]
    shifts: list[int]


class PassageOrder:
    """The order of the passages in a database.

    Args:
        connection: returns the calling thread's connection to the database.
    """

    def __init__(self, connection: Callable[[], Connection]) -> None:
        self._connection = connection
        # For each passage looked up so far: the first passage and the id of its document.
        self._known: dict[int, tuple[int, str]] = {}

    def firsts(self, passages: Sequence[int]) -> list[int]:
        """Return, for each passage number, the number of the first passage of its document; -1 if there is none."""
        if self._are_few(passages):
            return [first for first, _ in map(self._known.__getitem__, passages)]
        firsts = self._documents.firsts
        return [firsts[place - 1] if (place := bisect_right(firsts, passage)) else -1 for passage in passages]

    def counts(self, passages: Sequence[int]) -> dict[int, int]:
        """Return the number of passages in each document, by the number of the document's first passage."""
        if self._are_few(passages):
            return Counter(first for first, _ in map(self._known.__getitem__, passages))
        firsts = self._documents.firsts
        places = Counter(map(partial(bisect_right, firsts), passages))
        return {firsts[place - 1]: count for place, count in places.items()}

    def ranks(self, passages: Sequence[int]) -> Sequence[int]:
        """Return numbers that sort passages by document id and by place in the document; the lowest comes first."""
        if self._are_few(passages):
            found = [self._known[passage] for passage in passages]
            by_id = {id_: rank << _RANK_BITS for rank, id_ in enumerate(sorted({id_ for _, id_ in found}))}
            return [passage - first + by_id[id_] for passage, (first, id_) in zip(passages, found, strict=True)]
        firsts, shifts = self._documents
        return [passage + shifts[bisect_right(firsts, passage) - 1] for passage in passages] if shifts else passages

    def _are_few(self, passages: Iterable[int]) -> bool:
        """Look passages up one by one and return True; return False if that would exceed `MAX_SINGLE_LOOKUPS`."""
        if "_documents" in self.__dict__:
            return False
        new = set(passages).difference(self._known)
        if len(self._known) + len(new) > MAX_SINGLE_LOOKUPS:
            return False
        connection = self._connection()
        for passage in new:
            row = connection.execute(
                "SELECT first_passage, id FROM documents WHERE first_passage <= ? ORDER BY first_passage DESC LIMIT 1",
                (passage,),
            )
            self._known[passage] = row.fetchone() or (-1, "")
        return True

    @cached_property
    def _documents(self) -> _Documents:
        # Both statements are answered from SQLite indexes; reading the table would read all metadata.
        connection = self._connection()
        found = connection.execute("SELECT first_passage, number FROM documents ORDER BY first_passage").fetchall()
        by_id = [number for (number,) in connection.execute("SELECT number FROM documents ORDER BY id")]
        firsts, numbers = [first for first, _ in found], [number for _, number in found]
        if by_id == numbers:
            return _Documents(firsts, [])
        places = {number: place for place, number in enumerate(numbers)}
        shifts = [0] * len(firsts)
        for rank, number in enumerate(by_id):
            shifts[places[number]] = (rank << _RANK_BITS) - firsts[places[number]]
        return _Documents(firsts, shifts)
