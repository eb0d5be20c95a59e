"""Search by meaning beside search by words: which queries have it, and how cosines and scores are mixed.

The score of a passage is a linear mix of its score by words, as a share of the best one, and of the cosine between its
vectors and that of the query, to which its neighbours add a share of theirs. If even the best score is low, words say
little, and the share shrinks. Passages that are near in meaning but have no word of the query are found too; they are
labelled, and counted apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bisearch.engines.nodes import Both, PassageRanges
from bisearch.errors import EncoderError
from bisearch.query.tree import Clauses, DateFilter, DateMention, FacetFilter, Filter, Phrase, Word
from bisearch.searching.ranking import (
    NEIGHBOUR_DISTANCE,
    RERANKED,
    RankedPassage,
    passage_scorer,
    score_with_neighbours,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from bisearch.meaning.encoder import Vectors
    from bisearch.meaning.vectors import Near, StoredVectors
    from bisearch.model import Side
    from bisearch.query.tree import Node
    from bisearch.searching.options import SearchOptions
    from bisearch.searching.planning import QueryPlan
    from bisearch.searching.readers import IndexReaders

# The weight of the cosine; the share of the best score has the rest. Chosen on one fold of the questions of XQuAD-R and
# XQuAD, see `python -m benchmarks meaning`.
MEANING_WEIGHT = 0.3
# A best score by words that is as low as this has half of its weight; chosen together with the weight and this form.
LOW_SCORE = 30.0
# The share of a passage's neighbours in its nearness, as `NEIGHBOUR_WEIGHT` is their share in a score by words; chosen
# together with the weight.
NEAR_NEIGHBOUR_WEIGHT = 0.1
# Passages that are found by meaning, at most, and the least cosine of those without a word of the query: nine in ten
# passages that answer a question of XQuAD-R, of all folds, are nearer.
NEAREST = 100
MIN_COSINE = 0.2


class MeaningQuery(NamedTuple):
    """A query as it is looked for by meaning.

    Attributes:
        vector: its vector.
        vectors: the vectors of the index.
        side: the only side to search; None searches both.
    """

    vector: Vectors
    vectors: StoredVectors
    side: Side | None

    def nearest(self, count: int, among: Sequence[Sequence[range]], readers: IndexReaders) -> list[Near]:
        """Return the nearest passages that filters keep, the nearest first."""
        ranks = readers.store.ranks
        return self.vectors.nearest(self.vector, count, ranks, among=among, side=self.side, deadline=readers.deadline)

    def cosines(self, passages: Collection[int]) -> dict[int, float]:
        """Return the cosines of some passages."""
        return self.vectors.cosines(self.vector, passages, self.side)


class MixedPassages(NamedTuple):
    """Passages ranked by words and meaning.

    Attributes:
        passages: the passages, in order.
        by_meaning: those that have no word of the query.
    """

    passages: list[RankedPassage]
    by_meaning: frozenset[int]


def meaning_query(
    query: str, tree: Node, options: SearchOptions, readers: IndexReaders
) -> tuple[MeaningQuery | None, str]:
    """Return a query as it is looked for by meaning, if it is.

    Args:
        query: the query as typed.
        tree: the parsed query.
        options: how to search.
        readers: the readers of the index.

    Returns:
        None if the query is only looked for by words, and a note if the index has vectors that cannot be used.
    """
    is_wanted = options.meaning and options.translate and options.sort == "score"
    if readers.vectors is None or not is_wanted:
        return None, ""
    text = free_text(query, tree)
    if not text:
        return None, ""
    from bisearch.meaning.encoder import load_encoder  # noqa: PLC0415 -- loads numpy

    try:
        vectors = readers.vectors.vectors
        vector = load_encoder()([text])[0]
    except EncoderError as error:
        return None, f"searched by words alone: {error}"
    return MeaningQuery(vector, vectors, options.lang), ""


def free_text(query: str, tree: Node) -> str:
    """Return the words of a query that consists of free words and filters; else an empty text.

    Whoever writes operators, quotation marks, wildcards or a word's language asks for these very words.
    """
    match tree:
        case Clauses(should, must, ()):
            if not all(isinstance(each, Filter | DateFilter | FacetFilter) for each in must):
                return ""
            words = list(map(_free_word, should))
            if not all(words):
                return ""
            # Filters are not part of the text; without any in the query, its punctuation helps.
            is_whole = not any(isinstance(each, Filter | DateFilter) for each in must)
            return query.strip() if is_whole and words else " ".join(words)
        case _:
            return _free_word(tree)


def _free_word(node: Node) -> str:
    """Return a word as typed; an empty text if it is not a free word."""
    match node:
        case Word(_, None, "lemma", _, _, surface):
            return surface
        case Phrase(_, None, False, 0, parts) if parts:  # a hyphenated word
            return "-".join(part.surface for part in parts)
        case DateMention(_, surface, None):
            return surface
        case _:
            return ""


def mix_passages(
    ranked: Sequence[RankedPassage], plan: QueryPlan, meaning: MeaningQuery, readers: IndexReaders
) -> MixedPassages:
    """Rank passages by words and meaning.

    Args:
        ranked: the first passages that match by words, in order; `RERANKED` or all of them at least.
        plan: the planned query.
        meaning: the query as it is looked for by meaning.
        readers: the readers of the index.
    """
    among = (
        [each.ranges for each in plan.node.children if isinstance(each, PassageRanges)]
        if (isinstance(plan.node, Both))
        else []
    )
    near = {each.passage: each.cosine for each in meaning.nearest(NEAREST, among, readers)}
    scores = {each.passage: each.score for each in ranked}
    scores |= _scores_of([each for each in near if each not in scores], plan, readers)
    near = {passage: cosine for passage, cosine in near.items() if passage in scores or cosine >= MIN_COSINE}
    cosines = meaning.cosines([each.passage for each in ranked[:RERANKED]]) | near
    nearness = _nearness(cosines, meaning, readers)
    mixed = mixed_scores(scores, nearness, ranked[0].score if ranked else 0.0)
    passages = list(mixed)
    ordered = sorted(zip((-mixed[each] for each in passages), readers.store.ranks(passages), passages, strict=True))
    return MixedPassages(
        [
            RankedPassage(passage, -negated, "text" if passage in scores else "meaning", cosines.get(passage))
            for negated, _, passage in ordered
        ],
        frozenset(near.keys() - scores.keys()),
    )


def passages_around(passages: Iterable[int], distance: int) -> set[int]:
    """Return passages with the numbers up to a distance before and after; no passage need have such a number."""
    reach = range(-distance, distance + 1)
    return {passage + step for passage in passages for step in reach if passage + step >= 0}


def _nearness(cosines: Mapping[int, float], meaning: MeaningQuery, readers: IndexReaders) -> dict[int, float]:
    """Return the cosine of each passage with a share of its neighbours'; a negative one counts as unrelated."""
    neighbours = passages_around(cosines, NEIGHBOUR_DISTANCE) - cosines.keys()
    all_cosines = {**cosines, **meaning.cosines(neighbours)}
    positive = {passage: max(0.0, cosine) for passage, cosine in all_cosines.items()}
    with_neighbours = score_with_neighbours(positive, readers.store.firsts(list(positive)), NEAR_NEIGHBOUR_WEIGHT)
    return {passage: with_neighbours[passage] for passage in cosines}


def mixed_scores(scores: Mapping[int, float], nearness: Mapping[int, float], best: float) -> dict[int, float]:
    """Return the scores by words and meaning.

    Args:
        scores: the scores by words.
        nearness: how near passages are in meaning; one without counts as unrelated.
        best: the best score by words.
    """
    return {
        passage: (1 - MEANING_WEIGHT) * scores.get(passage, 0.0) / (best + LOW_SCORE)
        + MEANING_WEIGHT * nearness.get(passage, 0.0)
        for passage in scores.keys() | nearness.keys()
    }


def _scores_of(passages: Sequence[int], plan: QueryPlan, readers: IndexReaders) -> dict[int, float]:
    """Return the scores by words of those passages that match."""
    if not passages:
        return {}
    only = PassageRanges(tuple(range(number, number + 1) for number in sorted(passages)))
    score = passage_scorer(plan.sides)
    return {each.passage: score(each) for each in readers.postings.search(Both((only, plan.node))).matches}
