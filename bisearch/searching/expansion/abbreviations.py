"""Abbreviations and what they stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.analysis.form_table import surface_term
from bisearch.engines.nodes import AnyTerm, TermPhrase
from bisearch.model import SIDES
from bisearch.searching.expansion.base import Wider

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bisearch.analysis.synonyms import Run
    from bisearch.model import Side
    from bisearch.storage.documents import DocumentStore


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
                yield Wider(TermPhrase(side, tuple((word,) for word in spelling)), "abbreviation")
