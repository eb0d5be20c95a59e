"""Find the passages that match in a search for documents.

What a query asks for may be spread over two sentences by the translator or the typist. So in a search for documents,
words that must occur together may occur in adjacent passages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.deadline import NO_DEADLINE
from bisearch.engines.nodes import AnyTerm, Both, Either, PassageRanges, TermPhrase, Without

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from bisearch.deadline import Deadline
    from bisearch.engines.nodes import Node
    from bisearch.engines.port import EngineReader
    from bisearch.storage.documents import DocumentStore


class Lookup:
    """Looks words and phrases up in the passages, each once.

    Args:
        postings: the postings of the index.
        deadline: when the search must end.
    """

    def __init__(self, postings: EngineReader, deadline: Deadline = NO_DEADLINE) -> None:
        self.postings = postings
        self.deadline = deadline
        self._known: dict[AnyTerm | TermPhrase, dict[int, float]] = {}

    def weights(self, node: AnyTerm | TermPhrase) -> dict[int, float]:
        """Return the passages that contain a word or phrase with its weights, as `EngineReader.weights` does."""
        self.deadline.check()
        if node not in self._known:
            self._known[node] = self.postings.weights(node)
        return self._known[node]


def query_words(node: Node) -> Iterator[tuple[AnyTerm | TermPhrase, ...]]:
    """Yield for each word of a query what it is looked up as on either side; filters and excluded parts are left out.

    Args:
        node: the planned query.
    """
    match node:
        case PassageRanges():
            return
        case Either(children):
            leaves = tuple(
                child for child in children if not isinstance(child, Either | Both | Without | PassageRanges)
            )
            if len(leaves) == len(children):
                yield leaves
            else:
                for child in children:
                    yield from query_words(child)
        case Both(children, optional):
            for child in (*children, *optional):
                yield from query_words(child)
        case Without(child):
            yield from query_words(child)
        case _:
            yield (node,)


def match_nearby(node: Node, lookup: Lookup, store: DocumentStore) -> set[int]:
    """Return the passages that match, where each part that must match may do so in an adjacent passage.

    Args:
        node: the planned query.
        lookup: looks up its words.
        store: the document store of the index.

    Returns:
        The passages that match at least one part of the query, with every part that must match in the passage or in the
        one right before or after it in the same document.
    """
    match node:
        case Both(children):
            different = dict.fromkeys(children)
            filters = [child for child in different if isinstance(child, PassageRanges)]
            words = (child for child in different if not isinstance(child, PassageRanges))
            parts = [match_nearby(child, lookup, store) for child in words]
            if not parts:
                parts = [_passages(Both(tuple(filters)), lookup)]
            kept = _with_all_parts_nearby(parts, lookup, store) if len(parts) > 1 else parts[0]
            for condition in filters:
                kept &= {number for numbers in condition.ranges for number in numbers}
            return kept
        case Either(children):
            return set[int]().union(*(match_nearby(child, lookup, store) for child in dict.fromkeys(children)))
        case Without(child, excluded):
            return match_nearby(child, lookup, store) - _passages(excluded, lookup)
        case PassageRanges():
            return _passages(node, lookup)
        case _:
            return set(lookup.weights(node))


def _passages(node: Node, lookup: Lookup) -> set[int]:
    return set(lookup.postings.passages(node))


def _with_all_parts_nearby(parts: Sequence[set[int]], lookup: Lookup, store: DocumentStore) -> set[int]:
    """Return the passages with a part that have every part in them or in the passage before or after."""
    smallest, *others = sorted(parts, key=len)
    near = sorted({number + steps for number in lookup.deadline.through(smallest) for steps in range(-2, 3)})
    firsts = dict(zip(near, store.firsts(near), strict=True))
    lookup.deadline.check()
    # The neighbours of each candidate in the same document, itself included.
    windows = {
        number: [each for each in (number - 1, number, number + 1) if firsts.get(each) == firsts[number]]
        for number in lookup.deadline.through(near)
    }
    kept: Collection[int] = [number for number in near if not smallest.isdisjoint(windows[number])]
    for part in others:
        lookup.deadline.check()
        kept = [number for number in kept if not part.isdisjoint(windows[number])]
    return {number for number in kept if any(number in part for part in parts)}
