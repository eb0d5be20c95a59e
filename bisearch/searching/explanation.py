"""List what each part of a query was looked up as, for people to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.analysis.date_terms import DATE
from bisearch.analysis.form_table import SURFACE
from bisearch.engines.nodes import TermPhrase
from bisearch.searching.results import LookUp

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bisearch.searching.expansion.base import Expansion


def lookups(expansions: Iterable[Expansion]) -> tuple[LookUp, ...]:
    """Return the public record of each expansion of a query."""
    return tuple(LookUp(each.word, each.node.side, each.why, _alternatives(each), each.source) for each in expansions)


def _alternatives(expansion: Expansion) -> tuple[tuple[str, float], ...]:
    if isinstance(expansion.node, TermPhrase):
        # The lemmas of a word as typed are one word; translations are different words.
        shown_slots = expansion.slots if expansion.why == "translation" else [slot[:1] for slot in expansion.slots]
        terms = ("/".join(term.lstrip(SURFACE) for term in slot) for slot in shown_slots)
        return ((" ".join(terms), round(expansion.probability(()), 3)),)
    found: dict[str, float] = {}
    for term, probability in expansion.term_probabilities.items():
        found.setdefault(term.lstrip(SURFACE + DATE), round(probability, 3))
    return tuple(found.items())
