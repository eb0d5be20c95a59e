"""The words of one commit, kept between the counts of an open index as long as they are few enough."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from bisearch.statistics.form_index import FormIndex
from bisearch.statistics.side_tokens import SideTokens

if TYPE_CHECKING:
    from bisearch.deadline import Deadline
    from bisearch.model import Side
    from bisearch.storage.documents import DocumentStore

# An index with more words on both sides, or with more forms, is read anew by each count. A word kept takes 8 bytes, a
# form about 300.
MOST_WORDS = 8_000_000
MOST_FORMS = 500_000


class KeptWords:
    """Reads the forms and the words of one commit, once if they are few enough to keep; threads may share it.

    Args:
        store: the document store of the commit.
    """

    def __init__(self, store: DocumentStore) -> None:
        self._store = store
        _, _, words_ru, words_en, forms = store.totals()
        self._keeps_words = words_ru + words_en <= MOST_WORDS
        self._keeps_forms = forms <= MOST_FORMS
        self._forms: FormIndex | None = None
        self._tokens: dict[Side, SideTokens] = {}
        self._lock = Lock()

    def forms(self) -> FormIndex:
        """Return the forms of the index."""
        if not self._keeps_forms:
            return FormIndex(self._store.numbered_forms())
        with self._lock:
            if self._forms is None:
                self._forms = FormIndex(self._store.numbered_forms())
            return self._forms

    def tokens(self, side: Side, forms: int, deadline: Deadline) -> SideTokens:
        """Return the words of one side of all documents that have it.

        Args:
            side: the side.
            forms: the number of forms of the index.
            deadline: when the reading must end.
        """
        if not self._keeps_words:
            return SideTokens(self._store, side, None, forms, deadline)
        with self._lock:
            if side not in self._tokens:
                self._tokens[side] = SideTokens(self._store, side, None, forms, deadline)
            return self._tokens[side]
