"""Which document a passage is of, and in what order passages stand by their documents' ids."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from sqlite3 import Connection

# So many passages are looked up one by one, a few microseconds each; then the list of all documents is read. Of 30,000
# documents that takes twenty milliseconds, for which a process that ends after one search does not wait.
FEW = 1_000
# No document has more passages than fit so many bits.
_RANK_BITS = 32


class _Documents(NamedTuple):
    """All documents in the order of their passages.

    Attributes:
        firsts: the number of each one's first passage, ascending.
        shifts: what is to be added to the number of each one's passages so that they ascend by id; none where they do.
    """

    firsts: list[int]
    shifts: list[int]


class PassageOrder:
    """The documents of a store by the numbers of their passages.

    Args:
        connection: gives the calling thread's connection to the store.
    """

    def __init__(self, connection: Callable[[], Connection]) -> None:
        self._connection = connection
        # First passage and id of the document of each passage that was looked up by itself.
        self._met: dict[int, tuple[int, str]] = {}

    def firsts(self, passages: Sequence[int]) -> list[int]:
        """Return, for each passage number, that of the first passage of its document; -1 before all documents."""
        if self._are_few(passages):
            return [first for first, _ in map(self._met.__getitem__, passages)]
        firsts = self._documents.firsts
        return [firsts[place - 1] if (place := bisect_right(firsts, passage)) else -1 for passage in passages]

    def ranks(self, passages: Sequence[int]) -> Sequence[int]:
        """Return numbers that order passages by document id and place therein, the least first."""
        if self._are_few(passages):
            found = [self._met[passage] for passage in passages]
            by_id = {id_: rank << _RANK_BITS for rank, id_ in enumerate(sorted({id_ for _, id_ in found}))}
            return [passage - first + by_id[id_] for passage, (first, id_) in zip(passages, found, strict=True)]
        firsts, shifts = self._documents
        return [passage + shifts[bisect_right(firsts, passage) - 1] for passage in passages] if shifts else passages

    def _are_few(self, passages: Iterable[int]) -> bool:
        """Look passages up one by one; return False, and look up none, where they are too many with those before."""
        if "_documents" in self.__dict__:
            return False
        new = set(passages).difference(self._met)
        if len(self._met) + len(new) > FEW:
            return False
        connection = self._connection()
        for passage in new:
            row = connection.execute(
                "SELECT first_passage, id FROM documents WHERE first_passage <= ? ORDER BY first_passage DESC LIMIT 1",
                (passage,),
            )
            self._met[passage] = row.fetchone() or (-1, "")
        return True

    @cached_property
    def _documents(self) -> _Documents:
        # Both statements read an index alone: the table itself is mostly metadata.
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
