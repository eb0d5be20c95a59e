"""Rank passages with two sides and passages with one in a single order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from bisearch.engines.nodes import Without

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from bisearch.engines.port import Match
    from bisearch.model import Side
    from bisearch.searching.planning import QueryPlan
    from bisearch.searching.readers import IndexReaders
    from bisearch.searching.results import Matched

    PassageScorer: TypeAlias = Callable[[Match], float]

Sort: TypeAlias = Literal["score", "date"]

# The weight of the only side of a passage without counterpart, where the mean of two sides has weight 1.
ONE_SIDED_WEIGHT = 1.05
# A passage's score grows by this share of the better score of the passages right before and after it, by half of that
# for those one farther, and so on up to the distance: what a query asks for may be spread over two sentences, and
# neighbouring sentences are mostly about the same.
NEIGHBOUR_WEIGHT = 0.2
NEIGHBOUR_DISTANCE = 2
# The weight of a passage in which only a translation of a quotation matches; it ranks after all others in any case.
TRANSLATED_WEIGHT = 0.1
# Neighbours count only among this many of the best passages, so that a search for few hits needs no more than these.
RERANKED = 100


class RankedPassage(NamedTuple):
    """A passage to return as a hit.

    Attributes:
        passage: its number.
        score: its score with its neighbours counted; higher is better.
        matched: ``"translation"`` if only a translation of a quotation matches; ``"heading"`` if only the heading of
            the passage's document does; ``"meaning"`` if it has no word of the query.
        cosine: how near it is to the query in meaning; None if that was not compared.
    """

    passage: int
    score: float
    matched: Matched = "text"
    cosine: float | None = None


def passage_scorer(sides: Collection[Side]) -> PassageScorer:
    """Return the function that scores a passage by itself.

    If a query is looked up on both sides, each side of a passage may match the whole query: the score is the mean of
    the sides, or that of the only side. If it is looked up on one side, nothing can match on the other: the score is
    that of the one side, whether the passage has another or not.

    Args:
        sides: the sides that the query is looked up on.
    """
    return _mean_of_sides if len(sides) > 1 else _sum_of_sides


def _mean_of_sides(match: Match) -> float:
    return match.score / 2 if match.is_two_sided else match.score * ONE_SIDED_WEIGHT


def _sum_of_sides(match: Match) -> float:
    return match.score


def score_with_neighbours(
    scores: Mapping[int, float], documents: Sequence[int], weight: float = NEIGHBOUR_WEIGHT
) -> dict[int, float]:
    """Return the scores of passages, each with a share of its neighbours' scores added.

    Args:
        scores: the score of each passage by itself.
        documents: for each passage, in the same order, a number that identifies its document.
        weight: the share of the passages right before and after.
    """
    document_of = dict(zip(scores, documents, strict=True))
    added = dict.fromkeys(scores, 0.0)
    for steps in range(1, NEIGHBOUR_DISTANCE + 1):
        share = weight / 2 ** (steps - 1)
        better: dict[int, float] = {}
        for passage, document in document_of.items():
            if document_of.get(after := passage + steps) == document:  # few passages have a neighbour that matches
                better[passage] = max(better.get(passage, 0.0), scores[after])
                better[after] = max(better.get(after, 0.0), scores[passage])
        for passage, neighbour_score in better.items():
            added[passage] += share * neighbour_score
    return {passage: score + added[passage] for passage, score in scores.items()}


class RankedPassages(NamedTuple):
    """The first passages that match a query.

    Attributes:
        total: the number of passages that match.
        first_ranked: how many of these match with the quotations of the query as typed.
        passages: the first passages that match, in order: at least as many as were asked for, if so many match.
    """

    total: int
    first_ranked: int
    passages: list[RankedPassage]


def rank_passages(plan: QueryPlan, readers: IndexReaders, sort: Sort, count: int) -> RankedPassages:
    """Find the first passages that match.

    By score, the best come first, and passages in which only a translation of a quotation matches come last; by date,
    the oldest come first and undated ones last. Ties are ordered by document id and passage number, so that the order
    depends on the documents alone.

    Args:
        plan: the planned query.
        readers: the readers of the index.
        sort: by score or by date.
        count: the number of passages that are needed.
    """
    postings, store = readers.postings, readers.store
    limit = None if sort == "date" else max(count, RERANKED) if count else 0
    total, matches = postings.search(plan.first_ranked, limit, store.ranks)
    score = passage_scorer(plan.sides)
    ranked = _by_score(matches, readers, score) if sort == "score" else []
    if sort == "date":
        ranked = [RankedPassage(match.passage, score(match)) for match in readers.deadline.through(matches)]
    added = 0
    if plan.quoted is not None:
        added, matches = postings.search(Without(plan.node, plan.quoted), limit, store.ranks)
        ranked += [
            each._replace(score=TRANSLATED_WEIGHT * each.score, matched="translation")
            for each in _by_score(matches, readers, _sum_of_sides)
        ]
    if sort == "date":
        ranked = _by_date(ranked, readers)
    return RankedPassages(total + added, total, ranked)


def _by_date(ranked: Sequence[RankedPassage], readers: IndexReaders) -> list[RankedPassage]:
    placed = zip(ranked, readers.store.order([each.passage for each in ranked]), strict=True)
    dated = [((not day, day, id_, place), each) for each, (day, id_, place) in readers.deadline.through(placed)]
    return [each for _, each in sorted(dated)]


def _by_score(matches: Sequence[Match], readers: IndexReaders, score: PassageScorer) -> list[RankedPassage]:
    store, deadline = readers.store, readers.deadline
    ranks = store.ranks([match.passage for match in matches])
    of_matches = deadline.through(zip(matches, ranks, strict=True))
    keyed = sorted((-score(match), rank, match.passage) for match, rank in of_matches)
    deadline.check()
    scores = {passage: -negated for negated, _, passage in keyed[:RERANKED]}
    reranked = score_with_neighbours(scores, store.firsts(list(scores)))
    rank_of = {passage: rank for _, rank, passage in keyed[:RERANKED]}
    first = sorted(reranked.items(), key=lambda item: (-item[1], rank_of[item[0]]))
    return [
        *(RankedPassage(passage, with_neighbours) for passage, with_neighbours in first),
        *(RankedPassage(passage, -negated) for negated, _, passage in deadline.through(keyed[RERANKED:])),
    ]
