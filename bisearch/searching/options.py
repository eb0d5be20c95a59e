"""Options of a search."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypedDict, get_args

from bisearch.model import SIDES
from bisearch.searching.field_filters import conditions
from bisearch.searching.ranking import Sort
from bisearch.searching.results import Group
from bisearch.validation import check_choice, check_counts, check_flags, check_keywords, check_range, check_types

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bisearch.model import Side
    from bisearch.searching.field_filters import Condition, Day


@dataclass(frozen=True, slots=True)
class SearchOptions:
    """Options of a search; an invalid value raises `ValueError`.

    Attributes:
        limit: how many hits to return, at least 0.
        offset: how many hits to skip before the first.
        sort: ``"score"``, the best first, or ``"date"``, the oldest first.
        lang: the only side to search; None searches the side of each word's script and, for its translations, the
            other.
        translate: whether the translations of words are also looked up on the other side.
        context: how many passages to give before and after each hit.
        names: whether names are also looked up in other spellings, cases and scripts.
        abbreviations: whether words are also looked up as their synonyms and abbreviations, and shelfmarks in both
            scripts.
        dates: whether dates are looked up in every notation.
        meaning: whether an index with vectors ranks passages by words and meaning together, and also finds passages
            that are near in meaning and have no word of the query. It applies to queries of free words and filters,
            ranked by score, with `translate`.
        titles: whether documents of which only a title or the summary matches are found too, after all others.
        suggest: whether other words are suggested for words that match nothing.
        group: ``"passage"`` finds passages; ``"document"`` finds documents, each with its best passages. None, the
            default, finds documents if the query only has filters, and passages otherwise; see `Results.group`.
            In a search for documents `limit` and `offset` count documents, and words that must occur together may occur
            in adjacent passages.
        best: how many passages to give of each document. None, the default, gives 3, or none if `group` is None and the
            query only has filters, which rank no passage above another.
        marks: whether to find where each hit matched; a search for many hits is faster without.
        lenient: whether a query with mistakes is mended and run, with notes on what was changed
            (`Results.interpretation`, `Results.notes`), in place of a `QueryError`.
        date_from: keeps documents that may date from this day, month or year, or from a later one: a `datetime.date`,
            or a date in any notation. Undated documents are left out.
        date_to: keeps documents that may date from this day, month or year, or from an earlier one.
        fields: keeps documents whose metadata fields have all these words, as filters in a query do:
            ``{"author": "Смирнов", "title": "cable"}``.
        facet_values: keeps documents that a facet counts under this value, as `Index.facets` returns it; None keeps
            those of which the value is unknown: ``{"archive": "GAPI", "year": "1946", "sides": "both"}``.
        facets: names of facets by which to count what matches; see `Index.facets`.
        k1: the parameter k1 of BM25, at least 0; None takes the engine's. The engine tantivy has fixed parameters.
        b: the parameter b of BM25, in [0, 1]; None takes the engine's.
        timeout: the greatest number of seconds that the search may take, at least 0; after that it raises
            `SearchTimeoutError`. It replaces the limit on the number of hits; that on the cost of a query remains.

    Raises:
        ValueError: an option has an impossible value.
    """

    limit: int = 10
    offset: int = 0
    sort: Sort = "score"
    lang: Side | None = None
    translate: bool = True
    context: int = 0
    names: bool = True
    abbreviations: bool = True
    dates: bool = True
    meaning: bool = True
    titles: bool = True
    suggest: bool = True
    group: Group | None = None
    best: int | None = None
    marks: bool = True
    lenient: bool = False
    date_from: Day | None = None
    date_to: Day | None = None
    fields: Mapping[str, str] | None = field(default=None, hash=False)
    facet_values: Mapping[str, str | None] | None = field(default=None, hash=False)
    facets: tuple[str, ...] = ()
    k1: float | None = None
    b: float | None = None
    timeout: float | None = None

    def __post_init__(self) -> None:
        check_counts(0, limit=self.limit, offset=self.offset, context=self.context)
        if self.best is not None:
            check_counts(0, best=self.best)
        check_choice(get_args(Sort), sort=self.sort)
        check_choice(get_args(Group), group=self.group)
        check_choice(SIDES, lang=self.lang)
        check_flags(
            translate=self.translate, names=self.names, abbreviations=self.abbreviations, dates=self.dates,
            meaning=self.meaning, titles=self.titles, suggest=self.suggest, marks=self.marks, lenient=self.lenient,
        )  # fmt: skip
        if not isinstance(self.facets, tuple) or not all(isinstance(name, str) for name in self.facets):
            raise ValueError(f"facets must be a tuple of names, not {self.facets!r:.60}")
        filters_of(self)
        check_range(0, math.inf, k1=self.k1)
        check_range(0, 1, b=self.b)
        check_range(0, math.inf, timeout=self.timeout)


def filters_of(options: SearchOptions) -> tuple[Condition, ...]:
    """Return the filters that the dates, fields and facets of options make."""
    return conditions(options.date_from, options.date_to, options.fields, options.facet_values)


class SearchKeywords(TypedDict, total=False):
    """The options of a search as keywords; see `SearchOptions`."""

    limit: int
    offset: int
    sort: Sort
    lang: Side | None
    translate: bool
    context: int
    names: bool
    abbreviations: bool
    dates: bool
    meaning: bool
    titles: bool
    suggest: bool
    group: Group | None
    best: int | None
    marks: bool
    lenient: bool
    date_from: Day | None
    date_to: Day | None
    fields: Mapping[str, str] | None
    facet_values: Mapping[str, str | None] | None
    facets: tuple[str, ...]
    k1: float | None
    b: float | None
    timeout: float | None


def search_options(options: SearchOptions | None, keywords: SearchKeywords) -> SearchOptions:
    """Return the options of a search: the keywords, and for all others the given options or the defaults.

    Raises:
        TypeError: there is no option of a keyword's name, or `options` are not `SearchOptions`.
        ValueError: an option has an impossible value.
    """
    check_keywords(SearchKeywords.__annotations__, keywords, "search")
    if options is None:
        return SearchOptions(**keywords)
    check_types("SearchOptions", SearchOptions, options=options)
    return replace(options, **keywords)
