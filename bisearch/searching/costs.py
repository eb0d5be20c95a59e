"""Estimate what a planned query costs before it is searched, and refuse what would take seconds or a gigabyte.

The estimate counts postings: the entries of the posting lists that the words of a query have, and the passages that go
through each operator above them. The limits grow with the number of passages, so that a query that one archive answers
is not refused by a larger one.
"""

from __future__ import annotations

from contextlib import contextmanager
from copy import copy
from typing import TYPE_CHECKING, NamedTuple

from bisearch.engines.nodes import AnyTerm, Both, Either, PassageRanges, TermPhrase, Without
from bisearch.engines.simplifying import simplified
from bisearch.errors import Mending, PhraseTooWideError, QueryCostError, QueryError
from bisearch.lazy_pattern import lazy_pattern
from bisearch.lexicon.word_links import MAX_WORD_PAIRS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bisearch.engines.nodes import Node
    from bisearch.engines.port import Estimate
    from bisearch.model import Passage
    from bisearch.searching.options import SearchOptions
    from bisearch.searching.planning import QueryPlan
    from bisearch.searching.readers import IndexReaders

# The most work for each passage of the index, in postings (see `Estimate`), and the fewest passages to count: with
# 75,000 passages, about a second.
WORK_PER_PASSAGE, LEAST_PASSAGES = 60, 75_000


# The proximity of a quotation or a parenthesis.
_SLOP = lazy_pattern(r"([\"»”“)])~\d+")


class _WorkPerMatch(NamedTuple):
    """The work for each passage that matches a part of a query.

    Attributes:
        scoring: that of scoring it for a word.
        combining: that of combining it with the matches of other parts.
        ranking: that of ranking it if it matches the whole query.
    """

    scoring: float
    combining: float
    ranking: float


_PASSAGE_WORK, _DOCUMENT_WORK = _WorkPerMatch(1, 1, 0), _WorkPerMatch(12, 3, 12)
# The most work for a search and its hits together, in postings, and the least of it that is left for the hits.
HITS_WORK, LEAST_HITS_WORK = 6_000_000, 1_500_000
# The work of a hit, in postings: of reading it, of reading each passage of its context, of finding the marks of a short
# passage, of looking for each word there, of each character that is read, of each that is searched for marks, and, if
# both sides are, of each character and of each Russian word with each English one.
HIT_WORK, CONTEXT_WORK, MARKS_WORK, EXPANSION_WORK = 500, 75, 1_500, 40
READ_WORK, MARKED_WORK, TRANSLATED_WORK, PAIR_WORK = 0.2, 1, 10, 0.3
# The average length of a word with the space after it, in characters.
CHARACTERS_OF_WORD = 6


# How to ask for less work of the hits of a search.
LESS_OF_A_SEARCH = "use a smaller limit with offset, less context, or marks=False, or set a timeout"


class _Part(NamedTuple):
    """A word or a phrase of a query.

    Attributes:
        work: the estimated work, in postings.
        word: the word or phrase as the query has it.
    """

    work: float
    word: str


def check_cost(
    query: str, plan: QueryPlan, readers: IndexReaders, *, by_document: bool, work_before: float = 0.0
) -> float:
    """Check that a query does not take too much time or memory, and return its estimated work in postings.

    Args:
        query: the query as typed.
        plan: the planned query.
        readers: the readers of the index.
        by_document: whether it finds documents, in which words may be spread over adjacent passages.
        work_before: the work of other queries of the same call, in postings, which is added to that of this one.

    Raises:
        QueryError: the engine would refuse a phrase of it.
        QueryCostError: it takes too much; the error names the costliest part, and how to avoid it.
    """
    per_match = _DOCUMENT_WORK if by_document else _PASSAGE_WORK
    estimator = _Estimator(query, plan, readers, per_match, most_work(readers), work_before)
    for node in (plan.node, plan.quoted, plan.literal):
        if node is not None:
            estimator.add(node if by_document else simplified(node))
    return estimator.work


def most_work(readers: IndexReaders) -> float:
    """Return the most work that a call may take in an index, in postings."""
    return WORK_PER_PASSAGE * max(LEAST_PASSAGES, readers.postings.passage_count)


def error_of_several(query: str) -> QueryCostError:
    """Return the error of a call whose queries take too much together.

    Args:
        query: the query with which they take too much.
    """
    reason = "the queries and filters of this call would together take too much time or memory"
    return QueryCostError(query, 0, f"{reason}; ask for fewer at a time")


class _Estimator:
    """Adds up the estimated work of a search.

    Args:
        query: the query as typed.
        plan: the planned query.
        readers: the readers of the index.
        per_match: the further work for each passage that matches.
        limit: the most work that is allowed.
        work_before: the work of other queries of the same call.

    Attributes:
        work: the work so far, that of other queries included, in postings.
    """

    def __init__(  # noqa: PLR0913, PLR0917 -- what the estimate depends on
        self,
        query: str,
        plan: QueryPlan,
        readers: IndexReaders,
        per_match: _WorkPerMatch,
        limit: float,
        work_before: float,
    ) -> None:
        self._query = query
        self._plan = plan
        self._readers = readers
        self._per_match = per_match
        self._limit = limit
        self._work_before = self.work = work_before
        self._known: dict[AnyTerm | TermPhrase, Estimate] = {}

    def add(self, node: Node) -> None:
        """Add the work of a query, and raise `QueryCostError` if there is too much."""
        self._add(self._per_match.ranking * self._matches(node))

    def _matches(self, node: Node) -> int:
        """Add the work of a node, and return an upper bound of the number of its matches."""
        match node:
            case AnyTerm() | TermPhrase():
                return self._leaf(node)
            case PassageRanges(ranges):
                return self._combined(sum(map(len, ranges)))
            case Either(children):
                found = sum(self._combined(self._matches(child)) for child in children)
                return min(found, self._readers.postings.passage_count)
            case Both(children, optional):
                found = min((self._combined(self._matches(child)) for child in children), default=0)
                for child in optional:
                    self._combined(self._matches(child))
                return found
            case Without(child, excluded):
                self._combined(self._matches(excluded))
                return self._combined(self._matches(child))

    def _leaf(self, leaf: AnyTerm | TermPhrase) -> int:
        known = self._known.get(leaf)
        if known is None:
            self._readers.deadline.check()
            known = self._known[leaf] = self._readers.postings.estimate(leaf)
            self._add(known.work)
            if known.refusal:
                raise QueryError(self._query, 0, known.refusal, cheaper(self._query))
        self._add(self._per_match.scoring * known.matches)
        return known.matches

    def _combined(self, matches: int) -> int:
        self._add(self._per_match.combining * matches)
        return matches

    def _add(self, work: float) -> None:
        self.work += work
        if self.work > self._limit:
            raise self._error() if self.work - self._work_before > self._limit else error_of_several(self._query)

    def _error(self) -> QueryCostError:
        costliest = max(self._parts(), default=_Part(0, ""))
        start = max(0, self._query.lower().find(costliest.word.split(" ")[0]))
        named = f"{costliest.word!r} takes most of it; " if costliest.word else ""
        remedy = "use fewer or rarer words, or smaller numbers after ~"
        reason = f"the query would take too much time or memory; {named}{remedy}"
        return QueryCostError(self._query, start, reason, cheaper(self._query))

    def _parts(self) -> list[_Part]:
        """Return the parts of the query whose work is known."""
        parts: dict[str, float] = {}
        for expansion in self._plan.all_expansions:
            known = self._known.get(expansion.node)
            if known is not None:
                work = known.work + self._per_match.scoring * known.matches
                parts[expansion.word] = parts.get(expansion.word, 0.0) + work
        return [_Part(work, word) for word, work in parts.items()]


class HitBudget:
    """The work that the hits of a search may take, counted while they are built: long texts take more than short ones.

    Args:
        query: the query as typed.
        hits: the number of hits to build.
        work: the most work for all of them, in postings; None sets no limit.
        remedy: how to ask for less.
    """

    def __init__(self, query: str, hits: int, work: float | None, remedy: str = LESS_OF_A_SEARCH) -> None:
        self._query = query
        self._hits = hits
        self._work = work
        self._remedy = remedy
        self._built = 0

    def spend(self, work: float) -> None:
        """Count the work of the next hit, before it is done.

        Args:
            work: in postings.

        Raises:
            QueryCostError: all hits so far take too much; the error names the remedies.
        """
        if self._work is None:
            return
        self._work -= work
        if self._work < 0:
            raise self._error()
        self._built += 1

    def is_exceeded_by(self, work: float) -> bool:
        """Return whether some work is more than the budget."""
        return self._work is not None and work > self._work

    def copy(self) -> HitBudget:
        """Return a budget of what is left of this one."""
        return copy(self)

    def _error(self) -> QueryCostError:
        most = f"at most {self._built:,} are given at a time" if self._built else "their texts are very long"
        reason = f"{self._hits:,} hits would take too long; {most}; {self._remedy}"
        return QueryCostError(self._query, 0, reason)


NO_HIT_BUDGET = HitBudget("", 0, None)


def hit_budget(query: str, hits: int, options: SearchOptions, work_of_query: float) -> HitBudget:
    """Return the work that the hits of a search may take.

    Args:
        query: the query as typed.
        hits: the number of hits to build.
        options: how to search; with a time limit, any number of hits is allowed.
        work_of_query: the estimated work of finding them, in postings.
    """
    if options.timeout is not None:
        return NO_HIT_BUDGET
    # In a large archive, a query may take more than all its hits.
    return HitBudget(query, hits, max(HITS_WORK - work_of_query, LEAST_HITS_WORK))


def least_work_of_hit(slots: int, context: int, *, marks: bool) -> float:
    """Return the work of building a hit with a short text, in postings; arguments as in `work_of_hit`."""
    return HIT_WORK + CONTEXT_WORK * context + (MARKS_WORK + EXPANSION_WORK * slots) * marks


def work_of_hit(passages: Sequence[Passage], here: int, slots: int, *, marks: bool) -> float:
    """Estimate the work of building a hit, in postings.

    Args:
        passages: the passage and its context.
        here: the place of the passage among them.
        slots: the number of words that are looked for in it.
        marks: whether its marks are found.
    """
    texts = [[len(half.text) if half is not None else 0 for half in (each.ru, each.en)] for each in passages]
    work = least_work_of_hit(slots, len(passages) - 1, marks=marks) + READ_WORK * sum(map(sum, texts))
    if not marks:
        return work
    ru, en = texts[here]
    work += MARKED_WORK * (ru + en)
    pairs = ru * en / CHARACTERS_OF_WORD**2
    if 0 < pairs <= MAX_WORD_PAIRS:
        work += TRANSLATED_WORK * (ru + en) + PAIR_WORK * pairs
    return work


@contextmanager
def wide_phrases_reported(query: str) -> Iterator[None]:
    """Report a phrase that is too wide for the engine as a mistake of the query.

    Args:
        query: the query as typed.

    Raises:
        QueryError: a phrase has too many arrangements.
    """
    try:
        yield
    except PhraseTooWideError as error:
        raise QueryError(query, 0, str(error), cheaper(query)) from error


def cheaper(query: str) -> Mending | None:
    """Return the change that makes a query cheaper; None if it has one word.

    It removes the numbers after ``~``; from a query without any, the second half of its words.
    """
    without = _SLOP.sub(r"\1", query)
    if without != query:
        return Mending(0, len(query), without)
    middle = query.rstrip().rfind(" ", 0, len(query) // 2 + 1)
    if middle <= 0:
        middle = query.strip().find(" ")
    return Mending(middle, len(query)) if middle > 0 else None
