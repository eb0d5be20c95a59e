"""Expand words with ``*`` and ``~`` into the matching forms that the index has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.analysis.form_table import surface_term
from bisearch.errors import QueryError

if TYPE_CHECKING:
    from bisearch.query.tree import Word
    from bisearch.searching.readers import IndexReaders

# A word that matches more forms than this is refused: it would match nearly every passage, slowly.
MAX_FORMS = 2_000


def wildcard_terms(query: str, word: Word, readers: IndexReaders) -> tuple[str, ...]:
    """Return the terms of the forms that a prefix or a fuzzy word matches.

    Args:
        query: the query as typed, for the error message.
        word: the prefix or fuzzy word.
        readers: the readers of the index.

    Raises:
        QueryError: it matches more than `MAX_FORMS` forms.
    """
    if word.match == "prefix":
        forms = readers.store.forms(word.form, MAX_FORMS + 1)
    else:
        forms = sorted(readers.vocabulary.within_edits(word.form, word.edits))
    if len(forms) > MAX_FORMS:
        typed = word.form + ("*" if word.match == "prefix" else "~")
        raise QueryError(query, word.position, f"{typed} matches more than {MAX_FORMS:,} words; type more letters")
    return tuple(surface_term(form) for form in forms)
