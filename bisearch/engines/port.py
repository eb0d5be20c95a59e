"""The port behind which posting lists live, and the table of engines.

An engine knows passages by number and terms by side. It knows nothing of documents, languages, lemmas, translation or
marks; all that is written once, above it. What it is asked is a tree of the nodes below.
"""

from __future__ import annotations

from heapq import nsmallest
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from bisearch.engines.nodes import Node
    from bisearch.model import Side

    # Of passages by their numbers, what puts each before others that score alike: the least comes first.
    Ranks: TypeAlias = Callable[[Sequence[int]], Sequence[int]]


# One passage side as the engine takes it: for each token position, the terms that stand there.
Positions: TypeAlias = "Sequence[tuple[str, ...]]"


class Match(NamedTuple):
    """A passage that matches.

    Attributes:
        passage: its number.
        score: the sum of what its sides score, each by its own terms; higher is better.
        is_two_sided: whether it has words on both sides.
    """

    passage: int
    score: float
    is_two_sided: bool


class EngineMatches(NamedTuple):
    """The answer of an engine.

    Attributes:
        total: how many passages match.
        matches: all of them, or the best; in no particular order.
    """

    total: int
    matches: list[Match]


def first_by_rank(passages: Sequence[int], count: int, ranks: Ranks | None) -> list[int]:
    """Return where in a sequence of passages that score alike the first `count` of them stand; see `EngineReader`."""
    keys = passages if ranks is None else ranks(passages)
    return nsmallest(count, range(len(keys)), key=keys.__getitem__)


class EngineReader(Protocol):
    """A committed set of postings, open for reading; safe to share between threads."""

    def search(self, query: Node, limit: int | None = None, ranks: Ranks | None = None) -> EngineMatches:
        """Find the passages that match.

        Args:
            query: what to look for.
            limit: None gives every match. A number gives those that may be among the first so many, whatever one-sided
                passages are worth beside two-sided ones: of either kind the first so many by score and, where that is
                the same, by `ranks`.
            ranks: see `limit`; None ranks passages by their numbers.
        """

    def document_frequency(self, side: Side, term: str) -> int:
        """Return how many passages hold a term on a side."""

    def close(self) -> None:
        """Let go of files; the reader is of no use afterwards."""


class EngineWriter(Protocol):
    """A change to the postings, invisible until `commit`. As a context manager it cancels what is not committed.

    The folder's files may be linked from an older generation: a writer replaces files and never changes one in place.
    """

    def add(self, passage: int, terms: Mapping[Side, Positions]) -> None:
        """Add a passage.

        Args:
            passage: its number, greater than any before.
            terms: for each side that the passage has, the terms at each position.
        """

    def delete(self, passages: range) -> None:
        """Remove consecutive passages."""

    def commit(self) -> None:
        """Write everything to the engine's folder."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class Engine(Protocol):
    """A kind of engine: how to open a folder of postings for reading and for writing."""

    name: str

    def read(self, folder: Path) -> EngineReader:
        """Open a folder for reading; `IndexDamagedError` where its files are not sound."""

    def write(self, folder: Path) -> EngineWriter:
        """Open a folder for writing; an empty one is a new set of postings."""
