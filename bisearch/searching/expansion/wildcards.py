"""Expand words with ``*``, ``?`` and ``~`` into the matching forms that the index has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.analysis.form_table import surface_term
from bisearch.errors import Mending, QueryError
from bisearch.lazy_pattern import lazy_pattern
from bisearch.query.patterns import field_pattern, without_wildcards

if TYPE_CHECKING:
    from bisearch.query.tree import Word
    from bisearch.searching.readers import IndexReaders

# A word that matches more forms than this is refused: it would match nearly every passage, slowly.
MAX_FORMS = 2_000
# A phrase is looked up with every combination of the forms of its words.
MAX_FORMS_IN_PHRASE = 200

_TYPED = lazy_pattern(r"[^\s()\"«»“”„:]*[*?~][^\s()\"«»“”„]*")


def wildcard_terms(query: str, word: Word, readers: IndexReaders, limit: int | None = None) -> tuple[str, ...]:
    """Return the terms of the forms that a word with a wildcard matches.

    Args:
        query: the query as typed, for the error message.
        word: the word; its match is ``"prefix"``, ``"wildcard"`` or ``"fuzzy"``.
        readers: the readers of the index.
        limit: the greatest number of forms; None takes `MAX_FORMS`.

    Raises:
        QueryError: it matches more than `limit` forms.
    """
    limit = MAX_FORMS if limit is None else limit
    if word.match == "fuzzy":
        forms = sorted(readers.vocabulary.within_edits(word.form, word.edits))
    elif word.match == "prefix":
        forms = readers.store.forms(word.form, limit + 1)
    else:
        forms = readers.store.forms_like(word.form, limit + 1)
    if len(forms) > limit:
        start, typed = _typed(query, word)
        reason = f"{typed} matches more than {limit:,} words; type more letters"
        raise QueryError(query, start, reason, Mending(start, start + len(typed), without_wildcards(typed)))
    return tuple(surface_term(form) for form in forms)


def _typed(query: str, word: Word) -> tuple[int, str]:
    """Return the code point where a word with a wildcard begins in the query, and the word as typed."""
    found = [(match.start(), match.group()) for match in _TYPED.finditer(query, word.position)]
    pattern = f"{word.form}*" if word.match == "prefix" else word.form
    same = (each for each in found if word.match == "fuzzy" or field_pattern(each[1]) == pattern)
    return next(same, (word.position, word.form))
