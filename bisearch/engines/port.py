"""The interface of an engine.

An engine knows passages by number and terms by side. Documents, languages, lemmas, translation and highlighting are
handled once for all engines, above this interface. Queries are trees of `bisearch.engines.nodes`.
"""

from __future__ import annotations

from heapq import nsmallest
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from bisearch.deadline import Deadline
    from bisearch.engines.bm25 import Bm25
    from bisearch.engines.nodes import AnyTerm, Node, TermPhrase
    from bisearch.model import Side
    from bisearch.storage.identity import Identity

    # Maps passage numbers to tie-break keys; lower ranks first.
    Ranks: TypeAlias = Callable[[Sequence[int]], Sequence[int]]


# One side of a passage: for each token position, the terms at it.
Positions: TypeAlias = "Sequence[tuple[str, ...]]"


class Match(NamedTuple):
    """A matching passage.

    Attributes:
        passage: its number.
        score: the sum of the scores of both sides; higher is better.
        is_two_sided: whether the passage has words on both sides.
    """

    passage: int
    score: float
    is_two_sided: bool


class Estimate(NamedTuple):
    """An estimate of what it takes to look a node up, made before the work.

    Attributes:
        work: in postings: one is the time to read a passage's entry in a posting list and add it up, about .2
            microseconds.
        matches: an upper bound of the number of matching passages.
        refusal: why the engine would refuse to search it; empty if it would not.
    """

    work: float
    matches: int
    refusal: str = ""


class EngineMatches(NamedTuple):
    """The result of a search.

    Attributes:
        total: number of matching passages.
        matches: all of them or the best ones, in no particular order.
    """

    total: int
    matches: list[Match]


def first_by_rank(passages: Sequence[int], count: int, ranks: Ranks | None) -> list[int]:
    """Return the positions, in a sequence of passages with equal scores, of the `count` that rank first."""
    keys = passages if ranks is None else ranks(passages)
    return nsmallest(count, range(len(keys)), key=keys.__getitem__)


class EngineReader(Protocol):
    """Committed postings, open for reading; safe to share between threads."""

    # Whether the postings are on other machines, so that each question costs a request.
    is_remote: bool

    @property
    def passage_count(self) -> int:
        """The number of passages."""

    def prepare(self, nodes: Sequence[Node], counted: Sequence[Node] = ()) -> None:
        """Announce what other methods are going to be asked, so that a remote engine needs one request for all of it.

        Args:
            nodes: queries whose words the frequencies are needed of.
            counted: queries whose numbers of matches are needed.
        """

    def search(self, query: Node, limit: int | None = None, ranks: Ranks | None = None) -> EngineMatches:
        """Find the passages that match a query.

        Args:
            query: the query.
            limit: None returns every match; a number returns the top `limit` one-sided and the top `limit` two-sided
                matches.
            ranks: tie-break keys for passages with equal scores, which sort them by the ids of their documents and then
                by number; None ranks passages by their numbers. An engine may use the ids that it has stored instead.
        """

    def passages(self, query: Node) -> Sequence[int]:
        """Return the numbers of all passages that match a query, in no particular order."""

    def ranges_with_matches(self, query: Node, ranges: Sequence[range], total: int) -> list[range]:
        """Return those of some ranges of passages that have a passage that matches a query.

        Args:
            query: the query.
            ranges: ranges of passages, which do not overlap.
            total: how many passages match; an engine may choose by it the faster of several ways.
        """

    def weights(self, node: AnyTerm | TermPhrase) -> dict[int, float]:
        """Return the passages that contain a word or a phrase, with the greatest weight of the alternatives in each.

        Args:
            node: a word, whose alternatives have weight 1 unless it gives others, or a phrase, whose weight is 1.
        """

    def estimate(self, node: AnyTerm | TermPhrase) -> Estimate:
        """Estimate what it takes to look up a word or a phrase."""

    def document_frequency(self, side: Side, term: str) -> int:
        """Return the number of passages that contain a term on a side."""

    def for_search(self, deadline: Deadline) -> EngineReader:
        """Return a reader of the same files for a single search; closing this one closes both.

        Args:
            deadline: from then on, the methods raise `SearchTimeoutError`.
        """

    def with_bm25(self, parameters: Bm25) -> EngineReader:
        """Return a reader of the same files that scores with other parameters; closing this one closes both.

        Raises:
            ValueError: the engine's parameters are fixed.
        """

    def verify(self) -> None:
        """Read all postings.

        Raises:
            IndexDamagedError: some cannot be read, or name passages that do not exist.
        """

    def close(self) -> None:
        """Close all files; the reader cannot be used afterwards."""


class EngineWriter(Protocol):
    """A change to the postings, invisible until `commit`. Leaving its context without a commit cancels the change.

    The files may be hard links shared with an older generation: a writer replaces files and never modifies them.
    """

    def add(self, passage: int, terms: Mapping[Side, Positions], document: str = "") -> None:
        """Add a passage.

        Args:
            passage: its number, greater than that of any passage added before.
            terms: for each existing side of the passage, the terms at each position.
            document: the id of its document.
        """

    def delete(self, passages: range) -> None:
        """Remove consecutive passages."""

    def commit(self) -> None:
        """Write all changes to the engine's folder."""

    def seal(self) -> None:
        """Make sure that nobody else has changed the postings meanwhile; called right before the commit is current."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class Engine(Protocol):
    """An engine: opens a folder of postings for reading or writing."""

    name: str

    def read(self, folder: Path, identity: Identity | None = None) -> EngineReader:
        """Open a folder for reading, which writes nothing in it.

        Args:
            folder: folder of the postings.
            identity: the identity of the generation that the postings must belong to; None accepts any.

        Raises:
            IndexDamagedError: a file is damaged, or belongs to another generation.
        """

    def write(self, folder: Path, identity: Identity | None = None) -> EngineWriter:
        """Open a folder for writing; an empty folder starts a new set of postings.

        Args:
            folder: folder of the postings.
            identity: the identity of the new generation, which its files are to carry.
        """

    def remove_elsewhere(self, folder: Path) -> list[str]:
        """Remove what the index of a folder of postings has in other places than the folder; return their names."""
