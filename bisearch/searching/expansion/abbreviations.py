"""Expand words into their abbreviations and synonyms, and names into other spellings, from tables of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.analysis.form_table import surface_term
from bisearch.engines.nodes import AnyTerm, TermPhrase
from bisearch.model import SIDES
from bisearch.searching.expansion.base import Expansion

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bisearch.analysis.synonyms import Run
    from bisearch.model import Side
    from bisearch.searching.expansion.base import ExpansionScope
    from bisearch.searching.results import Reason


def synonym_runs(terms: Sequence[frozenset[str]], scope: ExpansionScope) -> Iterator[Run]:
    """Yield the runs of words that the table of synonyms has.

    Args:
        terms: for each word, its form and its lemmas; empty for a word that no run may contain.
        scope: the readers, options and sides that the expansion may use.
    """
    return scope.readers.synonyms.runs(terms)


def name_runs(terms: Sequence[frozenset[str]], scope: ExpansionScope) -> Iterator[Run]:
    """Yield the runs of words that are a name of which people have given other spellings; see `synonym_runs`."""
    return scope.readers.names.runs(terms)


def expand_abbreviations(
    run: Run, word: str, sides: Sequence[Side], scope: ExpansionScope, why: Reason = "abbreviation"
) -> Iterator[Expansion]:
    """Yield the synonyms of a run of words: on each side, first all single words together, then each phrase.

    Args:
        run: the words and their row in the table of synonyms.
        word: the part of the query that the words are.
        sides: where to look.
        scope: the readers, options and sides that the expansion may use.
        why: the reason of the expansions.
    """
    for side in SIDES:
        if side not in sides:
            continue
        spellings = [spelling for spelling in run.row.side(side) if spelling != run.spelling]
        # By lemma, so that товарищ matches in all cases; as written if the dictionary lemmatizes it to another word.
        single = [spelling[0] for spelling in spellings if len(spelling) == 1]
        lemmas = scope.readers.store.lemmas(single)
        terms = [form if form in lemmas.get(form, (form,)) else surface_term(form) for form in single]
        if terms:
            yield Expansion(AnyTerm(side, tuple(terms)), word, why)
        for spelling in spellings:
            if len(spelling) > 1:
                yield Expansion(TermPhrase(side, tuple((form,) for form in spelling)), word, why)
