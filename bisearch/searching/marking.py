"""Where a passage matched: exact stretches of its text, found again from the query's leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.analysis.tokens import tokenize
from bisearch.engines import AnyTerm
from bisearch.proximity import occurrences
from bisearch.searching.results import Mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bisearch.analysis.forms import FormTable
    from bisearch.analysis.tokens import Token
    from bisearch.model import Side
    from bisearch.searching.resolving import Leaf


def marks(text: str, side: Side, leaves: Iterable[Leaf], forms: FormTable) -> tuple[Mark, ...]:
    """Find what matched in one side of a passage.

    Args:
        text: the passage's text on that side.
        side: which side it is.
        leaves: of the resolved query, those that are not excluded.
        forms: of the index.

    Returns:
        Marks in the order of the text, apart from each other. Matched words that only a hyphen, a dot or an apostrophe
        parts are one mark.
    """
    tokens = list(tokenize(text))
    terms = forms.terms({token.form for token in tokens})
    at = [frozenset(terms[token.form]) for token in tokens]
    found: dict[int, Leaf] = {}
    for leaf in leaves:
        if leaf.node.side == side:
            for place in _places(leaf, at):
                found.setdefault(place, leaf)
    return tuple(_joined(text, ((tokens[place], found[place]) for place in sorted(found))))


def _places(leaf: Leaf, at: Sequence[frozenset[str]]) -> Iterator[int]:
    if isinstance(leaf.node, AnyTerm):
        wanted = frozenset(leaf.node.terms)
        yield from (place for place, terms in enumerate(at) if not wanted.isdisjoint(terms))
        return
    slots = [
        {place for place, terms in enumerate(at) if not terms.isdisjoint(alternatives)}
        for alternatives in leaf.node.slots
    ]
    for places in occurrences(slots, leaf.node.slop):
        yield from places


def _joined(text: str, found: Iterable[tuple[Token, Leaf]]) -> Iterator[Mark]:
    last: Mark | None = None
    for token, leaf in found:
        if last is not None and last.word == leaf.word and not any(map(_parts, text[last.end : token.start])):
            last = Mark(last.start, token.end, last.word, last.why)
            continue
        if last is not None:
            yield last
        last = Mark(token.start, token.end, leaf.word, leaf.why)
    if last is not None:
        yield last


def _parts(character: str) -> bool:
    return character.isspace() or character.isalnum()
