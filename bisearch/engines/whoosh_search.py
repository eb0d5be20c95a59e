"""Which passages a query matches over packed posting lists, and what each side scores.

Scoring is BM25 (Robertson & Zaragoza, 2009, "The Probabilistic Relevance Framework: BM25 and Beyond") with a synonym
group in the place of a term and a side's length in words, however many terms share a position.
"""

from __future__ import annotations

from collections import defaultdict
from heapq import nlargest
from math import log
from typing import TYPE_CHECKING, TypeAlias

from bisearch.engines import AnyTerm, Both, Either, Found, Match, Passages, Phrase, Without, earliest
from bisearch.model import SIDES, Side
from bisearch.proximity import occurrences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from bisearch.engines import Node, Ranks
    from bisearch.engines.whoosh_codec import Postings
    from bisearch.engines.whoosh_passages import Passages as Table

    Lookup: TypeAlias = Callable[[Side, str], Iterator[Postings]]
    # What some documents score on each side.
    Scores: TypeAlias = dict[Side, dict[int, float]]

# BM25, as measured for sentences and paragraphs of translated prose.
K1 = 0.7
B = 0.4


class Searcher:
    """Looks nodes up in one set of postings.

    Args:
        passages: all that there are.
        postings: yields a term's posting lists.
    """

    def __init__(self, passages: Table, postings: Lookup) -> None:
        self._passages = passages
        self._postings = postings
        self._alive = passages.alive if passages.deleted else None
        self._one_sided = passages.two_sided < passages.living
        self._norms: dict[Side, dict[int, float]] = {side: {} for side in SIDES}

    def search(self, query: Node, limit: int | None, ranks: Ranks | None) -> Found:
        """Find the passages that match; see `bisearch.engines.EngineReader`."""
        matched, scores = self._look_up(query)
        if limit is None or limit >= len(matched):
            best: Iterable[int] = matched
        elif not self._one_sided:
            best = self._first(matched, scores, limit, ranks)
        else:
            kinds: tuple[list[int], list[int]] = ([], [])
            for doc in matched:
                kinds[self._has("ru", doc) and self._has("en", doc)].append(doc)
            best = [doc for kind in kinds for doc in self._first(kind, scores, limit, ranks)]
        numbers, ru, en = self._passages.numbers, scores["ru"], scores["en"]
        matches = [
            Match(numbers[doc], ru.get(doc, 0.0), en.get(doc, 0.0), self._has("ru", doc), self._has("en", doc))
            for doc in best
        ]
        return Found(len(matched), matches)

    def document_frequency(self, side: Side, term: str) -> int:
        """Return how many passages hold a term on a side."""
        return len(self._frequencies(side, term))

    def _has(self, side: Side, doc: int) -> bool:
        return self._passages.lengths[side][doc] > 0

    def _first(self, docs: Iterable[int], scores: Scores, limit: int, ranks: Ranks | None) -> list[int]:
        """Return the first `limit` documents by the sum of both sides' scores, then by rank."""
        ru, en = scores["ru"], scores["en"]
        totals = {doc: ru.get(doc, 0.0) + en.get(doc, 0.0) for doc in docs}
        if limit >= len(totals):
            return list(totals)
        if not limit:
            return []
        least = nlargest(limit, totals.values())[-1]
        better = [doc for doc, total in totals.items() if total > least]
        tied = [doc for doc, total in totals.items() if total == least]
        numbers = [self._passages.numbers[doc] for doc in tied]
        return better + [tied[place] for place in earliest(numbers, limit - len(better), ranks)]

    def _look_up(self, node: Node) -> tuple[AbstractSet[int], Scores]:
        """Return Whoosh's numbers of the documents that a node matches, and what they score."""
        match node:
            case AnyTerm(side):
                frequencies, passages = self._group(node)
                scores = self._scores(side, frequencies, self._idf(side, passages))
                return scores.keys(), _on_side(side, scores)
            case Phrase(side, slots):
                idf = sum(self._idf(side, self._group(AnyTerm(side, slot))[1]) for slot in slots)
                scores = self._scores(side, dict.fromkeys(self._phrase(node), 1), idf)
                return scores.keys(), _on_side(side, scores)
            case Passages(ranges):
                named = {doc for passages in ranges for doc in self._passages.docs(passages) if self._is_alive(doc)}
                return named, {"ru": {}, "en": {}}
            case Either(children):
                found = [self._look_up(child) for child in children]
                matched: AbstractSet[int] = (
                    set().union(*(docs for docs, _ in found)) if len(found) > 1 else _only(found)
                )
                return matched, _added(scores for _, scores in found)
            case Both(children, optional):
                found = [self._look_up(child) for child in children]
                in_every: set[int] = set.intersection(*(set(docs) for docs, _ in found))
                found += [self._look_up(child) for child in optional]
                return in_every, _among(in_every, _added(scores for _, scores in found))
            case Without(child, excluded):
                docs, scored = self._look_up(child)
                left = set(docs).difference(self._look_up(excluded)[0])
                return left, _among(left, scored)

    def _is_alive(self, doc: int) -> bool:
        return self._alive is None or bool(self._alive[doc])

    def _scores(self, side: Side, frequencies: Mapping[int, float], idf: float) -> dict[int, float]:
        lengths, norms, average = self._passages.lengths[side], self._norms[side], self._passages.average(side)
        weight = idf * (K1 + 1)
        scores = {}
        for doc, frequency in frequencies.items():
            length = lengths[doc]
            norm = norms.get(length)
            if norm is None:
                norm = norms[length] = K1 * (1 - B + B * length / average)
            scores[doc] = weight * frequency / (frequency + norm)
        return scores

    def _idf(self, side: Side, frequency: float) -> float:
        return log(1 + (self._passages.counts[side] - frequency + 0.5) / (frequency + 0.5))

    def _group(self, group: AnyTerm) -> tuple[Mapping[int, float], float]:
        """Return the frequency of a synonym group in each document, and in how many it counts as standing."""
        found = [self._frequencies(group.side, term) for term in group.terms]
        if len(found) == 1 and not group.weights:
            return found[0], len(found[0])
        merged: dict[int, float] = {}
        for frequencies, weight in zip(found, group.weights or (1.0,) * len(found), strict=True):
            for doc, frequency in frequencies.items():
                known = merged.get(doc, 0.0)
                merged[doc] = known + weight * frequency if group.disjoint or group.weights else max(known, frequency)
        if group.weights:
            mixed = sum(weight * len(frequencies) for frequencies, weight in zip(found, group.weights, strict=True))
            return merged, mixed
        return merged, len(merged)

    def _frequencies(self, side: Side, term: str) -> dict[int, int]:
        found: dict[int, int] = {}
        for postings in self._postings(side, term):
            found |= postings.frequencies()
        alive = self._alive
        return found if alive is None else {doc: frequency for doc, frequency in found.items() if alive[doc]}

    def _phrase(self, phrase: Phrase) -> Iterator[int]:
        """Yield the documents that hold a phrase."""
        docs = [set(self._group(AnyTerm(phrase.side, slot))[0]) for slot in phrase.slots]
        common = set.intersection(*docs)
        slots = [self._slot_positions(phrase.side, slot, common) for slot in phrase.slots]
        for doc in common:
            if any(True for _ in occurrences([slot[doc] for slot in slots], phrase.slop)):
                yield doc

    def _slot_positions(self, side: Side, terms: tuple[str, ...], wanted: set[int]) -> dict[int, set[int]]:
        places: defaultdict[int, set[int]] = defaultdict(set)
        for term in terms:
            for postings in self._postings(side, term):
                for doc, position in zip(postings.docs(), postings.positions(), strict=True):
                    if doc in wanted:
                        places[doc].add(position)
        return places


def _on_side(side: Side, scores: dict[int, float]) -> Scores:
    return {"ru": scores, "en": {}} if side == "ru" else {"ru": {}, "en": scores}


def _only(found: list[tuple[AbstractSet[int], Scores]]) -> AbstractSet[int]:
    return found[0][0] if found else set()


def _added(several: Iterable[Scores]) -> Scores:
    total: Scores = {"ru": {}, "en": {}}
    for scores in several:
        for side, added in scores.items():
            known = total[side]
            if not known:
                total[side] = added
                continue
            if len(added) > len(known):
                known, added = added, known  # noqa: PLW2901 -- the shorter is added to the longer
            total[side] = known | {doc: score + known.get(doc, 0.0) for doc, score in added.items()}
    return total


def _among(matched: AbstractSet[int], scores: Scores) -> Scores:
    return {side: {doc: score for doc, score in on_side.items() if doc in matched} for side, on_side in scores.items()}
