"""One order for passages that have two sides, or only one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bisearch.engines import EngineReader, Match, Node
    from bisearch.storage.documents import DocumentStore

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


def score(match: Match) -> float:
    """Return a passage's score from those of its sides: their mean, or what the only one has.

    A query is looked up on both sides, by its own words and by their translations, so that each side gives evidence of
    the whole query.
    """
    return match.score / 2 if match.is_two_sided else match.score * ONE_SIDED


def in_context(matches: Sequence[Match], documents: Sequence[int]) -> list[Ranked]:
    """Return what passages score where they stand: the better of those beside each count a little for it too.

    Args:
        matches: passages of an index.
        documents: a number of each one's document.
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
    node: Node, postings: EngineReader, store: DocumentStore, sort: Sort, count: int
) -> tuple[int, list[Ranked]]:
    """Find the first passages that match.

    By score, the best first; by date, the oldest first and the undated last. Ties go by document id and place in the
    document, so that the order depends on the documents alone.

    Args:
        node: of the resolved query.
        postings: of the index.
        store: of the same index.
        sort: see above.
        count: how many to return at most.

    Returns:
        How many match in all, and the first of them.
    """
    if sort == "date":
        total, matches = postings.search(node)
        places = store.order([match.passage for match in matches])
        dated = [((not day, day, id_, place), match) for match, (day, id_, place) in zip(matches, places, strict=True)]
        return total, [Ranked(match, score(match)) for _, match in sorted(dated)[:count]]
    total, matches = postings.search(node, max(count, SEEN) if count else 0, store.ranks)
    return total, _best(matches, store)[:count]


def _best(matches: Sequence[Match], store: DocumentStore) -> list[Ranked]:
    """Return passages in order."""
    ranks = store.ranks([match.passage for match in matches])
    keyed = sorted((-score(match), rank, match) for match, rank in zip(matches, ranks, strict=True))
    first = [match for *_, match in keyed[:SEEN]]
    seen = in_context(first, store.firsts([match.passage for match in first]))
    place = {match.passage: rank for _, rank, match in keyed}
    seen.sort(key=lambda each: (-each.score, place[each.match.passage]))
    return seen + [Ranked(match, -each) for each, _, match in keyed[SEEN:]]
