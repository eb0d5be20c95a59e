"""What else a word of a query is looked up by: names in other spellings, abbreviations and what they stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bisearch.analysis.forms import surface_term
from bisearch.analysis.shelfmarks import spellings
from bisearch.analysis.tokens import tokenize
from bisearch.engines import AnyTerm, Phrase
from bisearch.model import SIDES, other
from bisearch.searching.names import variants

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bisearch.analysis.equivalents import Equivalents, Run
    from bisearch.analysis.forms import FormTable
    from bisearch.engines import EngineReader
    from bisearch.model import Side
    from bisearch.query.tree import Marked, Word
    from bisearch.searching.results import Reason
    from bisearch.storage.documents import DocumentStore
    from bisearch.storage.words import Vocabulary


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


class Holdings(NamedTuple):
    """What of an index a query is read against."""

    store: DocumentStore
    postings: EngineReader
    forms: FormTable
    vocabulary: Vocabulary
    equivalents: Equivalents


class Wider(NamedTuple):
    """More to look a word up by on one side.

    Attributes:
        node: what is looked for.
        why: how it follows from the word.
        probabilities: of each of the node's terms, in (0, 1]; none for a phrase, which is certain.
    """

    node: AnyTerm | Phrase
    why: Reason
    probabilities: tuple[float, ...] = ()


class Groups:
    """The synonym groups of one word: what certainly is it on its own side, what may be it, what renders it."""

    def __init__(self, sides: tuple[Side, ...], lemmas: tuple[str, ...]) -> None:
        self._sides = sides
        self._certain = list(lemmas)
        self._across: dict[str, float] = {}
        self._others: list[AnyTerm | Phrase] = []

    @property
    def terms(self) -> tuple[str, ...]:
        """All that the word is looked up by so far."""
        return (*self._certain, *self._across)

    def weigh(self, weights: Mapping[str, float]) -> None:
        """Add terms of the other side with their weights."""
        self._across.update(weights)

    def add(self, wider: Wider) -> None:
        """Add what else the word is looked up by."""
        if isinstance(wider.node, Phrase):
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

    def nodes(self) -> tuple[AnyTerm | Phrase, ...]:
        """Return what the engine is asked: any of these may match."""
        found: list[AnyTerm | Phrase] = [AnyTerm(side, tuple(self._certain)) for side in self._sides]
        if self._across and len(self._sides) == 1:
            weights = tuple(self._across.values())
            found.append(AnyTerm(other(self._sides[0]), tuple(self._across), weights=weights))
        return (*found, *self._others)


def shelfmark_phrases(mark: Marked, sides: Sequence[Side]) -> list[Phrase]:
    """Return how texts may write a shelfmark: whole, then each of its parts."""
    runs = [mark.parts] if len(mark.parts) == 1 else [mark.parts, *((part,) for part in mark.parts)]
    return [_shelfmark(parts, side) for parts in runs for side in sides]


def _shelfmark(parts: Iterable[tuple[str, str]], side: Side) -> Phrase:
    slots: list[tuple[str, ...]] = []
    for part, number in parts:
        words = spellings(part, side)
        slots.append(tuple(term for word in words for term in (word, surface_term(word))))
        slots += [(surface_term(token.form),) for token in tokenize(number)]
    return Phrase(side, tuple(slots))


def names(word: Word, lemmas: tuple[str, ...], sides: Sequence[Side], holdings: Holdings) -> Iterator[Wider]:
    """Yield the other spellings of a name, those left out that its lemmas find anyway.

    Args:
        word: typed bare.
        lemmas: its own.
        sides: where to look.
        holdings: of the index.
    """
    for side, found in variants(word, holdings.vocabulary, holdings.forms).items():
        if side not in sides or not found:
            continue
        lemmas_of = holdings.forms.lemmas([variant.form for variant in found])
        new = [variant for variant in found if not set(lemmas).intersection(lemmas_of[variant.form])]
        if new:
            terms = tuple(surface_term(variant.form) for variant in new)
            yield Wider(AnyTerm(side, terms, disjoint=True), "name", tuple(variant.probability for variant in new))


def abbreviations(run: Run, sides: Sequence[Side], store: DocumentStore) -> Iterator[Wider]:
    """Yield what stands for the same as a run of a query's words: single words together, then phrases.

    Args:
        run: from the table of equivalents.
        sides: where to look.
        store: of the index.
    """
    for side in SIDES:
        if side not in sides:
            continue
        spellings = [spelling for spelling in run.row.side(side) if spelling != run.spelling]
        # By lemma, товарищ in all its cases; as written, where the dictionary takes an abbreviation for something else.
        single = [spelling[0] for spelling in spellings if len(spelling) == 1]
        kept = store.lemmas(single)
        words = [word if word in kept.get(word, (word,)) else surface_term(word) for word in single]
        if words:
            yield Wider(AnyTerm(side, tuple(words)), "abbreviation", (1.0,) * len(words))
        for spelling in spellings:
            if len(spelling) > 1:
                yield Wider(Phrase(side, tuple((word,) for word in spelling)), "abbreviation")
