"""One order for passages that have two sides, or only one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from bisearch.engines.port import EngineReader, Match
    from bisearch.model import Side
    from bisearch.searching.planning import Resolved
    from bisearch.storage.documents import DocumentStore

    Scoring: TypeAlias = Callable[[Match], float]

Sort: TypeAlias = Literal["score", "date"]

# What the one side of a passage without counterpart is worth, where the mean of two sides is 1.
ONE_SIDED = 1.05
# What the better of the passages right before and after a passage adds to its score, of its own, those one further off
# half as much, and so on: a writer or a translator may part in two sentences what a reader asks for in one query, and
# what is around a sentence is mostly about the same. Only so many of the best passages are seen beside each other, so
# that no search needs more.
NEIGHBOUR = 0.2
REACH = 2
SEEN = 100


class Ranked(NamedTuple):
    """A passage that matches, and what it scores where it stands; higher is better."""

    match: Match
    score: float


def scoring(sides: Collection[Side]) -> Scoring:
    """Return how a passage scores by what its sides have of a query.

    A query that is looked up on both sides, by its own words and by their translations, finds evidence of the whole on
    each: a passage scores the mean of its sides, or what the only one has. One that is looked up on a single side finds
    there all that there is to find, whether the passage has another side or not.

    Args:
        sides: on which the query is looked up.
    """
    return _mean if len(sides) > 1 else _sum


def _mean(match: Match) -> float:
    return match.score / 2 if match.is_two_sided else match.score * ONE_SIDED


def _sum(match: Match) -> float:
    return match.score


def in_context(matches: Sequence[Match], documents: Sequence[int], score: Scoring) -> list[Ranked]:
    """Return what passages score where they stand: the better of those beside each count a little for it too.

    Args:
        matches: passages of an index.
        documents: a number of each one's document.
        score: of a passage by itself.
    """
    scores = {match.passage: score(match) for match in matches}
    of = dict(zip(scores, documents, strict=True))
    around = dict.fromkeys(scores, 0.0)
    for steps in range(1, REACH + 1):
        share = NEIGHBOUR / 2 ** (steps - 1)
        better: dict[int, float] = {}
        for passage, document in of.items():
            if of.get(after := passage + steps) == document:  # few passages have one beside them
                better[passage] = max(better.get(passage, 0.0), scores[after])
                better[after] = max(better.get(after, 0.0), scores[passage])
        for passage, beside in better.items():
            around[passage] += share * beside
    return [Ranked(match, scores[match.passage] + around[match.passage]) for match in matches]


def search(
    resolved: Resolved, postings: EngineReader, store: DocumentStore, sort: Sort, count: int
) -> tuple[int, list[Ranked]]:
    """Find the first passages that match.

    By score, the best first; by date, the oldest first and the undated last. Ties go by document id and place in the
    document, so that the order depends on the documents alone.

    Args:
        resolved: the query.
        postings: of the index.
        store: of the same index.
        sort: see above.
        count: how many to return at most.

    Returns:
        How many match in all, and the first of them.
    """
    score = scoring(resolved.sides)
    if sort == "date":
        total, matches = postings.search(resolved.node)
        places = store.order([match.passage for match in matches])
        dated = [((not day, day, id_, place), match) for match, (day, id_, place) in zip(matches, places, strict=True)]
        return total, [Ranked(match, score(match)) for _, match in sorted(dated)[:count]]
    total, matches = postings.search(resolved.node, max(count, SEEN) if count else 0, store.ranks)
    return total, _best(matches, store, score)[:count]


def _best(matches: Sequence[Match], store: DocumentStore, score: Scoring) -> list[Ranked]:
    """Return passages in order."""
    ranks = store.ranks([match.passage for match in matches])
    keyed = sorted((-score(match), rank, match) for match, rank in zip(matches, ranks, strict=True))
    first = [match for *_, match in keyed[:SEEN]]
    seen = in_context(first, store.firsts([match.passage for match in first]), score)
    place = {match.passage: rank for _, rank, match in keyed}
    seen.sort(key=lambda each: (-each.score, place[each.match.passage]))
    return seen + [Ranked(match, -each) for each, _, match in keyed[SEEN:]]
