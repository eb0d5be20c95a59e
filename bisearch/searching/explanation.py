"""Explain a search: what each part of a query was looked up as, and why each mark of a hit is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.analysis.date_terms import DATE
from bisearch.analysis.form_table import SURFACE
from bisearch.engines.nodes import TermPhrase
from bisearch.searching.results import LookUp

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bisearch.model import Side
    from bisearch.searching.expansion.base import Expansion
    from bisearch.searching.results import Hit, Reason

# Reasons whose probability is an estimate; it is given even if it is 1.
_ESTIMATED: set[Reason] = {"translation", "rendering", "name"}


def lookups(expansions: Iterable[Expansion]) -> tuple[LookUp, ...]:
    """Return the public record of each expansion of a query."""
    return tuple(LookUp(each.word, each.node.side, each.why, _alternatives(each), each.source) for each in expansions)


def mark_reasons(hit: Hit, side: Side) -> Iterator[str]:
    """Yield the text of each different mark of one side of a hit with the reason for it."""
    passage = hit.passage.side(side)
    if passage is None:
        return
    seen = set()
    for mark in hit.marks(side):
        why = f"{with_probability(mark.why, mark.probability, mark.why)} of {mark.word}"
        explained = f"{passage.text[mark.start : mark.end]}: {why}"
        if explained not in seen:
            seen.add(explained)
            yield explained


def meaning_reason(hit: Hit) -> str:
    """Return how near the meaning of a hit is, as text; empty if it was not compared."""
    return f"meaning {hit.cosine:.2f}" if hit.cosine is not None else ""


def with_probability(word: str, probability: float, why: Reason) -> str:
    """Return a word with its probability, if this is an estimate or below 1."""
    return f"{word} {probability:.2f}" if probability < 1 or why in _ESTIMATED else word


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
