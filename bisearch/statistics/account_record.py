"""The record of an account of a search."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from bisearch.model import Side
    from bisearch.searching.results import Reason, Results
    from bisearch.statistics.near_misses import NearMiss
    from bisearch.statistics.text_state import ArchiveState
    from bisearch.storage.signature import IndexSignature


class LookedUp(NamedTuple):
    """What a part of a query was looked up as on one side.

    Attributes:
        word: the part of the query.
        side: the side that was searched.
        why: how the alternatives follow from the word.
        alternatives: each alternative with its probability and the number of passages of the whole index that have it
            on that side; None if it was not counted.
        passages: the number of passages of the whole index that have any of them on that side.
    """

    word: str
    side: Side
    why: Reason
    alternatives: tuple[tuple[str, float, int | None], ...]
    passages: int

    def to_dict(self) -> dict[str, Any]:
        """Return the look-up as in JSON."""
        alternatives = [
            {"form": form, "probability": probability, "passages": passages}
            for form, probability, passages in self.alternatives
        ]
        return {**self._asdict(), "alternatives": alternatives}


class Account(NamedTuple):
    """What a search looked up, and in what.

    Attributes:
        results: the results of the search.
        looked_up: what each part of the query was looked up as.
        near_misses: words of the index that a scanner or a typist may have made of a word of the query.
        filters: the filters in force, of the query and of the options; empty if all documents were searched.
        left_undated: the number of undated documents that a filter by date left out.
        state: how much of what was searched is untranslated, undated, or of doubtful recognition.
        signature: the signature of the index.
        committed: the day of the commit, in ISO 8601.
        made: the day of this account, in ISO 8601.
        sentence_en: all of this as a paragraph to cite, in English.
        sentence_ru: the same in Russian.
    """

    results: Results
    looked_up: tuple[LookedUp, ...]
    near_misses: tuple[NearMiss, ...]
    filters: str
    left_undated: int
    state: ArchiveState
    signature: IndexSignature
    committed: str
    made: str
    sentence_en: str = ""
    sentence_ru: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the account as ``bisearch search --account --json`` prints it beside the results."""
        return {
            "looked_up": [each.to_dict() for each in self.looked_up],
            "near_misses": [each.to_dict() for each in self.near_misses],
            "filters": self.filters,
            "left_undated": self.left_undated,
            "archive": self.state.to_dict(),
            "index": {**self.signature.to_dict(), "committed": self.committed},
            "made": self.made,
            "sentence_en": self.sentence_en,
            "sentence_ru": self.sentence_ru,
        }
