"""What an engine is asked: a tree of these nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bisearch.model import Side

    # Of passages by their numbers, what puts each before others that score alike: the least comes first.
    Ranks: TypeAlias = Callable[[Sequence[int]], Sequence[int]]


class AnyTerm(NamedTuple):
    """One word of a query: its alternatives on one side, scored together as one synonym group.

    Attributes:
        side: where to look.
        terms: alternatives; a passage's term frequency is that of the alternative it has most often, or their sum.
        disjoint: True where no token can be two of the alternatives, so that frequencies add up.
        weights: where given, one for each alternative: its term and passage frequencies are mixed by them, as in
            probabilistic structured queries (Darwish & Oard, 2003).
    """

    side: Side
    terms: tuple[str, ...]
    disjoint: bool = False
    weights: tuple[float, ...] = ()


class TermPhrase(NamedTuple):
    """Words that stand together on one side, as `bisearch.proximity.occurrences` says; each slot lists alternatives.

    A passage is a sentence or two, so it scores by whether it has the phrase and not by how often.
    """

    side: Side
    slots: tuple[tuple[str, ...], ...]
    slop: int = 0


class PassageRanges(NamedTuple):
    """The passages of those numbers; scores nothing."""

    ranges: tuple[range, ...]


class Either(NamedTuple):
    """Passages that match any child; scores add up."""

    children: tuple[Node, ...]


class Both(NamedTuple):
    """Passages that match every child; scores add up. `optional` children only add to the score."""

    children: tuple[Node, ...]
    optional: tuple[Node, ...] = ()


class Without(NamedTuple):
    """Passages that match `child` and do not match `excluded`."""

    child: Node
    excluded: Node


Node: TypeAlias = AnyTerm | TermPhrase | PassageRanges | Either | Both | Without
