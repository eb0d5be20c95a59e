"""How much of an archive is untranslated, undated or of doubtful recognition.

A word is doubtful if it has at least four letters and nothing else, neither the dictionaries nor the frequency list of
its script have it, and the archive does not use it as a name. Misread words are doubtful, but so are rare terms and
foreign words, so the share is an upper bound, good for comparing documents. A document is doubtful if one in twenty of
its words is, on either side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from bisearch.analysis.word_frequency import known_words
from bisearch.model import SIDES
from bisearch.notation.scripts import script_of

if TYPE_CHECKING:
    from bisearch.model import Side
    from bisearch.searching.readers import IndexReaders
    from bisearch.statistics.columns import Mask
    from bisearch.statistics.scope import CountScope, KeptDocuments
    from bisearch.statistics.side_tokens import SideTokens

MIN_LETTERS = 4
DOUBTFUL_SHARE = 0.05


class SideState(NamedTuple):
    """One language of an archive.

    Attributes:
        documents: the number of documents that have a text in it.
        words: the number of their words in it.
        doubtful_words: how many of these are doubtful.
        alone: the number of documents that have a text in this language only.
        alone_passages: the number of passages of documents in both languages that have a text in this language only.
    """

    documents: int
    words: int
    doubtful_words: int
    alone: int
    alone_passages: int

    @property
    def doubtful_share(self) -> float:
        """The share of doubtful words, in [0, 1]."""
        return self.doubtful_words / self.words if self.words else 0.0

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as in JSON."""
        return {**self._asdict(), "doubtful_share": round(self.doubtful_share, 6)}


class ArchiveState(NamedTuple):
    """What was searched.

    Attributes:
        documents_in_all: the number of documents of the index.
        documents: the number of documents that the filters keep.
        passages: the number of their passages.
        undated: how many of the documents have no date, or one that could not be read.
        doubtful_documents: how many of the documents are of doubtful recognition.
        ru: their Russian texts.
        en: their English texts.
    """

    documents_in_all: int
    documents: int
    passages: int
    undated: int
    doubtful_documents: int
    ru: SideState
    en: SideState

    def side(self, side: Side) -> SideState:
        """Return one language."""
        return self.ru if side == "ru" else self.en

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as in JSON, with the definition of a doubtful word."""
        return {
            **self._asdict(),
            "ru": self.ru.to_dict(),
            "en": self.en.to_dict(),
            "doubtful_word": DEFINITION,
        }


DEFINITION = (
    f"at least {MIN_LETTERS} letters and nothing else, in no dictionary and no frequency list, not used as a name; a"
    f" document is doubtful if at least {DOUBTFUL_SHARE:.0%} of its words on a side are"
)


def archive_state(scope: CountScope, kept: KeptDocuments) -> ArchiveState:
    """Return how much of the documents that filters keep is untranslated, undated or doubtful.

    Args:
        scope: the documents of the index.
        kept: the documents that were searched.

    Raises:
        SearchTimeoutError: it took too long.
        IndexDamagedError: the index is damaged.
    """
    store, readers = scope.readers.store, scope.readers
    counts = store.passage_counts()
    firsts = counts.keys() if kept.firsts is None else kept.firsts
    tokens = {side: scope.tokens(side, kept) for side in SIDES}
    doubtful = _doubtful_forms(scope.forms.forms, readers)
    with_words = {side: {int(first) for first, size in _sizes(tokens[side]) if size} for side in SIDES}
    both = with_words["ru"] & with_words["en"]
    states, doubtful_documents = {}, set[int]()
    for side, own in tokens.items():
        readers.deadline.check()
        flags = doubtful[own.forms]
        of_documents = _sums(flags, own)
        doubtful_documents.update(
            int(first)
            for (first, size), count in zip(_sizes(own), of_documents, strict=True)
            if size and count >= DOUBTFUL_SHARE * size
        )
        states[side] = SideState(
            len(with_words[side]),
            len(own),
            int(flags.sum()),
            len(with_words[side] - both),
            _alone_passages(own, tokens["en" if side == "ru" else "ru"], both, counts),
        )
    passages = sum(counts[first] for first in firsts)
    undated = store.undated_among(firsts)
    return ArchiveState(
        store.count, len(firsts), passages, undated, len(doubtful_documents), states["ru"], states["en"]
    )


def _doubtful_forms(forms: list[str], readers: IndexReaders) -> Mask:
    """Return which forms are doubtful words."""
    heard = {"cyrillic": known_words("ru"), "latin": known_words("en")}
    names = readers.vocabulary.all_names()
    doubtful = np.zeros(len(forms), np.bool_)
    for number, form in enumerate(readers.deadline.through(forms)):
        if len(form) < MIN_LETTERS or not form.isalpha() or form in names:
            continue
        listed = heard.get(script_of(form))
        doubtful[number] = listed is None or not (form in listed or readers.forms.has_entry(form))
    return doubtful


def _sizes(tokens: SideTokens) -> list[tuple[int, int]]:
    """Return the first passage of each document, and the number of its words."""
    return list(zip(tokens.firsts.tolist(), tokens.document_sizes.tolist(), strict=True))


def _sums(flags: Mask, tokens: SideTokens) -> list[int]:
    """Return how many words of each document are flagged."""
    sums = np.concatenate([[0], np.cumsum(flags)])
    found: list[int] = np.diff(sums[tokens.document_starts]).tolist()
    return found


def _alone_passages(own: SideTokens, other: SideTokens, both: set[int], counts: dict[int, int]) -> int:
    """Return how many passages of documents in both languages have a text on one side only."""
    alone = np.setdiff1d(own.passage_numbers, other.passage_numbers)
    if not len(alone) or not both:
        return 0
    firsts = np.array(sorted(counts), np.int64)
    of_document = firsts[np.searchsorted(firsts, alone, "right") - 1]
    return int(np.isin(of_document, np.array(sorted(both), np.int64)).sum())
