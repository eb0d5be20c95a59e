"""One order for passages that have two sides, or only one."""

from __future__ import annotations

from heapq import nsmallest
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bisearch.engines import Match
    from bisearch.storage.documents import DocumentStore

Sort: TypeAlias = Literal["score", "date"]


# What the one side of a passage without counterpart is worth, where the mean of two sides is 1.
ONE_SIDED = 1.05


def score(match: Match) -> float:
    """Return a passage's score from those of its sides: their mean, or what the only one has.

    A query is looked up on both sides, by its own words and by their translations, so that each side gives evidence of
    the whole query.
    """
    total = match.score_ru + match.score_en
    return total / 2 if match.has_ru and match.has_en else total * ONE_SIDED


def best(matches: Sequence[Match], store: DocumentStore, sort: Sort, count: int) -> list[Match]:
    """Return the first `count` matches in order.

    By score, the best first; by date, the oldest first and the undated last. Ties go by document id and place in the
    document, so that the order depends on the documents alone.
    """
    if sort == "score":
        scores = [-score(match) for match in matches]
        if len(matches) > count > 0:
            # Only those that may come among the first need the tie broken.
            worst = nsmallest(count, scores)[-1]
            matches = [match for match, each in zip(matches, scores, strict=True) if each <= worst]
            scores = [each for each in scores if each <= worst]
        places = store.order(match.passage for match in matches)
        keyed = [
            (each, id_, place, match) for each, match, (_, id_, place) in zip(scores, matches, places, strict=True)
        ]
        return [match for _, _, _, match in sorted(keyed)[:count]]
    places = store.order(match.passage for match in matches)
    dated = [((not day, day, id_, place), match) for match, (day, id_, place) in zip(matches, places, strict=True)]
    return [match for _, match in sorted(dated)[:count]]
