"""Find the documents that a filter of a query keeps: by date, id, reference, or words of any other field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.analysis.form_table import SURFACE, surface_term
from bisearch.analysis.tokenizer import tokenize
from bisearch.engines.nodes import PassageRanges
from bisearch.errors import Mending, QueryError
from bisearch.notation.shelfmarks import text_key
from bisearch.query.fields import FIELDS
from bisearch.query.operands import TWO_EDITS_FROM
from bisearch.query.patterns import field_pattern
from bisearch.query.tree import DateFilter
from bisearch.similarity.edit_distance import words_within_edits

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bisearch.analysis.form_table import FormTable
    from bisearch.query.tree import Filter
    from bisearch.storage.documents import DocumentStore


def filtered_passages(
    condition: Filter | DateFilter, store: DocumentStore, forms: FormTable, query: str
) -> PassageRanges:
    """Return the passages of the documents that a filter keeps, as a node for the engine.

    Args:
        condition: the filter.
        store: the document store of the index.
        forms: the form table of the index.
        query: the query as typed, for the error message.

    Raises:
        QueryError: a filter has no word, or no document has its field.
    """
    if isinstance(condition, DateFilter):
        return PassageRanges(tuple(store.dated(condition.first, condition.last)))
    if condition.field == "id":
        return PassageRanges(tuple(store.with_id(condition.value)))
    if condition.field == "ref":
        wanted = text_key(condition.value)
        numbers = [number for number, key in store.reference_keys() if key.has(wanted)]
    else:
        numbers = sorted(_with_words(condition, store, forms, query))
    return PassageRanges(tuple(store.passage_numbers(numbers).values()))


def _with_words(condition: Filter, store: DocumentStore, forms: FormTable, query: str) -> set[int]:
    """Return the numbers of the documents whose field has all words of a filter."""
    known = store.field_names()
    fields = [name for name in (condition.field, condition.typed) if name == "title" or name in known]
    # A filter that a program gives as an option has no place in the query.
    start, end = condition.start, condition.position
    typed = query[start:end] or f"{condition.field}:"
    if not fields:
        names = ", ".join(f"{name}:" for name in dict.fromkeys([*FIELDS, *known]))
        reason = f"no field {typed!r}; fields are {names} (quote the word to look for it)"
        raise QueryError(query, start, reason, Mending(start, end, typed[:-1] + " ") if start < end else None)
    parts = condition.value.split()
    found = [_with_all_words(parts, field, store, forms) for field in fields]
    matches = [documents for documents in found if documents is not None]
    if not matches:
        reason = f"{typed} needs a word to look for"
        raise QueryError(query, end, reason, Mending(start, end, "") if start < end else None)
    return set.union(*matches)


def _with_all_words(parts: Iterable[str], field: str, store: DocumentStore, forms: FormTable) -> set[int] | None:
    """Return the numbers of the documents whose field has all of some words; None if there is no word."""
    matches = []
    for part in parts:
        stem, tilde, edits = part.partition("~")
        words = [token.form for token in tokenize(stem)]
        if tilde and words and edits in {"", "1", "2"}:
            allowed = int(edits or (1 if len(words[0]) < TWO_EDITS_FROM else 2))
            matches.append(
                store.with_terms(field, list(words_within_edits(words[0], store.field_terms(field), allowed)))
            )
        elif words and not tilde and (pattern := field_pattern(stem)):
            lemmas_like = (term for term in store.field_terms(field, pattern) if not term.startswith(SURFACE))
            matches.append(store.with_terms(field, [*lemmas_like, *store.field_terms(field, surface_term(pattern))]))
        else:
            lemmas = forms.lemmas(words)
            matches += (store.with_terms(field, lemmas[word]) for word in words)
    return set.intersection(*matches) if matches else None
