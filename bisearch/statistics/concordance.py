"""Every occurrence of a word with its context, sorted by the words before or after it, or by its translation."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from bisearch.analysis.tokenizer import tokenize, without_ending, words
from bisearch.errors import QueryCostError
from bisearch.model import SIDES, other
from bisearch.searching.costs import HITS_WORK, NO_HIT_BUDGET, HitBudget
from bisearch.searching.hits import HitBuilder
from bisearch.searching.ranking import RankedPassage
from bisearch.statistics.columns import starts_of
from bisearch.statistics.counted_query import parse_counted, parse_filters
from bisearch.statistics.occurrences import counted_forms, find_occurrences
from bisearch.storage.permanent_references import permanent_reference_to

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bisearch.model import Metadata, Side
    from bisearch.searching.results import Hit
    from bisearch.statistics.columns import Numbers
    from bisearch.statistics.occurrences import Occurrences
    from bisearch.statistics.options import ConcordanceSort
    from bisearch.statistics.scope import CountBasis, CountScope
    from bisearch.statistics.side_tokens import SideTokens

# The words of context that decide the order; occurrences that agree in all are ordered by document and place.
SORTED_WORDS = 10
# Sorting by the opposite text marks the translations in every passage, at a millisecond each.
MAX_OPPOSITE = 1_000
# How to ask for less work of the lines.
LESS_OF_LINES = "use a smaller limit with offset, or set a timeout"


class Context(NamedTuple):
    """A word or a phrase in its text.

    Attributes:
        left: the text of the passage before it.
        word: the word or phrase as written; empty if none is known to translate the word opposite.
        right: the text of the passage after it.
    """

    left: str
    word: str
    right: str

    def to_dict(self) -> dict[str, str]:
        """Return the context as in JSON."""
        return self._asdict()


class ConcordanceLine(NamedTuple):
    """An occurrence with its context.

    Attributes:
        document: the description of its document.
        reference: the permanent reference to its passage.
        side: the side on which it occurs.
        context: the occurrence in the text of its passage.
        opposite: the text opposite, divided at what translates the word there; None without a counterpart.
    """

    document: Metadata
    reference: str
    side: Side
    context: Context
    opposite: Context | None

    def to_dict(self) -> dict[str, Any]:
        """Return the line as in JSON."""
        return {
            "reference": self.reference,
            "document": {"id": self.document.id, "title": self.document.title, "date": self.document.date},
            "side": self.side,
            **self.context.to_dict(),
            "opposite": self.opposite.to_dict() if self.opposite is not None else None,
        }


class Concordance(NamedTuple):
    """The occurrences of a query in context.

    Attributes:
        query: the query as typed.
        sort: what the lines are sorted by.
        total: the number of occurrences.
        offset: the number of lines that were skipped.
        lines: the lines, in order.
        forms: the forms of all occurrences, each with its number, the most frequent first.
        basis: what the occurrences were found in.
    """

    query: str
    sort: ConcordanceSort
    total: int
    offset: int
    lines: tuple[ConcordanceLine, ...]
    forms: tuple[tuple[str, int], ...]
    basis: CountBasis

    def to_dict(self) -> dict[str, Any]:
        """Return the concordance as ``bisearch search --kwic --sort left --json`` prints it."""
        return {
            "query": self.query,
            "sort": self.sort,
            "total": self.total,
            "offset": self.offset,
            "lines": [line.to_dict() for line in self.lines],
            "forms": [{"form": form, "count": count} for form, count in self.forms],
            **self.basis.to_dict(),
        }


class _Occurrence(NamedTuple):
    """An occurrence by its places.

    Attributes:
        side: its side.
        passage: the number of its passage.
        first: the place of its first word in the passage, from 0.
        last: the place of its last word there.
        nth: how many occurrences the passage has before it on this side.
    """

    side: Side
    passage: int
    first: int
    last: int
    nth: int


class _OnSide:
    """The occurrences of one side, in the order of the texts.

    Args:
        found: the occurrences.
        tokens: the words of the side.

    Attributes:
        numbers: the number of the passage of each.
        firsts: the place of the first word of each in its passage.
    """

    def __init__(self, found: Occurrences, tokens: SideTokens) -> None:
        self._found = found
        self._tokens = tokens
        self._passages = tokens.passages_of(found.starts)
        self.numbers = tokens.passage_numbers[self._passages]
        self.firsts = found.starts - tokens.passage_starts[self._passages]

    def __len__(self) -> int:
        """Return the number of occurrences."""
        return len(self._found)

    def context(self, places: Numbers, step: int) -> Numbers:
        """Return one word beside each of some occurrences.

        Args:
            places: the places of the occurrences.
            step: 1 for the first word after the occurrence, 2 for the second; -1 for the first before it.

        Returns:
            The form; -1 beyond the passage.
        """
        tokens = self._tokens
        beside = self._found.starts[places] + step if step < 0 else self._found.ends[places] + step - 1
        begins, ends = (tokens.passage_starts[self._passages[places] + place] for place in (0, 1))
        inside = (beside >= begins) & (beside < ends)
        return np.where(inside, tokens.forms[np.where(inside, beside, 0)], -1)

    def occurrence(self, place: int) -> _Occurrence:
        """Return an occurrence by its place in the order of the texts."""
        first, start = int(self.firsts[place]), int(self._found.starts[place])
        nth = place - int(np.searchsorted(self._passages, self._passages[place]))
        last = first + int(self._found.ends[place]) - start - 1
        return _Occurrence(self._tokens.side, int(self.numbers[place]), first, last, nth)


def find_concordance(  # noqa: PLR0913, PLR0917 -- what is shown of it
    query: str, sort: ConcordanceSort, side: Side | None, limit: int, offset: int, scope: CountScope
) -> Concordance:
    """Find the occurrences of a query in context.

    Words are compared by their normalized forms, letter by letter: digits come first, then Latin, then Cyrillic letters
    in the order of the alphabet, with ё as е. Equal contexts are ordered by the id of the document and by place.

    Args:
        query: a word or a phrase; see `parse_counted`.
        sort: ``"left"``, by the words before it, the nearest first; ``"right"``, by the words after it; ``"opposite"``,
            by what translates it and the words after that; occurrences without a known translation come last.
        side: the only side to look on; None takes that of the word's script.
        limit: the greatest number of lines.
        offset: the number of lines to skip.
        scope: the documents to look in.

    Raises:
        QueryError: the query has a mistake or asks for too much.
        QueryCostError: too many passages would have to be read to sort by the opposite text.
    """
    counted = parse_counted(query)
    kept = scope.kept(parse_filters(scope.options.filters), *counted.filters, excluded=counted.excluded)
    expansions = scope.expansions(counted, side)
    on_sides: list[_OnSide] = []
    forms: Counter[str] = Counter()
    for each in (each for each in SIDES if each in expansions):
        tokens = scope.tokens(each, kept)
        nodes = [expansion.node for expansion in expansions[each]]
        found = find_occurrences(nodes, tokens, scope.forms, scope.readers.deadline)
        forms.update(dict(counted_forms(found, tokens, scope.forms)))
        on_sides.append(_OnSide(found, tokens))
    builder = HitBuilder([expansion for each in expansions.values() for expansion in each], scope.readers)
    total = sum(map(len, on_sides))
    if sort == "opposite":
        read = len({number for each in on_sides for number in each.numbers.tolist()})
        if read > MAX_OPPOSITE:
            reason = f"sorting by the opposite text would read {read:,} passages; at most {MAX_OPPOSITE:,}"
            raise QueryCostError(query, 0, f"{reason}; add a filter, or sort by left or right")
        lines = _lines(_sorted(on_sides, sort, scope, 0, total), builder, NO_HIT_BUDGET)
        lines.sort(key=lambda line: _opposite_key(line.opposite))  # equal ones stay in their order
        shown = lines[offset : offset + limit]
    else:
        wanted = _sorted(on_sides, sort, scope, offset, min(total, offset + limit))
        shown = _lines(wanted, builder, _budget(query, len(wanted), scope))
    listed = tuple(sorted(forms.items(), key=lambda each: (-each[1], each[0])))
    return Concordance(query, sort, total, offset, tuple(shown), listed, scope.basis(kept))


def _budget(query: str, lines: int, scope: CountScope) -> HitBudget:
    """Return the work that lines may take; with a time limit, any number of lines is allowed."""
    return HitBudget(query, lines, HITS_WORK if scope.options.timeout is None else None, LESS_OF_LINES)


def _sorted(
    on_sides: Sequence[_OnSide], sort: ConcordanceSort, scope: CountScope, begin: int, end: int
) -> list[_Occurrence]:
    """Return some occurrences of all in order, from the one at `begin` to that before `end`."""
    starts = starts_of([len(each) for each in on_sides])
    chosen = _order(on_sides, starts, sort, scope, begin, end)
    sides = np.searchsorted(starts, chosen, "right") - 1
    return [
        on_sides[side].occurrence(place - int(starts[side]))
        for side, place in zip(sides.tolist(), chosen.tolist(), strict=True)
    ]


def _order(  # noqa: PLR0913, PLR0917 -- the occurrences, their order and the part of it
    on_sides: Sequence[_OnSide], starts: Numbers, sort: ConcordanceSort, scope: CountScope, begin: int, end: int
) -> Numbers:
    """Return the places of some occurrences in order; by opposite context, in that of the documents.

    Only those that agree with the first or the last of them in a key, or are between these, are compared by the next.
    """
    chosen = np.arange(starts[-1])
    if begin >= end:
        return chosen[:0]
    keys = _keys(on_sides, starts, sort, scope)
    for key in keys:
        scope.readers.deadline.check()
        values = key(chosen)
        first, last = np.partition(values, [begin, end - 1])[[begin, end - 1]]
        before = int((values < first).sum())
        chosen = chosen[(values >= first) & (values <= last)]
        begin, end = begin - before, end - before
        if first != last:
            break
    # The last key that numpy is given counts most.
    return chosen[np.lexsort([key(chosen) for key in reversed(keys)])][begin:end]


def _keys(
    on_sides: Sequence[_OnSide], starts: Numbers, sort: ConcordanceSort, scope: CountScope
) -> list[Callable[[Numbers], Numbers]]:
    """Return functions that give the keys of occurrences, the one that counts most first."""

    def on_each(get: Callable[[_OnSide, Numbers], Numbers]) -> Callable[[Numbers], Numbers]:
        def joined(chosen: Numbers) -> Numbers:
            ends = np.searchsorted(chosen, starts[1:-1])
            parts = zip(on_sides, np.split(chosen, ends), starts[:-1].tolist(), strict=True)
            return np.concatenate([get(each, part - start) for each, part, start in parts])

        return joined

    def context(step: int) -> Callable[[Numbers], Numbers]:
        found = on_each(lambda each, places: each.context(places, step))
        return lambda chosen: _alphabetical(found(chosen), scope)

    numbers = on_each(lambda each, places: each.numbers[places])
    steps = range(1, SORTED_WORDS + 1)
    left, right = [context(-step) for step in steps], [context(step) for step in steps]
    contexts = {"left": left + right, "right": right + left, "opposite": []}[sort]
    return [
        *contexts,
        lambda chosen: np.array(scope.readers.store.ranks(numbers(chosen).tolist()), np.int64),
        lambda chosen: np.searchsorted(starts, chosen, "right"),
        on_each(lambda each, places: each.firsts[places]),
    ]


def _alphabetical(forms: Numbers, scope: CountScope) -> Numbers:
    """Return the ranks of forms in the order of the alphabet; -1 stays -1."""
    used = np.flatnonzero(np.bincount(forms + 1)[1:])
    ranks = np.full(len(scope.forms.forms) + 1, -1)  # the last is for -1
    ranks[sorted(used.tolist(), key=scope.forms.forms.__getitem__)] = np.arange(len(used))
    ranked: Numbers = ranks[forms]
    return ranked


def _opposite_key(opposite: Context | None) -> tuple[int, tuple[str, ...]]:
    if opposite is None:
        return 2, ()
    if not opposite.word:
        return 1, ()
    return 0, tuple(token.form for token in tokenize(f"{opposite.word} {opposite.right}"))[:SORTED_WORDS]


def _lines(found: Sequence[_Occurrence], builder: HitBuilder, budget: HitBudget) -> list[ConcordanceLine]:
    """Return the lines of occurrences.

    Raises:
        QueryCostError: reading and marking their passages takes too much.
    """
    ranked = [RankedPassage(passage, 0.0) for passage in dict.fromkeys(each.passage for each in found)]
    builder.check(ranked, budget)
    hits = {each.passage: hit for each, hit in zip(ranked, builder.hits(ranked, budget), strict=True)}
    lines = []
    for each in builder.deadline.through(found):
        hit = hits[each.passage]
        reference = str(permanent_reference_to(hit.document.id, hit.passage))
        lines.append(ConcordanceLine(hit.document, reference, each.side, _context(hit, each), _opposite(hit, each)))
    return lines


def _context(hit: Hit, occurrence: _Occurrence) -> Context:
    half = hit.passage.side(occurrence.side)
    text = half.text if half is not None else ""
    tokens = words(text)
    start = tokens.starts[occurrence.first]
    end = tokens.starts[occurrence.last] + len(without_ending(tokens.surfaces[occurrence.last]))
    return Context(text[:start], text[start:end], text[end:])


def _opposite(hit: Hit, occurrence: _Occurrence) -> Context | None:
    """Return the text opposite, divided at the mark of the same number as the occurrence, or at the last one."""
    side = other(occurrence.side)
    half = hit.passage.side(side)
    if half is None:
        return None
    marks = [mark for mark in hit.marks(side) if mark.why in {"rendering", "translation", "name"}] or hit.marks(side)
    if not marks:
        return Context(half.text, "", "")
    mark = marks[min(occurrence.nth, len(marks) - 1)]
    return Context(half.text[: mark.start], half.text[mark.start : mark.end], half.text[mark.end :])
