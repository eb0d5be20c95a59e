"""The record of one expansion, the options that switch expansions off, and where expansions may look."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bisearch.analysis.written_forms import is_designation
from bisearch.engines.nodes import AnyTerm, TermPhrase
from bisearch.model import SIDES
from bisearch.notation.scripts import script_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from bisearch.model import Side
    from bisearch.searching.readers import IndexReaders
    from bisearch.searching.results import Reason


class ExpansionOptions(NamedTuple):
    """The ways in which words are expanded; each can be switched off.

    Attributes:
        translate: look the translations of words up on the other side.
        names: look names up in other spellings, cases and scripts.
        abbreviations: look words up as their synonyms and abbreviations, and shelfmarks in both scripts.
        dates: look dates up in every notation.
    """

    translate: bool = True
    names: bool = True
    abbreviations: bool = True
    dates: bool = True


NO_EXPANSION = ExpansionOptions(translate=False, names=False, abbreviations=False, dates=False)


class Expansion(NamedTuple):
    """A node that a part of the query is looked up as on one side, and the reason.

    Attributes:
        node: the node that the engine looks for.
        word: the part of the query.
        why: how `node` follows from `word`.
        probabilities: for each term of `node`, or once for a phrase, the probability in (0, 1] that it stands for the
            word; empty if all are certain.
        is_across: whether the word itself is looked up on the other side; a highlighter uses such an expansion only
            where the word itself has no match.
        source: where a translation of a phrase is from; empty for all other expansions.
    """

    node: AnyTerm | TermPhrase
    word: str
    why: Reason
    probabilities: tuple[float, ...] = ()
    is_across: bool = False
    source: str = ""

    @property
    def slots(self) -> tuple[tuple[str, ...], ...]:
        """The alternative terms of each word that matches: one slot for a word, several for a phrase."""
        return (self.node.terms,) if isinstance(self.node, AnyTerm) else self.node.slots

    @property
    def term_probabilities(self) -> dict[str, float]:
        """The probability of each term of `node`; empty for a phrase."""
        if isinstance(self.node, TermPhrase):
            return {}
        probabilities = self.probabilities or (1.0,) * len(self.node.terms)
        return dict(zip(self.node.terms, probabilities, strict=True))

    def probability(self, terms: Collection[str]) -> float:
        """Return the probability that a matching token, which is indexed by `terms`, stands for the word."""
        if not self.probabilities:
            return 1.0
        if isinstance(self.node, TermPhrase):
            return self.probabilities[0]
        likely = zip(self.node.terms, self.probabilities, strict=True)
        return max(probability for term, probability in likely if term in terms)


class ExpansionScope(NamedTuple):
    """The readers, options and sides that expansions may use.

    Attributes:
        readers: the readers of the index.
        options: the ways of expanding that are switched on.
        lang: the only side to search; None searches both.
    """

    readers: IndexReaders
    options: ExpansionOptions
    lang: Side | None

    def sides_by_script(self, side: Side | None, forms: tuple[str, ...]) -> tuple[Side, ...]:
        """Return where to look for words themselves.

        Args:
            side: the side that the query names; None if it names none.
            forms: the words.

        Returns:
            The side of the words' script; both sides for mixed scripts, numbers or designations; no side if the query
            names one that is not searched.
        """
        if side is None:
            side = self.lang
        elif self.lang not in {None, side}:
            return ()
        if side is not None:
            return (side,)
        scripts = {script_of(form) for form in forms if not is_designation(form)} - {"neutral"}
        if scripts == {"cyrillic"}:
            return ("ru",)
        return ("en",) if scripts == {"latin"} else SIDES

    def allowed_sides(self, side: Side | None) -> tuple[Side, ...]:
        """Return the sides where a part of the query may be looked up; `side` is the one that the query names."""
        return tuple(each for each in SIDES if side in {None, each} and self.lang in {None, each})

    def translates(self, side: Side | None) -> bool:
        """Return whether a part of the query is translated; `side` is the side that the query names for it."""
        return self.options.translate and side is None and self.lang is None
