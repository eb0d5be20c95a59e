"""Matches and scores passages over packed posting lists.

Scoring is BM25 (Robertson & Zaragoza, 2009, "The Probabilistic Relevance Framework: BM25 and Beyond") with a synonym
group in place of a term. The length of a side is its number of words, not of terms.
"""

from __future__ import annotations

from collections import defaultdict
from heapq import nlargest
from typing import TYPE_CHECKING, TypeAlias

from bisearch.deadline import NO_DEADLINE
from bisearch.engines.bm25 import K1, B, Bm25, idf
from bisearch.engines.nodes import AnyTerm, Both, Either, PassageRanges, TermPhrase, Without
from bisearch.engines.port import EngineMatches, Estimate, Match, first_by_rank
from bisearch.engines.proximity import filled_occurrences, occurrences
from bisearch.engines.simplifying import simplified

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from bisearch.deadline import Deadline
    from bisearch.engines.nodes import Node
    from bisearch.engines.port import Ranks
    from bisearch.engines.whoosh.codec import Postings
    from bisearch.engines.whoosh.passage_table import PassageTable
    from bisearch.model import Side

    Lookup: TypeAlias = Callable[[Side, str], Iterator[Postings]]
    # The frequencies of a term, by Whoosh's numbers of the documents that contain it.
    Frequencies: TypeAlias = dict[int, int]
    # The scores of matching documents, by Whoosh's numbers.
    Scores: TypeAlias = dict[int, float]


# The work of finding the places of a phrase in one document, in postings, for each of its words: without a slop, and
# with one.
PHRASE_WORK, SLOP_WORK = 4, 24
# The work, in postings, for each posting of a word with several terms, whose frequencies are merged.
MERGED_WORK = 2.5


class Searcher:
    """Looks nodes up in one set of postings.

    Args:
        passages: all that there are.
        postings: yields a term's posting lists.
        bm25: None takes the shipped parameters.
        deadline: when the search must end.
        frequencies: where the frequencies of terms are kept, in a single search; None keeps nothing.
    """

    def __init__(
        self,
        passages: PassageTable,
        postings: Lookup,
        bm25: Bm25 | None = None,
        deadline: Deadline = NO_DEADLINE,
        frequencies: dict[tuple[Side, str], Frequencies] | None = None,
    ) -> None:
        self._deadline = deadline
        self._known_frequencies = frequencies
        self._known_phrases: dict[TermPhrase, Sequence[int]] = {}
        self._passages = passages
        self._postings = postings
        self._bm25 = bm25 or Bm25(K1, B)
        self._alive = passages.alive if passages.deleted else None
        self._one_sided = passages.two_sided < passages.living

    def for_search(self, deadline: Deadline) -> Searcher:
        """Return a searcher for a single search, which reads the frequencies of each term once."""
        return Searcher(self._passages, self._postings, self._bm25, deadline, {})

    def with_bm25(self, parameters: Bm25) -> Searcher:
        """Return a searcher that scores with other parameters."""
        return Searcher(self._passages, self._postings, parameters, self._deadline, self._known_frequencies)

    def estimate(self, node: AnyTerm | TermPhrase) -> Estimate:
        """Estimate what it takes to look up a word or a phrase."""
        if isinstance(node, AnyTerm):
            postings = sum(len(self._frequencies(node.side, term)) for term in node.terms)
            work = postings * (MERGED_WORK if len(node.terms) > 1 else 1)
            return Estimate(work, min(postings, self._passages.living))
        slots = {slot: self.estimate(AnyTerm(node.side, slot)) for slot in set(node.slots)}
        work = sum(each.work for each in slots.values())
        matches = min(each.matches for each in slots.values())
        words_work = SLOP_WORK if node.slop else PHRASE_WORK
        return Estimate(3 * work + words_work * len(node.slots) * matches, matches)

    def search(self, query: Node, limit: int | None, ranks: Ranks | None) -> EngineMatches:
        """Find the passages that match a query, as `bisearch.engines.port.EngineReader` defines it."""
        scores = self._look_up(simplified(query))
        self._deadline.check()
        if limit is None or limit >= len(scores):
            best: Iterable[int] = scores
        elif not self._one_sided:
            best = self._first(scores, limit, ranks)
        else:
            kinds: tuple[Scores, Scores] = ({}, {})
            for doc, score in scores.items():
                kinds[self._is_two_sided(doc)][doc] = score
            best = [doc for kind in kinds for doc in self._first(kind, limit, ranks)]
        numbers, two_sided = self._passages.numbers, self._is_two_sided
        matches = [Match(numbers[doc], scores[doc], two_sided(doc)) for doc in self._deadline.through(best)]
        return EngineMatches(len(scores), matches)

    def passages(self, query: Node) -> list[int]:
        """Return the numbers of all passages that match a query."""
        numbers = self._passages.numbers
        return [numbers[doc] for doc in self._look_up(simplified(query))]

    def weights(self, node: AnyTerm | TermPhrase) -> dict[int, float]:
        """Return the passages that contain a word or a phrase, with the greatest weight of the alternatives in each."""
        numbers = self._passages.numbers
        if isinstance(node, TermPhrase):
            return {numbers[doc]: 1.0 for doc in self._phrase(node)}
        found: dict[int, float] = {}
        # The likelier are set last.
        for weight, term in sorted(zip(node.weights or (1.0,) * len(node.terms), node.terms, strict=True)):
            found |= dict.fromkeys(self._frequencies(node.side, term), weight)
        return {numbers[doc]: weight for doc, weight in found.items()}

    def document_frequency(self, side: Side, term: str) -> int:
        """Return the number of passages that contain a term on a side."""
        return len(self._frequencies(side, term))

    def _is_two_sided(self, doc: int) -> bool:
        lengths = self._passages.lengths
        return lengths["ru"][doc] > 0 < lengths["en"][doc]

    def _first(self, scores: Scores, limit: int, ranks: Ranks | None) -> Iterable[int]:
        """Return the first `limit` of some documents by score, then by rank."""
        if limit >= len(scores):
            return scores
        if not limit:
            return ()
        least = nlargest(limit, scores.values())[-1]
        enough = [(doc, score) for doc, score in scores.items() if score >= least]
        better = [doc for doc, score in enough if score > least]
        tied = [doc for doc, score in enough if score == least]
        numbers = [self._passages.numbers[doc] for doc in tied]
        return better + [tied[place] for place in first_by_rank(numbers, limit - len(better), ranks)]

    def _look_up(self, node: Node) -> Scores:
        self._deadline.check()
        match node:
            case AnyTerm(side):
                frequencies, passages = self._group(node)
                return self._scores(side, frequencies, self._idf(side, passages))
            case TermPhrase(side, slots):
                idf = sum(self._idf(side, self._group(AnyTerm(side, slot))[1]) for slot in slots)
                return self._scores(side, dict.fromkeys(self._phrase(node), 1), node.weight * idf)
            case PassageRanges(ranges):
                named = (doc for passages in ranges for doc in self._passages.docs(passages) if self._is_alive(doc))
                return dict.fromkeys(named, 0.0)
            case Either(children):
                return _sum(map(self._look_up, children))
            case Both(children, optional):
                found = sorted(map(self._look_up, children), key=len)
                in_every = {doc for doc in found[0] if all(doc in other for other in found[1:])}
                parts = [*found, *map(self._look_up, optional)]
                self._deadline.check()
                return _sum(_among(in_every.intersection(scores), scores) for scores in parts)
            case Without(child, excluded):
                found_by_child = self._look_up(child)
                return _among(found_by_child.keys() - self._look_up(excluded).keys(), found_by_child)

    def _is_alive(self, doc: int) -> bool:
        return self._alive is None or bool(self._alive[doc])

    def _scores(self, side: Side, frequencies: Mapping[int, float], idf: float) -> Scores:
        lengths, average = self._passages.lengths[side], self._passages.average(side)
        # Few frequencies and few lengths make all the scores there are.
        made = {
            frequency: _ScoreByLength(self._bm25, idf, frequency, average) for frequency in set(frequencies.values())
        }
        if len(made) == 1:
            (of_length,) = made.values()
            return {doc: of_length[lengths[doc]] for doc in frequencies}
        return {doc: made[frequency][lengths[doc]] for doc, frequency in frequencies.items()}

    def _idf(self, side: Side, frequency: float) -> float:
        return idf(self._passages.counts[side], frequency)

    def _group(self, group: AnyTerm) -> tuple[Mapping[int, float], float]:
        """Return the frequency of a synonym group in each document, and the group's document frequency."""
        found = [self._frequencies(group.side, term) for term in group.terms]
        if len(found) == 1 and not group.weights:
            return found[0], len(found[0])
        merged: dict[int, float] = {}
        known = merged.get
        for frequencies, weight in zip(found, group.weights or (1.0,) * len(found), strict=True):
            if group.weights or group.disjoint:
                for doc, frequency in frequencies.items():
                    merged[doc] = known(doc, 0.0) + weight * frequency
            else:
                for doc, frequency in frequencies.items():
                    merged[doc] = max(known(doc, 0.0), frequency)
        if group.weights:
            mixed = sum(weight * len(frequencies) for frequencies, weight in zip(found, group.weights, strict=True))
            return merged, mixed
        return merged, len(merged)

    def _frequencies(self, side: Side, term: str) -> Frequencies:
        known = self._known_frequencies
        if known is not None and (side, term) in known:
            return known[side, term]
        self._deadline.check()
        found: Frequencies = {}
        for postings in self._postings(side, term):
            found |= postings.frequencies()
        alive = self._alive
        if alive is not None:
            found = {doc: frequency for doc, frequency in found.items() if alive[doc]}
        if known is not None:
            known[side, term] = found
        return found

    def _phrase(self, phrase: TermPhrase) -> Sequence[int]:
        """Return the documents that contain a phrase."""
        if phrase not in self._known_phrases:
            found = list(self._found_phrase(phrase))
            if self._known_frequencies is None:
                return found
            self._known_phrases[phrase] = found
        return self._known_phrases[phrase]

    def _found_phrase(self, phrase: TermPhrase) -> Iterator[int]:
        docs = [set(self._group(AnyTerm(phrase.side, slot))[0]) for slot in set(phrase.slots)]
        lengths, words = self._passages.lengths[phrase.side], len(phrase.slots)
        common = {doc for doc in set.intersection(*docs) if lengths[doc] >= words}
        if not common:
            return
        positions = {slot: self._slot_positions(phrase.side, slot, common) for slot in set(phrase.slots)}
        slots = [positions[slot] for slot in phrase.slots]
        if phrase.fillers:
            yield from self._filled_phrase(phrase, slots, common)
            return
        for doc in self._deadline.through(common):
            if any(True for _ in occurrences([slot[doc] for slot in slots], phrase.slop, phrase.runs)):
                yield doc

    def _filled_phrase(
        self, phrase: TermPhrase, slots: Sequence[Mapping[int, set[int]]], docs: Iterable[int]
    ) -> Iterator[int]:
        """Yield those of some documents that contain a phrase with only fillers among its words."""

        def contains(doc: int, fillers: Collection[int]) -> bool:
            places = [slot[doc] for slot in slots]
            found = filled_occurrences(places, fillers, phrase.slop, in_order=phrase.in_order)
            return next(found, None) is not None

        # Fillers are the commonest words, so they are read only where the words are near but not adjacent.
        near = []
        for doc in self._deadline.through(docs):
            if contains(doc, ()):
                yield doc
            elif any(True for _ in occurrences([slot[doc] for slot in slots], phrase.slop)):
                near.append(doc)
        if near:
            fillers = self._slot_positions(phrase.side, phrase.fillers, set(near))
            yield from (doc for doc in near if contains(doc, fillers[doc]))

    def _slot_positions(self, side: Side, terms: tuple[str, ...], wanted: set[int]) -> dict[int, set[int]]:
        places: defaultdict[int, set[int]] = defaultdict(set)
        for term in terms:
            self._deadline.check()
            for postings in self._postings(side, term):
                for doc, position in zip(postings.docs(), postings.positions(), strict=True):
                    if doc in wanted:
                        places[doc].add(position)
        return places


class _ScoreByLength(dict[int, float]):
    """Scores of a word with a fixed frequency by the length of the text, each calculated when first asked for."""

    def __init__(self, bm25: Bm25, idf: float, frequency: float, average: float) -> None:
        super().__init__()
        self._k1, self._b = bm25
        self._weight = idf * (self._k1 + 1) * frequency
        self._frequency = frequency
        self._average = average

    def __missing__(self, length: int) -> float:
        norm = self._k1 * (1 - self._b + self._b * length / self._average)
        score = self[length] = self._weight / (self._frequency + norm)
        return score


def _sum(several: Iterable[Scores]) -> Scores:
    total: Scores = {}
    is_own = True
    for scores in several:
        # The shorter is added to the longer.
        if len(scores) > len(total):
            added, total, is_own = total, scores, False
        else:
            added = scores
        if not added:
            continue
        if not is_own:
            total, is_own = dict(total), True
        known = total.get
        total.update({doc: score + known(doc, 0.0) for doc, score in added.items()})
    return total


def _among(matched: Collection[int], scores: Scores) -> Scores:
    return {doc: scores[doc] for doc in matched}
