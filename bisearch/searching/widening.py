"""What else a word of a query is looked up by: names in other spellings, abbreviations and what they stand for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bisearch.analysis.forms import surface_term
from bisearch.engines import AnyTerm, Phrase
from bisearch.model import SIDES
from bisearch.searching.names import variants

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bisearch.analysis.equivalents import Equivalents, Run
    from bisearch.analysis.forms import FormTable
    from bisearch.model import Side
    from bisearch.query.tree import Word
    from bisearch.searching.results import Reason
    from bisearch.storage.documents import DocumentStore
    from bisearch.storage.words import Vocabulary


@dataclass(frozen=True, slots=True)
class Widenings:
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


@dataclass(frozen=True, slots=True)
class Holdings:
    """What of an index a query is read against."""

    store: DocumentStore
    forms: FormTable
    vocabulary: Vocabulary
    equivalents: Equivalents


@dataclass(frozen=True, slots=True)
class Wider:
    """More to look a word up by on one side.

    Attributes:
        node: what is looked for.
        why: how it follows from the word.
        probabilities: of each of the node's terms, in (0, 1]; none for a phrase, which is certain.
    """

    node: AnyTerm | Phrase
    why: Reason
    probabilities: tuple[float, ...] = ()


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
