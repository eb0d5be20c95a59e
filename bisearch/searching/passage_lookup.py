"""Find the passage that a permanent reference leads to, also after the document has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from bisearch.errors import DocumentIdError, PermanentReferenceError
from bisearch.searching.document_lookup import find_document
from bisearch.storage.permanent_references import (
    parse_permanent_reference,
    passage_of,
    passage_to_dict,
    permanent_reference_to,
)

if TYPE_CHECKING:
    from bisearch.model import Metadata, Passage
    from bisearch.storage.documents import DocumentStore, StoredDocument
    from bisearch.storage.permanent_references import Found


class FoundPassage(NamedTuple):
    """The passage that a permanent reference leads to.

    Attributes:
        document: the metadata of its document.
        passage: the passage with both sides; a side that it lacks is None.
        reference: the permanent reference to the passage as it is now.
        found: ``"unchanged"``: the sentence is in the passage of that number; ``"moved"``: it is in this passage now;
            ``"split"``: the text was split into sentences elsewhere, and this passage has the beginning of the
            sentence; ``"changed"``: the passage has the corrected wording of the sentence; ``"number"``: the reference
            has no hash, so only the number says that this is the passage.
    """

    document: Metadata
    passage: Passage
    reference: str
    found: Found

    def to_dict(self) -> dict[str, Any]:
        """Return the passage as ``bisearch show --json`` prints it."""
        passage = passage_to_dict(self.document.id, self.passage)
        return {"document": self.document.to_dict(), "passage": passage, "found": self.found}


def find_passage(reference: str, store: DocumentStore) -> FoundPassage:
    """Return the passage that a permanent reference leads to; see `passage_of`.

    Raises:
        PermanentReferenceError: the reference is malformed, or the document or the sentence is gone.
    """
    return _passage_in_document(reference, store)[1]


def find_by_beginning(reference: str, store: DocumentStore) -> tuple[StoredDocument, FoundPassage | None]:
    """Return what `find_document_or_passage` finds, or else the document with an id that begins so, in any letter case.

    Raises:
        PermanentReferenceError: the document is there, but the passage is gone.
        DocumentIdError: no document has the id or such a beginning, or several have.
    """
    try:
        return find_document_or_passage(reference, store)
    except PermanentReferenceError:
        try:
            return find_document(store, reference), None
        except DocumentIdError:
            if store.document(reference.rpartition("/")[0]) is None:
                raise
        raise


def find_document_or_passage(reference: str, store: DocumentStore) -> tuple[StoredDocument, FoundPassage | None]:
    """Return the document with an id and None, or else the passage of a permanent reference with its document.

    Raises:
        PermanentReferenceError: there is no such document, or the passage is gone.
    """
    document = store.document(reference)
    if document is not None:
        return document, None
    if "/" not in reference:
        raise PermanentReferenceError(f"{reference}: the index has no document {reference!r}")
    return _passage_in_document(reference, store)


def passage_number(reference: str, store: DocumentStore) -> int:
    """Return the number in the index of the passage that a permanent reference leads to.

    Raises:
        PermanentReferenceError: the reference is malformed, or the document or the sentence is gone.
    """
    document, found = _passage_in_document(reference, store)
    return document.passage_numbers[found.passage.number - 1]


def _passage_in_document(reference: str, store: DocumentStore) -> tuple[StoredDocument, FoundPassage]:
    wanted = parse_permanent_reference(reference)
    document = store.document(wanted.document)
    if document is None:
        raise PermanentReferenceError(f"{reference}: the index has no document {wanted.document!r}")
    passages = store.passages(document.passage_numbers)
    number, found = passage_of(wanted, passages, store.successors(wanted.document))
    passage = passages[number - 1]
    permanent = str(permanent_reference_to(wanted.document, passage))
    return document, FoundPassage(document.metadata, passage, permanent, found)
