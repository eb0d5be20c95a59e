"""What each part of a query was looked up by, for people to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.analysis.date_terms import DATE
from bisearch.analysis.form_table import SURFACE
from bisearch.engines.nodes import AnyTerm
from bisearch.searching.results import LookUp

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bisearch.engines.nodes import TermPhrase
    from bisearch.searching.planning import Leaf


def lookups(leaves: Iterable[Leaf]) -> tuple[LookUp, ...]:
    """Return what the leaves of a query look for."""
    return tuple(LookUp(leaf.word, leaf.node.side, leaf.why, _alternatives(leaf)) for leaf in leaves)


def _alternatives(leaf: Leaf) -> tuple[tuple[str, float], ...]:
    if not isinstance(leaf.node, AnyTerm):
        return ((_phrase(leaf.node), 1.0),)
    probabilities = leaf.probabilities or (1.0,) * len(leaf.node.terms)
    found: dict[str, float] = {}
    for term, probability in zip(leaf.node.terms, probabilities, strict=True):
        found.setdefault(term.lstrip(SURFACE + DATE), round(probability, 3))
    return tuple(found.items())


def _phrase(phrase: TermPhrase) -> str:
    return " ".join(slot[0].lstrip(SURFACE) for slot in phrase.slots)
