"""The query that an engine answers: a tree of these nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from bisearch.model import Side

    # Maps passage numbers to tie-break keys; lower ranks first.
    Ranks: TypeAlias = Callable[[Sequence[int]], Sequence[int]]


class AnyTerm(NamedTuple):
    """A word of a query: alternative terms on one side, scored together as one synonym group.

    Attributes:
        side: the side to search.
        terms: the alternatives.
        disjoint: whether no token can be two of the alternatives. If so, the group's frequency in a passage is the sum
            of their frequencies; otherwise it is that of the most frequent one.
        weights: empty, or one for each alternative; term and passage frequencies are mixed by them, as in
            probabilistic structured queries (Darwish & Oard, 2003).
    """

    side: Side
    terms: tuple[str, ...]
    disjoint: bool = False
    weights: tuple[float, ...] = ()


class TermPhrase(NamedTuple):
    """Words close together on one side, as `bisearch.engines.proximity.occurrences` defines it.

    A passage is a sentence or two, so only the presence of the phrase counts, not its frequency.

    Attributes:
        side: the side to search.
        slots: for each word, its alternative terms.
        slop: number of further tokens allowed among the words; above 0, words may be in any order.
        runs: with a slop, the lengths of the runs of words that must be adjacent and in order; empty if each word is a
            run of its own.
        fillers: the terms that these further tokens may have; empty allows any.
        in_order: whether the words must be in order in spite of a slop; only with `fillers`.
        weight: the share of the sum of its words' scores that the phrase scores.
    """

    side: Side
    slots: tuple[tuple[str, ...], ...]
    slop: int = 0
    runs: tuple[int, ...] = ()
    fillers: tuple[str, ...] = ()
    in_order: bool = False
    weight: float = 1.0


class PassageRanges(NamedTuple):
    """Passages with numbers in any of the ranges; they score 0."""

    ranges: tuple[range, ...]


class Either(NamedTuple):
    """Passages that match any child; the scores of the children add up."""

    children: tuple[Node, ...]


class Both(NamedTuple):
    """Passages that match every child; scores add up. The `optional` children only add to the score."""

    children: tuple[Node, ...]
    optional: tuple[Node, ...] = ()


class Without(NamedTuple):
    """Passages that match `child` but not `excluded`."""

    child: Node
    excluded: Node


Node: TypeAlias = AnyTerm | TermPhrase | PassageRanges | Either | Both | Without


def leaves_of(node: Node) -> Iterator[AnyTerm | TermPhrase]:
    """Yield the words and phrases of a query."""
    match node:
        case AnyTerm() | TermPhrase():
            yield node
        case Either(children):
            for child in children:
                yield from leaves_of(child)
        case Both(children, optional):
            for child in (*children, *optional):
                yield from leaves_of(child)
        case Without(child, excluded):
            yield from leaves_of(child)
            yield from leaves_of(excluded)


def replaced(node: Node, replacements: Mapping[Node, Node | None]) -> Node:
    """Return a node with some of its descendants replaced.

    Args:
        node: the node.
        replacements: for each descendant to replace, the node that replaces it; None if it is left out, which an
            alternative or an optional child may be.
    """
    if node in replacements:
        return replacements[node] or Either(())
    match node:
        case Either(children):
            return Either(_replaced(children, replacements))
        case Both(children, optional):
            kept = tuple(replaced(child, replacements) for child in children)
            return Both(kept, _replaced(optional, replacements))
        case Without(child, excluded):
            return Without(replaced(child, replacements), replaced(excluded, replacements))
        case _:
            return node


def _replaced(nodes: Iterable[Node], replacements: Mapping[Node, Node | None]) -> tuple[Node, ...]:
    return tuple(
        replaced(node, replacements) for node in nodes if node not in replacements or replacements[node] is not None
    )
