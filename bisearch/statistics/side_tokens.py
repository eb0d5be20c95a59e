"""The words of one side of some documents as flat arrays, which numpy counts."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from bisearch.errors import IndexDamagedError
from bisearch.statistics.columns import joined_numbers, starts_of
from bisearch.storage.short_numbers import SHORT_BYTES

if TYPE_CHECKING:
    from collections.abc import Collection

    from bisearch.deadline import Deadline
    from bisearch.model import Side
    from bisearch.statistics.columns import Mask, Numbers
    from bisearch.storage.documents import DocumentStore


class SideTokens:
    """The words of one side of some documents, in order.

    Args:
        store: the document store.
        side: the side.
        firsts: the first passages of the documents; None takes all that have the side.
        forms: the number of forms of the index.
        deadline: when the reading must end.

    Attributes:
        side: the side.
        forms: the number of each word's form.
        firsts: the first passage of each document that has the side, ascending.
        document_starts: the place of the first word of each document, and the number of all words.
        sentence_starts: the place of the first word of each sentence, and the number of all words.

    Raises:
        IndexDamagedError: the words do not fit the forms of the index, or the sentences.
    """

    def __init__(
        self, store: DocumentStore, side: Side, firsts: Collection[int] | None, forms: int, deadline: Deadline
    ) -> None:
        rows = list(deadline.through(store.tokens(side, firsts)))
        self.side: Side = side
        self.forms = joined_numbers(columns.forms for _, columns in rows)
        self.firsts: Numbers = np.array([first for first, _ in rows], np.int64)
        self.document_starts = starts_of([len(columns.forms.shorts) // SHORT_BYTES for _, columns in rows])
        self.sentence_starts = starts_of(joined_numbers(columns.sentences for _, columns in rows))
        self._sentence_counts = joined_numbers(columns.passages for _, columns in rows)
        self._passage_counts = np.array([len(columns.passages.shorts) // SHORT_BYTES for _, columns in rows], np.int64)
        is_fitting = self.sentence_starts[-1] == len(self.forms) and self._sentence_counts.sum() == (
            len(self.sentence_starts) - 1
        )
        if not is_fitting or (self.forms >= forms).any():
            raise IndexDamagedError(f"the words of the {side} texts do not fit the index's forms and sentences")

    def __len__(self) -> int:
        """Return the number of words."""
        return len(self.forms)

    @cached_property
    def document_sizes(self) -> Numbers:
        """The number of words of each document."""
        return np.diff(self.document_starts)

    @cached_property
    def passage_starts(self) -> Numbers:
        """The place of the first word of each passage that has the side, and the number of all words."""
        return self.sentence_starts[starts_of(self._sentence_counts[self._sentence_counts > 0])]

    @cached_property
    def passage_numbers(self) -> Numbers:
        """The number of each passage that has the side."""
        counts = self._passage_counts
        within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        numbers: Numbers = (np.repeat(self.firsts, counts) + within)[self._sentence_counts > 0]
        return numbers

    def documents_of(self, places: Numbers) -> Numbers:
        """Return, for each place of a word, the place of its document in `firsts`."""
        return np.searchsorted(self.document_starts, places, "right") - 1

    def sentences_of(self, places: Numbers) -> Numbers:
        """Return the number of the sentence of each place of a word, counted from 0."""
        return np.searchsorted(self.sentence_starts, places, "right") - 1

    def passages_of(self, places: Numbers) -> Numbers:
        """Return, for each place of a word, the place of its passage in `passage_numbers`."""
        return np.searchsorted(self.passage_starts, places, "right") - 1

    def by_document(self, places: Numbers) -> Numbers:
        """Return the number of the given places in each document."""
        counts: Numbers = np.bincount(self.documents_of(places), minlength=len(self.firsts))
        return counts

    def in_passages(self, numbers: Collection[int] | Numbers) -> Mask:
        """Return which words are in some passages.

        Args:
            numbers: the numbers of passages; those that lack the side are ignored.
        """
        chosen = np.isin(self.passage_numbers, np.fromiter(numbers, np.int64, len(numbers)))
        return np.repeat(chosen, np.diff(self.passage_starts))
