"""Which documents a condition of a query leaves: by id, by shelfmark, by words of the title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.analysis.tokenizer import tokenize
from bisearch.engines.nodes import PassageRanges
from bisearch.errors import QueryError
from bisearch.notation.shelfmarks import shelfmark_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bisearch.analysis.form_table import FormTable
    from bisearch.query.tree import Filter
    from bisearch.storage.documents import DocumentStore, StoredDocument


def passages_of(documents: Iterable[StoredDocument]) -> PassageRanges:
    """Return the passages of some documents, as the engine takes them."""
    return PassageRanges(tuple(document.passage_numbers for document in documents))


def documents_of(condition: Filter, store: DocumentStore, forms: FormTable, query: str) -> Iterable[StoredDocument]:
    """Return the documents that a condition leaves.

    Args:
        condition: on the id, the reference or the title.
        store: of the index.
        forms: likewise.
        query: as typed, for the error message.

    Raises:
        QueryError: the condition on the title has no word.
    """
    if condition.field == "id":
        return store.with_id(condition.value)
    if condition.field == "ref":
        wanted = shelfmark_key(condition.value)
        return (document for document in store.documents() if _holds(_reference_text(document), wanted))
    words = [token.form for token in tokenize(condition.value)]
    if not words:
        raise QueryError(query, condition.position, "title: needs a word to look for")
    lemmas = forms.lemmas(words)
    return store.numbered(sorted(set.intersection(*(store.titled(lemmas[word]) for word in words))))


def _reference_text(document: StoredDocument) -> list[str]:
    reference = document.metadata.reference
    return shelfmark_key(reference.text) if reference is not None else []


def _holds(words: list[str], wanted: list[str]) -> bool:
    return bool(wanted) and any(
        words[start : start + len(wanted)] == wanted for start in range(len(words) - len(wanted) + 1)
    )
