"""Combine the expansions of one word into the synonym groups that an engine scores."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bisearch.engines.nodes import AnyTerm, TermPhrase
from bisearch.model import other

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bisearch.model import Side
    from bisearch.searching.expansion.base import Expansion

# Terms of the word's own side with at least this probability count as the word itself; the others are weighted.
CERTAIN = 0.9


class SynonymGroups(NamedTuple):
    """The terms and phrases that one word is looked up as.

    Attributes:
        own: terms of the word's own side that count as the word itself.
        across: terms of the other side with their weights.
        separate: less likely terms of the own side, and phrases of either side.
    """

    own: tuple[str, ...]
    across: dict[str, float]
    separate: tuple[AnyTerm | TermPhrase, ...]

    @property
    def terms(self) -> frozenset[str]:
        """The terms of `own` and `across`."""
        return frozenset((*self.own, *self.across))

    def nodes(self, sides: tuple[Side, ...]) -> tuple[AnyTerm | TermPhrase, ...]:
        """Return the nodes for the engine, any of which may match; `sides` are those of the word itself."""
        nodes: list[AnyTerm | TermPhrase] = [AnyTerm(side, self.own) for side in sides]
        if self.across and len(sides) == 1:
            nodes.append(AnyTerm(other(sides[0]), tuple(self.across), weights=tuple(self.across.values())))
        return (*nodes, *self.separate)


def synonym_groups(lemmas: tuple[str, ...], expansions: Iterable[Expansion], sides: tuple[Side, ...]) -> SynonymGroups:
    """Group the expansions of one word.

    Args:
        lemmas: the word's lemmas.
        expansions: its expansions other than by its lemmas on its own side.
        sides: the sides of the word itself.
    """
    own = list(lemmas)
    across: dict[str, float] = {}
    separate: list[AnyTerm | TermPhrase] = []
    for expansion in expansions:
        node = expansion.node
        if isinstance(node, TermPhrase):
            separate.append(node)
        elif node.side not in sides:
            across.update(_weights(expansion))
        else:
            probabilities = expansion.term_probabilities
            own += [term for term, probability in probabilities.items() if probability >= CERTAIN]
            unsure = {term: probability for term, probability in probabilities.items() if probability < CERTAIN}
            if unsure:
                separate.append(AnyTerm(node.side, tuple(unsure), weights=tuple(unsure.values())))
    return SynonymGroups(tuple(own), across, tuple(separate))


def _weights(expansion: Expansion) -> dict[str, float]:
    """Return the weight of each term of the other side: a translation is weighted relative to the likeliest one."""
    probabilities = expansion.term_probabilities
    return relative_to_likeliest(probabilities) if expansion.why == "translation" else probabilities


def relative_to_likeliest(probabilities: dict[str, float]) -> dict[str, float]:
    """Return probabilities divided by the greatest, in (0, 1]."""
    likeliest = max(probabilities.values(), default=1.0)
    return {term: probability / likeliest for term, probability in probabilities.items()}
