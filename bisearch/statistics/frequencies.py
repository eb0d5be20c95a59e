"""How often words occur in the documents of each year, or of each value of another field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from bisearch.model import SIDES
from bisearch.searching.facet_columns import check_facets, column
from bisearch.statistics.counted_query import parse_counted, parse_filters
from bisearch.statistics.dispersion import deviation_of_proportions
from bisearch.statistics.measures import per_million, wilson_interval
from bisearch.statistics.occurrences import counted_forms, find_occurrences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bisearch.model import Side
    from bisearch.statistics.columns import Numbers
    from bisearch.statistics.scope import CountBasis, CountScope
    from bisearch.statistics.side_tokens import SideTokens
    from bisearch.storage.facet_values import FacetColumn


class Frequency(NamedTuple):
    """How often a query occurs among some words.

    Attributes:
        occurrences: the number of occurrences.
        words: the number of words, which is the denominator.
        documents: the number of documents with an occurrence.
        low: the lower end of the 95 % score interval per million words (Wilson 1927); see `wilson_interval`.
        high: the upper end of that interval.
    """

    occurrences: int
    words: int
    documents: int
    low: float
    high: float

    @property
    def per_million(self) -> float:
        """The number of occurrences per million words; 0 if there are no words."""
        return per_million(self.occurrences, self.words)

    def to_dict(self) -> dict[str, Any]:
        """Return the frequency as in JSON."""
        return {
            "occurrences": self.occurrences,
            "words": self.words,
            "documents": self.documents,
            "per_million": self.per_million,
            "low": self.low,
            "high": self.high,
        }


class CountedSeries(NamedTuple):
    """What one query counts on one side.

    Attributes:
        query: the query as typed.
        side: the side whose words are counted.
        total: its frequency in all documents that the filters keep, each counted once.
        forms: the forms that were counted, each with its number of occurrences, the most frequent first.
        dispersion: Gries's DPnorm over the documents, in [0, 1], 0 if spread evenly; None without occurrences or with
            fewer than two documents; see `deviation_of_proportions`.
        frequencies: its frequency for each value of `Frequencies.values`.
    """

    query: str
    side: Side
    total: Frequency
    forms: tuple[tuple[str, int], ...]
    dispersion: float | None
    frequencies: tuple[Frequency, ...]

    def to_dict(self, values: Iterable[str | None]) -> dict[str, Any]:
        """Return the series as in JSON; `values` are those of `Frequencies.values`."""
        rows = zip(values, self.frequencies, strict=True)
        return {
            "query": self.query,
            "side": self.side,
            "total": self.total.to_dict(),
            "forms": [{"form": form, "count": count} for form, count in self.forms],
            "dispersion": self.dispersion,
            "frequencies": [{"value": value, **frequency.to_dict()} for value, frequency in rows],
        }


class Frequencies(NamedTuple):
    """The frequencies of queries by year or by another facet.

    Attributes:
        by: the name of the facet.
        values: its values, years ascending and other values by their words; last, None for the documents of which it is
            unknown, such as undated ones, if there are any.
        several: the number of documents of several values, such as those dated to an interval of years; their words
            and occurrences count for each value, so the values may add up to more than the total.
        series: the frequencies of each query on each side, in the order of the queries.
        basis: what the counts were made from.
    """

    by: str
    values: tuple[str | None, ...]
    several: int
    series: tuple[CountedSeries, ...]
    basis: CountBasis

    def to_dict(self) -> dict[str, Any]:
        """Return the frequencies as ``bisearch frequencies --json`` prints them."""
        return {
            "by": self.by,
            "values": list(self.values),
            "several": self.several,
            "interval": "95 % score interval (Wilson 1927), per million words",
            "series": [series.to_dict(self.values) for series in self.series],
            **self.basis.to_dict(),
        }


def count_frequencies(queries: Sequence[str], by: str, side: Side | None, scope: CountScope) -> Frequencies:
    """Count queries by a facet.

    Args:
        queries: what to count; see `parse_counted`.
        by: the name of a facet, as in `Index.facets`.
        side: the only side to count; None counts each query on the side of its script, and a number on both.
        scope: the documents to count in.

    Raises:
        QueryError: a query has a mistake or asks for too much.
        ValueError: no document has a field of that name.
    """
    store = scope.readers.store
    check_facets([by], store)
    chosen = parse_filters(scope.options.filters)
    facet = column(by, store)
    counted = [
        (query, scope.kept(chosen, *query.filters, excluded=query.excluded)) for query in map(parse_counted, queries)
    ]
    # Mistakes and costs are found before anything is counted.
    planned = [(query, kept, scope.expansions(query, side)) for query, kept in counted]
    made: list[tuple[str, Side, SideTokens, Numbers, tuple[tuple[str, int], ...]]] = []
    for query, kept, expansions in planned:
        for each in SIDES:
            if each in expansions:
                tokens = scope.tokens(each, kept)
                nodes = [expansion.node for expansion in expansions[each]]
                found = find_occurrences(nodes, tokens, scope.forms, scope.readers.deadline)
                forms = counted_forms(found, tokens, scope.forms)
                made.append((query.text, each, tokens, tokens.by_document(found.starts), forms))
    values, several = _values(by, facet, [tokens for _, _, tokens, _, _ in made])
    series = tuple(
        CountedSeries(
            text, each, _frequency(counts, tokens.document_sizes), forms,
            deviation_of_proportions(counts, tokens.document_sizes),
            tuple(_by_value(counts, tokens, facet, values)),
        )
        for text, each, tokens, counts, forms in made
    )  # fmt: skip
    names = tuple(facet.values[value] if value is not None else None for value in values)
    return Frequencies(by, names, several, series, scope.basis(scope.kept(chosen)))


def _values(by: str, facet: FacetColumn, counted: Sequence[SideTokens]) -> tuple[list[int | None], int]:
    """Return the places of the values that any counted document has, in order, and the documents of several values."""
    words: dict[int | None, int] = {}
    several = set()
    for tokens in {id(tokens): tokens for tokens in counted}.values():
        for first, size in zip(tokens.firsts.tolist(), tokens.document_sizes.tolist(), strict=True):
            places = _places(facet, first)
            if len(places) > 1:
                several.add(first)
            for place in places:
                words[place] = words.get(place, 0) + size

    def order(place: int | None) -> tuple[bool, float, str, str]:
        value = facet.values[place] if place is not None else ""
        is_year = by == "year"
        # An open interval is beside its known end.
        return place is None, 0 if is_year else -words[place], value.strip("./") if is_year else "", value

    return sorted(words, key=order), len(several)


def _places(facet: FacetColumn, first: int) -> tuple[int | None, ...]:
    code = facet.of_document.get(first)
    return facet.combinations[code] if code is not None else (None,)


def _by_value(
    counts: Numbers, tokens: SideTokens, facet: FacetColumn, values: Sequence[int | None]
) -> Iterator[Frequency]:
    documents: dict[int | None, list[int]] = {value: [] for value in values}
    for document, first in enumerate(tokens.firsts.tolist()):
        for place in _places(facet, first):
            documents[place].append(document)
    for value in values:
        chosen = np.array(documents[value], np.int64)
        yield _frequency(counts[chosen], tokens.document_sizes[chosen])


def _frequency(counts: Numbers, sizes: Numbers) -> Frequency:
    count, words = int(counts.sum()), int(sizes.sum())
    return Frequency(count, words, int((counts > 0).sum()), *wilson_interval(count, words))
