"""Finds a document by its id or the beginning of one, in any letter case."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from bisearch.errors import DocumentIdError

if TYPE_CHECKING:
    from bisearch.storage.documents import DocumentStore, StoredDocument

# Ids that a message lists.
MAX_LISTED = 10


def find_document(store: DocumentStore, id_: str) -> StoredDocument:
    """Return the document that an id names.

    The whole id comes first, then the same id in another letter case, then the only id that begins like it.

    Raises:
        DocumentIdError: there is no such document, or there are several.
    """
    if (exact := store.document(id_)) is not None:
        return exact
    wanted, ids = _folded(id_), store.ids()
    same = [each for each in ids if _folded(each) == wanted]
    begun = same or [each for each in ids if _folded(each).startswith(wanted)]
    if len(begun) > 1:
        more = f", the first {MAX_LISTED} of {len(begun):,}" if len(begun) > MAX_LISTED else ""
        raise DocumentIdError(id_, f"several documents have ids that begin with {id_!r}{more}", begun[:MAX_LISTED])
    found = store.document(begun[0]) if begun else None
    if found is None:
        raise missing_document(store, id_)
    return found


def missing_document(store: DocumentStore, id_: str) -> DocumentIdError:
    """Return the error for an id that no document has, with similar ids."""
    from difflib import get_close_matches  # noqa: PLC0415 -- only a mistake needs it

    folded = {_folded(each): each for each in store.ids()}
    close = [folded[each] for each in get_close_matches(_folded(id_), folded)]
    reason = f"no document {id_!r}; {'similar ids' if close else 'list ids with: bisearch list'}"
    return DocumentIdError(id_, reason, close)


def _folded(id_: str) -> str:
    return unicodedata.normalize("NFC", id_).casefold()
