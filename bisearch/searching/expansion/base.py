"""What else a word of a query is looked up by: names in other spellings, abbreviations and what they stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bisearch.engines.nodes import AnyTerm, TermPhrase
from bisearch.model import other

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bisearch.model import Side
    from bisearch.searching.results import Reason


# Variants of a name at least so likely count as the word itself; the others are weighted.
CERTAIN = 0.9


class Widenings(NamedTuple):
    """By what a bare word is looked up besides its own lemmas; each can be switched off.

    Attributes:
        translate: by its translations, on the other side.
        names: if it is a name, by its other spellings, cases and script.
        abbreviations: by what stands for the same in the table of equivalents; shelfmarks in either script.
        dates: dates in every form.
    """

    translate: bool = True
    names: bool = True
    abbreviations: bool = True
    dates: bool = True


NONE = Widenings(translate=False, names=False, abbreviations=False, dates=False)


class Wider(NamedTuple):
    """More to look a word up by on one side.

    Attributes:
        node: what is looked for.
        why: how it follows from the word.
        probabilities: of each of the node's terms, in (0, 1]; none for a phrase, which is certain.
    """

    node: AnyTerm | TermPhrase
    why: Reason
    probabilities: tuple[float, ...] = ()


class Groups:
    """The synonym groups of one word: what certainly is it on its own side, what may be it, what renders it."""

    def __init__(self, sides: tuple[Side, ...], lemmas: tuple[str, ...]) -> None:
        self._sides = sides
        self._certain = list(lemmas)
        self._across: dict[str, float] = {}
        self._others: list[AnyTerm | TermPhrase] = []

    @property
    def terms(self) -> tuple[str, ...]:
        """All that the word is looked up by so far."""
        return (*self._certain, *self._across)

    def weigh(self, weights: Mapping[str, float]) -> None:
        """Add terms of the other side with their weights."""
        self._across.update(weights)

    def add(self, wider: Wider) -> None:
        """Add what else the word is looked up by."""
        if isinstance(wider.node, TermPhrase):
            self._others.append(wider.node)
            return
        likely = dict(zip(wider.node.terms, wider.probabilities, strict=True))
        if wider.node.side not in self._sides:
            self._across.update(likely)
            return
        self._certain += [term for term, probability in likely.items() if probability >= CERTAIN]
        less = {term: probability for term, probability in likely.items() if probability < CERTAIN}
        if less:
            self._others.append(AnyTerm(wider.node.side, tuple(less), weights=tuple(less.values())))

    def nodes(self) -> tuple[AnyTerm | TermPhrase, ...]:
        """Return what the engine is asked: any of these may match."""
        found: list[AnyTerm | TermPhrase] = [AnyTerm(side, tuple(self._certain)) for side in self._sides]
        if self._across and len(self._sides) == 1:
            weights = tuple(self._across.values())
            found.append(AnyTerm(other(self._sides[0]), tuple(self._across), weights=weights))
        return (*found, *self._others)
