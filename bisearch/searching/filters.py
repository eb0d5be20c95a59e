"""Find the documents that a filter of a query keeps: by id, by reference, by words of any other field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.analysis.tokenizer import tokenize
from bisearch.engines.nodes import PassageRanges
from bisearch.errors import QueryError
from bisearch.notation.shelfmarks import text_key
from bisearch.query.operands import FIELDS, TWO_EDITS_FROM
from bisearch.storage.vocabulary import within_edits

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bisearch.analysis.form_table import FormTable
    from bisearch.query.tree import Filter
    from bisearch.storage.documents import DocumentStore, StoredDocument


def passage_ranges(documents: Iterable[StoredDocument]) -> PassageRanges:
    """Return the passages of some documents as a node for the engine."""
    return PassageRanges(tuple(document.passage_numbers for document in documents))


def filtered_documents(
    condition: Filter, store: DocumentStore, forms: FormTable, query: str
) -> Iterable[StoredDocument]:
    """Return the documents that a filter keeps.

    Args:
        condition: a filter by id, reference or another field.
        store: the document store of the index.
        forms: the form table of the index.
        query: the query as typed, for the error message.

    Raises:
        QueryError: a filter has no word, or no document has its field.
    """
    if condition.field == "id":
        return store.with_id(condition.value)
    if condition.field == "ref":
        wanted = text_key(condition.value)
        return store.numbered([number for number, key in store.reference_keys() if key.has(wanted)])
    return store.numbered(sorted(_with_words(condition, store, forms, query)))


def _with_words(condition: Filter, store: DocumentStore, forms: FormTable, query: str) -> set[int]:
    """Return the numbers of the documents whose field has all words of a filter."""
    field = condition.field
    if field != "title" and field not in (known := store.field_names()):
        names = ", ".join(f"{name}:" for name in dict.fromkeys([*FIELDS, *known]))
        reason = f"no field {field + ':'!r}; fields are {names} (quote the word to look for it)"
        raise QueryError(query, condition.start, reason)
    matches = []
    for part in condition.value.split():
        stem, tilde, edits = part.partition("~")
        is_prefix = stem.endswith("*") and not tilde
        words = [token.form for token in tokenize(stem)]
        if tilde and words and edits in {"", "1", "2"}:
            allowed = int(edits or (1 if len(words[0]) < TWO_EDITS_FROM else 2))
            matches.append(store.with_terms(field, list(within_edits(words[0], store.field_terms(field), allowed))))
        elif is_prefix and words:
            matches.append(store.with_terms(field, store.field_terms(field, words[0])))
        else:
            lemmas = forms.lemmas(words)
            matches += (store.with_terms(field, lemmas[word]) for word in words)
    if not matches:
        raise QueryError(query, condition.position, f"{field}: needs a word to look for")
    return set.intersection(*matches)
