"""Find the documents that a filter of a query keeps: by id, by reference, by words of the title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.analysis.tokenizer import tokenize
from bisearch.engines.nodes import PassageRanges
from bisearch.errors import QueryError
from bisearch.notation.shelfmarks import text_key

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
        condition: a filter by id, reference or title.
        store: the document store of the index.
        forms: the form table of the index.
        query: the query as typed, for the error message.

    Raises:
        QueryError: a title filter has no word.
    """
    if condition.field == "id":
        return store.with_id(condition.value)
    if condition.field == "ref":
        wanted = text_key(condition.value)
        return store.numbered([number for number, key in store.reference_keys() if key.has(wanted)])
    words = [token.form for token in tokenize(condition.value)]
    if not words:
        raise QueryError(query, condition.position, "title: needs a word to look for")
    lemmas = forms.lemmas(words)
    return store.numbered(sorted(set.intersection(*(store.titled(lemmas[word]) for word in words))))
