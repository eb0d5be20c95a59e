"""Combine the expansions of one word into the synonym groups that an engine scores."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bisearch.analysis.form_table import SURFACE, surface_term
from bisearch.engines.nodes import AnyTerm, TermPhrase
from bisearch.model import other

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from typing import TypeAlias

    from bisearch.model import Side
    from bisearch.searching.expansion.base import Expansion

    LemmasOf: TypeAlias = Callable[[Collection[str]], Mapping[str, tuple[str, ...]]]

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


def synonym_groups(
    lemmas: tuple[str, ...], expansions: Iterable[Expansion], sides: tuple[Side, ...], lemmas_of: LemmasOf
) -> SynonymGroups:
    """Group the expansions of one word.

    Args:
        lemmas: the word's lemmas.
        expansions: its expansions other than by its lemmas on its own side.
        sides: the sides of the word itself.
        lemmas_of: returns the lemmas of some forms.
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
    return SynonymGroups(tuple(own), _each_word_once(across, lemmas_of), tuple(separate))


def _each_word_once(weights: dict[str, float], lemmas_of: LemmasOf) -> dict[str, float]:
    """Return the weights without forms that a lemma among the terms finds too; the greater weight applies to it.

    A name is looked up in its other spellings, form by form, and may have a translation too. Its occurrences must count
    once.
    """
    forms = [term.removeprefix(SURFACE) for term in weights if term.startswith(SURFACE)]
    once = dict(weights)
    for form, lemmas in (lemmas_of(forms) if forms else {}).items():
        found_by = next((lemma for lemma in lemmas if lemma in weights), None)
        if found_by is not None:
            once[found_by] = max(once[found_by], once.pop(surface_term(form)))
    return once


def _weights(expansion: Expansion) -> dict[str, float]:
    """Return the weight of each term of the other side: a translation is weighted relative to the likeliest one."""
    probabilities = expansion.term_probabilities
    return relative_to_likeliest(probabilities) if expansion.why == "translation" else probabilities


def relative_to_likeliest(probabilities: dict[str, float]) -> dict[str, float]:
    """Return probabilities divided by the greatest, in (0, 1]."""
    likeliest = max(probabilities.values(), default=1.0)
    return {term: probability / likeliest for term, probability in probabilities.items()}
