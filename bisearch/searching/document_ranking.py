"""Rank documents by all words of a query in the whole document, and by their best passage.

Each side of a document is scored by itself with BM25 (Robertson & Zaragoza, 2009, "The Probabilistic Relevance
Framework: BM25 and Beyond"), with statistics of documents in place of passages: how many documents have a word, how
many passages of this document have it, how long this side is. A passage is a sentence or two, so only the presence of
a word in it counts. Translations are weighted as in probabilistic structured queries (Darwish & Oard, 2003). The score
of the best passage is added (Callan, 1994, "Passage-Level Evidence in Document Retrieval"), since words that occur
together are better evidence than the same words far apart. All of this is computed from the presence of words alone, so
that every engine gives the same ranking.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from bisearch.engines.bm25 import Bm25, idf
from bisearch.engines.nodes import AnyTerm
from bisearch.model import SIDES
from bisearch.notation.scripts import script_of
from bisearch.searching.document_matching import query_words
from bisearch.searching.ranking import TRANSLATED_WEIGHT, RankedPassage, score_with_neighbours

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from bisearch.deadline import Deadline
    from bisearch.engines.nodes import TermPhrase
    from bisearch.model import Side
    from bisearch.searching.document_matching import Lookup
    from bisearch.searching.planning import QueryPlan
    from bisearch.searching.ranking import Sort
    from bisearch.searching.results import Matched
    from bisearch.storage.documents import DocumentStore

# The usual values for whole documents.
DOCUMENT_BM25 = Bm25(1.2, 0.75)
# The weight of a document's best passage, where the whole document has weight 1.
BEST_PASSAGE_WEIGHT = 0.6
# Where a document has both sides, the weight of the side that a word is translated for; the rest is the weight of the
# side in the word's own language.
TRANSLATED_SIDE_WEIGHT = 0.4
# The weight of a document that only exists in the other language: the first value if it has all words of the query, so
# that it never ranks above a document with the same words as typed. A translator may have chosen words that the
# translation table lacks, so the weight grows with the share of the query that was not found, by the second value.
OTHER_LANGUAGE_WEIGHT, MISSING_SHARE_WEIGHT = 0.95, 0.25


class RankedDocument(NamedTuple):
    """A document that matches.

    Attributes:
        id: the id of the document.
        score: the score of the document; higher is better.
        passages: its passages that match, the best first; its first passage if only its heading matches.
        matched: as in `RankedPassage`, of its best passage.
    """

    id: str
    score: float
    passages: tuple[RankedPassage, ...]
    matched: Matched = "text"


def rank_documents(
    found: Collection[int], scorer: DocumentScorer, store: DocumentStore, sort: Sort
) -> list[RankedDocument]:
    """Return the documents of some passages, ranked.

    Args:
        found: the passages that match.
        scorer: scores the documents for the query.
        store: the document store of the index.
        sort: by score, the best first; or by date, the oldest first and the undated last. Ties are ordered by id.
    """
    passages = sorted(found)
    deadline = scorer.deadline
    firsts = store.firsts(passages)
    deadline.check()
    store.lengths(firsts)  # read at once, for the scorer
    in_documents = deadline.through(zip(passages, firsts, strict=True))
    scores = {passage: scorer.passage(passage, first) for passage, first in in_documents}
    with_neighbours = score_with_neighbours(scores, firsts)
    deadline.check()
    by_document: dict[tuple[str, str], list[RankedPassage]] = {}
    first_of: dict[tuple[str, str], int] = {}
    placed = deadline.through(zip(passages, firsts, store.order(passages), strict=True))
    for passage, first, (day, id_, _) in placed:
        by_document.setdefault((day, id_), []).append(RankedPassage(passage, with_neighbours[passage]))
        first_of[day, id_] = first
    documents = []
    for (day, id_), ranked in deadline.through(by_document.items()):
        ranked.sort(key=lambda each: (-each.score, each.passage))
        score = scorer.document(first_of[day, id_]) + BEST_PASSAGE_WEIGHT * ranked[0].score
        documents.append((day, RankedDocument(id_, score, tuple(ranked))))
    if sort == "score":
        documents.sort(key=lambda each: (-each[1].score, each[1].id))
    else:
        documents.sort(key=lambda each: (not each[0], each[0], each[1].id))
    return [document for _, document in documents]


def add_translated(
    ranked: Sequence[RankedDocument], translated: Sequence[RankedDocument], store: DocumentStore, sort: Sort
) -> list[RankedDocument]:
    """Add what matches only by a translation of a quotation: to the documents that also match otherwise, or after them.

    Args:
        ranked: the documents that match otherwise, in order.
        translated: the documents with passages in which only a translation of a quotation matches, in order.
        store: the document store of the index.
        sort: the order of both.
    """
    further = {each.id: _as_translated(each) for each in translated}
    both = [
        document._replace(passages=document.passages + more.passages)
        if (more := further.pop(document.id, None)) is not None
        else document
        for document in ranked
    ]
    both += further.values()
    return both if sort == "score" or not further else by_date(both, store)


def by_date(documents: Sequence[RankedDocument], store: DocumentStore) -> list[RankedDocument]:
    """Return documents in the order of their dates, the undated last; ties are ordered by id."""
    places = store.order([document.passages[0].passage for document in documents])
    keys = ((not day, day, id_) for day, id_, _ in places)
    return [each for _, each in sorted(zip(keys, documents, strict=True))]


def _as_translated(document: RankedDocument) -> RankedDocument:
    passages = tuple(
        each._replace(score=TRANSLATED_WEIGHT * each.score, matched="translation") for each in document.passages
    )
    return RankedDocument(document.id, TRANSLATED_WEIGHT * document.score, passages, "translation")


class _ByDocument(NamedTuple):
    """The weights of a word by document.

    Attributes:
        sums: for each document, by its first passage, the sum of the weights in its passages.
        greatest: the greatest of them.
    """

    sums: dict[int, float]
    greatest: dict[int, float]

    @classmethod
    def of(cls, weights: Mapping[int, float], store: DocumentStore, deadline: Deadline) -> _ByDocument:
        """Return the weights of passages by document."""
        sums: defaultdict[int, float] = defaultdict(float)
        greatest: defaultdict[int, float] = defaultdict(float)
        of_passages = zip(weights.values(), store.firsts(list(weights)), strict=True)
        for weight, first in deadline.through(of_passages):
            sums[first] += weight
            greatest[first] = max(greatest[first], weight)
        return cls(sums, greatest)


class DocumentScorer:
    """Scores documents, and passages among documents, for one query.

    Args:
        plan: the planned query.
        lookup: looks up the words of the query.
        store: the document store of the index.
        bm25: the parameters of BM25.

    Attributes:
        deadline: when the search must end.
    """

    def __init__(self, plan: QueryPlan, lookup: Lookup, store: DocumentStore, bm25: Bm25 = DOCUMENT_BM25) -> None:
        self.deadline = lookup.deadline
        self._store = store
        self._bm25 = bm25
        # All that the store has read so far; the store adds to them.
        self._lengths = store.lengths(())
        # By side: the score of each document, by its first passage, and of each passage.
        self._documents: dict[Side, defaultdict[int, float]] = {side: defaultdict(float) for side in SIDES}
        self._passages: dict[Side, defaultdict[int, float]] = {side: defaultdict(float) for side in SIDES}
        # For each document, the rarity of the words that it has, and that of all words that any document has.
        self._rarity_found: defaultdict[int, float] = defaultdict(float)
        self._rarity = 0.0
        words = _counted_once(list(query_words(plan.node)))
        for word in words:
            self._add(word, lookup, alone=len(words) == 1)
        self._weights = _side_weights(plan, [side for side in SIDES if self._documents[side]])

    def document(self, first: int) -> float:
        """Return the score of the document that begins with a passage."""
        return self._both_sides(first, {side: scores.get(first, 0.0) for side, scores in self._documents.items()})

    def passage(self, passage: int, first: int) -> float:
        """Return the score of a passage of the document that begins with `first`."""
        return self._both_sides(first, {side: scores.get(passage, 0.0) for side, scores in self._passages.items()})

    def _add(self, leaves: Sequence[AnyTerm | TermPhrase], lookup: Lookup, *, alone: bool) -> None:
        """Add the scores of one word of the query.

        Args:
            leaves: what the word is looked up as.
            lookup: looks them up.
            alone: whether the query has no other word. Then a translation counts as no rarer than the word as typed:
                the rarity of a word only says how much it matters next to the others.
        """
        looked_up = [(leaf, weights) for leaf in leaves if (weights := lookup.weights(leaf))]
        found = [(leaf, _ByDocument.of(weights, self._store, self.deadline)) for leaf, weights in looked_up]
        if not found:
            return
        rarities = [self._rarity_of(leaf.side, sum(each.greatest.values())) for leaf, each in found]
        typed = [rarity for (leaf, _), rarity in zip(found, rarities, strict=True) if not _is_weighted(leaf)]
        if alone and typed:
            rarities = [min(rarity, max(typed)) for rarity in rarities]
        greatest: defaultdict[int, float] = defaultdict(float)
        for (leaf, each), rarity in zip(found, rarities, strict=True):
            scores = self._passages[leaf.side]
            for passage, weight in self.deadline.through(lookup.weights(leaf).items()):
                scores[passage] += rarity * weight
            self._add_documents(leaf.side, rarity, each.sums)
            self.deadline.check()
            for first, weight in each.greatest.items():
                greatest[first] = max(greatest[first], weight)
        self._rarity += max(rarities)
        for first, weight in greatest.items():
            self._rarity_found[first] += max(rarities) * weight

    def _add_documents(self, side: Side, rarity: float, frequencies: Mapping[int, float]) -> None:
        k1, b = self._bm25
        count, words = self._store.sides[side]
        lengths, place = self._store.lengths(frequencies), SIDES.index(side)
        scores = self._documents[side]
        for first, frequency in frequencies.items():
            norm = k1 * (1 - b + b * lengths[first][place] * count / words)
            scores[first] += rarity * (k1 + 1) * frequency / (frequency + norm)

    def _rarity_of(self, side: Side, frequency: float) -> float:
        return idf(max(self._store.sides[side][0], frequency), frequency)

    def _both_sides(self, first: int, scores: Mapping[Side, float]) -> float:
        """Return the score of a document, or of a passage of it, from those of its sides."""
        lengths = self._lengths.get(first) or self._store.lengths((first,))[first]
        if all(lengths):
            return sum(self._weights[side] * score for side, score in scores.items())
        side = SIDES[0] if lengths[0] else SIDES[1]
        missing = 1 - min(1.0, self._rarity_found[first] / self._rarity) if self._rarity else 0.0
        translated = OTHER_LANGUAGE_WEIGHT + MISSING_SHARE_WEIGHT * missing
        # From 1 if the query is in the language of the document to `translated` if it is in the other one.
        share = (self._weights[side] - TRANSLATED_SIDE_WEIGHT) / (1 - 2 * TRANSLATED_SIDE_WEIGHT)
        return scores[side] * (translated + min(1.0, share) * (1 - translated))


def _side_weights(plan: QueryPlan, found_on: Sequence[Side]) -> dict[Side, float]:
    """Return the weight of each side of a document with both sides.

    Args:
        plan: the planned query.
        found_on: the sides on which any document has any word of the query. A side that cannot match has no weight, so
            that a document does not lose by having a translation.
    """
    if len(found_on) == 1:
        return {side: float(side in found_on) for side in SIDES}
    scripts = Counter(map(script_of, {expansion.word for expansion in plan.expansions}))
    typed = {"ru": scripts["cyrillic"], "en": scripts["latin"]}
    total = sum(typed.values())
    return {
        side: TRANSLATED_SIDE_WEIGHT + (1 - 2 * TRANSLATED_SIDE_WEIGHT) * (typed[side] / total if total else 0.5)
        for side in SIDES
    }


def _is_weighted(leaf: AnyTerm | TermPhrase) -> bool:
    """Return whether a word is looked up as less than certain alternatives, such as translations."""
    return isinstance(leaf, AnyTerm) and bool(leaf.weights)


def _counted_once(words: Sequence[Sequence[AnyTerm | TermPhrase]]) -> list[list[AnyTerm | TermPhrase]]:
    """Return the words of a query, each weighted alternative left only to the word that gives it the greatest weight.

    A word of the text must not count as the translation of two words of the query.
    """
    best: dict[tuple[Side, str], tuple[float, int]] = {}
    for place, leaf in enumerate(leaf for word in words for leaf in word):
        if isinstance(leaf, AnyTerm):
            for term, weight in zip(leaf.terms, leaf.weights, strict=False):
                best[leaf.side, term] = max(best.get((leaf.side, term), (0.0, 0)), (weight, -place))
    counted: list[list[AnyTerm | TermPhrase]] = []
    place = 0
    for word in words:
        counted.append([])
        for leaf in word:
            counted[-1].append(_only_best(leaf, place, best))
            place += 1
    return counted


def _only_best(
    leaf: AnyTerm | TermPhrase, place: int, best: Mapping[tuple[Side, str], tuple[float, int]]
) -> AnyTerm | TermPhrase:
    if not isinstance(leaf, AnyTerm) or not leaf.weights:
        return leaf
    kept = {
        term: weight
        for term, weight in zip(leaf.terms, leaf.weights, strict=True)
        if best[leaf.side, term][1] == -place
    }
    return leaf._replace(terms=tuple(kept), weights=tuple(kept.values()))
