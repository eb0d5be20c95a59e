"""Every occurrence of a word with its context, sorted by the words before or after it, or by its translation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias, get_args

import numpy as np

from bisearch.analysis.tokenizer import tokenize, without_ending, words
from bisearch.errors import QueryCostError
from bisearch.model import SIDES, other
from bisearch.searching.hits import HitBuilder
from bisearch.searching.ranking import RankedPassage
from bisearch.statistics.counted_query import parse_counted, parse_filters
from bisearch.statistics.occurrences import counted_forms, find_occurrences
from bisearch.storage.permanent_references import permanent_reference_to

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bisearch.model import Metadata, Side
    from bisearch.searching.results import Hit
    from bisearch.statistics.scope import CountBasis, CountScope
    from bisearch.statistics.side_tokens import SideTokens

ConcordanceSort: TypeAlias = Literal["left", "right", "opposite"]
CONCORDANCE_SORTS: tuple[ConcordanceSort, ...] = get_args(ConcordanceSort)
# The words of context that decide the order; occurrences that agree in all are ordered by document and place.
SORTED_WORDS = 10
# Sorting by the opposite text marks the translations in every passage, at a millisecond each.
MAX_OPPOSITE = 2_000


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
        left: the forms before it, the nearest first.
        right: the forms after it.
    """

    side: Side
    passage: int
    first: int
    last: int
    nth: int
    left: tuple[str, ...]
    right: tuple[str, ...]


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
    found: list[_Occurrence] = []
    forms: dict[str, int] = {}
    for each in SIDES:
        if each in expansions:
            tokens = scope.tokens(each, kept)
            nodes = [expansion.node for expansion in expansions[each]]
            occurrences = find_occurrences(nodes, tokens, scope.forms, scope.readers.deadline)
            found += _located(occurrences.starts.tolist(), occurrences.ends.tolist(), tokens, scope)
            for form, count in counted_forms(occurrences, tokens, scope.forms):
                forms[form] = forms.get(form, 0) + count
    builder = HitBuilder([expansion for each in expansions.values() for expansion in each], scope.readers)
    ranks = dict(_ranks(found, scope))
    if sort == "opposite":
        if len(ranks) > MAX_OPPOSITE:
            reason = f"sorting by the opposite text would read {len(ranks):,} passages; at most {MAX_OPPOSITE:,}"
            raise QueryCostError(query, 0, f"{reason}; add a filter, or sort by left or right")
        lines = dict(_lines(found, builder))
        found.sort(key=lambda each: (*_opposite_key(lines[each].opposite), *_place(each, ranks)))
    else:
        found.sort(key=lambda each: (*_context_key(each, sort), *_place(each, ranks)))
    shown = found[offset : offset + limit]
    lines = dict(_lines(shown, builder))
    listed = tuple(sorted(forms.items(), key=lambda each: (-each[1], each[0])))
    in_order = tuple(lines[each] for each in shown)
    return Concordance(query, sort, len(found), offset, in_order, listed, scope.basis(kept))


def _located(
    starts: Sequence[int], ends: Sequence[int], tokens: SideTokens, scope: CountScope
) -> Iterator[_Occurrence]:
    forms = scope.forms.forms
    passages = tokens.passages_of(np.array(starts, np.int64)).tolist()
    nth, before = 0, -1
    for start, end, passage in scope.readers.deadline.through(zip(starts, ends, passages, strict=True)):
        nth = nth + 1 if passage == before else 0
        before = passage
        first, after = tokens.passage_starts[passage : passage + 2].tolist()
        left = tokens.forms[max(first, start - SORTED_WORDS) : start].tolist()
        right = tokens.forms[end : min(after, end + SORTED_WORDS)].tolist()
        yield _Occurrence(
            tokens.side, int(tokens.passage_numbers[passage]), start - first, end - 1 - first, nth,
            tuple(forms[form] for form in reversed(left)), tuple(forms[form] for form in right),
        )  # fmt: skip


def _ranks(found: Iterable[_Occurrence], scope: CountScope) -> Iterator[tuple[int, int]]:
    passages = sorted({each.passage for each in found})
    return zip(passages, scope.readers.store.ranks(passages), strict=True)


def _place(occurrence: _Occurrence, ranks: dict[int, int]) -> tuple[int, str, int]:
    return ranks[occurrence.passage], occurrence.side, occurrence.first


def _context_key(occurrence: _Occurrence, sort: ConcordanceSort) -> tuple[tuple[str, ...], tuple[str, ...]]:
    keys = occurrence.left, occurrence.right
    return keys if sort == "left" else (keys[1], keys[0])


def _opposite_key(opposite: Context | None) -> tuple[int, tuple[str, ...]]:
    if opposite is None:
        return 2, ()
    if not opposite.word:
        return 1, ()
    return 0, tuple(token.form for token in tokenize(f"{opposite.word} {opposite.right}"))[:SORTED_WORDS]


def _lines(found: Iterable[_Occurrence], builder: HitBuilder) -> Iterator[tuple[_Occurrence, ConcordanceLine]]:
    hits: dict[int, Hit] = {}
    for each in found:
        if each.passage not in hits:
            hits[each.passage] = builder.hit(RankedPassage(each.passage, 0.0))
        hit = hits[each.passage]
        reference = str(permanent_reference_to(hit.document.id, hit.passage))
        yield each, ConcordanceLine(hit.document, reference, each.side, _context(hit, each), _opposite(hit, each))


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
